"""Requests whose answer is lost, whose songs come late, in part, or are gone before they are fetched."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import DAY, HOUR, MINUTE, SECOND
from bot.models import DeliveryKind, Reason, State
from tests.fault_room import PRICE, FaultRoom, fault_room
from tests.post_room import CLEO, LOUNGE

NO_SONG = "The music service deleted it before it could be posted. 12 credits are back."


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[FaultRoom]:
    async with fault_room(tmp_path) as room:
        yield room


async def stuck_at_the_first_song(room: FaultRoom) -> int:
    """The service has finished one song of two, and goes no further."""
    task_id = await room.request()
    [task] = room.music.tasks.values()
    while task.stage != "FIRST_SUCCESS":
        await room.later(5 * SECOND, 1)
    return task_id


def status(room: FaultRoom) -> str:
    return room.messages()[0].content


async def test_an_unclear_create_is_told_to_the_member_the_host_the_log_and_the_metrics(
    room: FaultRoom, caplog: pytest.LogCaptureFixture
) -> None:
    room.music.faults.add("generate", "cut", applied=True)
    task_id = await room.request()
    host = room.stand_in.dm(room.stand_in.world.owner)
    await room.until(lambda: bool(room.told(host)) and len(room.messages()) == 2, 15 * MINUTE)
    await room.later(MINUTE)
    assert status(room).endswith("did not say whether it took the request. 12 credits are back.")
    assert room.messages()[1].content.startswith(f"<@{CLEO}> it is unclear whether this one was made; 12 credits")
    assert room.told(host)[0].startswith(f"**Unclear** · request {task_id}.")
    assert f"Request {task_id} is unclear" in caplog.text
    assert 'minstrel_tasks_ended_total{reason="unclear",state="unknown"} 1.0' in room.metrics.text().decode()
    assert (await room.used(), room.creates) == (0, 1)


async def test_the_host_reads_of_it_where_the_settings_say(tmp_path: Path) -> None:
    async with fault_room(tmp_path, owner_channel=str(LOUNGE)) as room:
        room.music.faults.add("generate", "cut", applied=True)
        await room.request()
        await room.until(lambda: bool(room.messages(LOUNGE)), 15 * MINUTE)
        assert room.messages(LOUNGE)[0].content.startswith("**Unclear** · request ")


async def test_one_song_of_two_at_the_deadline_is_posted_with_a_word_on_the_other(room: FaultRoom) -> None:
    task_id = await stuck_at_the_first_song(room)
    room.clock.advance(31 * MINUTE)
    await room.until(lambda: status(room).startswith("**Done**"))
    _, paid, missing = status(room).split("\n")
    assert paid.startswith("1 song below. 12 credits used, 228 left this month. New credits: <t:")
    assert missing == "1 more song did not come."
    assert (len(room.songs()), (await room.over(task_id)).state) == (1, State.DELIVERED)
    assert await room.used() == PRICE


async def test_a_song_that_came_after_the_deadline_is_posted_although_the_other_never_does(tmp_path: Path) -> None:
    async with fault_room(tmp_path, deadline="10s") as room:
        task_id = await room.request()
        for _ in range(4):
            room.clock.advance(10 * SECOND)  # the service's clock stands still
            await room.step(2)
        assert (await room.task(task_id)).reason is Reason.DEADLINE
        [task] = room.music.tasks.values()
        while task.stage != "FIRST_SUCCESS":
            room.music.clock.advance(1)
            room.music.service.pass_time()
        for _ in range(27):
            room.clock.advance(HOUR)
            await room.step(2)
        assert [song.content.endswith("your 12 credits stay back.") for song in room.songs()] == [True]
        assert await room.used() == 0


async def test_a_success_without_links_is_waited_for_until_the_deadline_and_then_given_back(room: FaultRoom) -> None:
    room.music.faults.add("record-info", "no_audio", times=None)
    task_id = await room.request()
    await room.later(5 * MINUTE)
    assert (await room.task(task_id)).state is State.RUNNING
    await room.until(lambda: status(room).startswith("**Not made**"), 40 * MINUTE)
    assert status(room).endswith("The music service took too long. 12 credits are back.")
    assert await room.used() == 0


async def test_a_song_that_the_service_deleted_is_told_and_the_other_keeps_the_price(room: FaultRoom) -> None:
    await room.request()
    [clip, _] = room.music.service.clips.values()
    room.music.faults.add("media", "404", times=None, when=lambda body: f"{clip.id}.mp3" in body["path"])
    await room.until(lambda: status(room).startswith("**Done**") and len(room.messages()) == 3)
    _, song, notice = room.messages()
    assert song.content.endswith("song 2 of 2")
    assert f"> **Missing:** the music service deleted {clip.title} before it could be posted." in notice.content
    assert notice.content.endswith("12 credits stay used for what did come.")
    assert [ping.message.id for ping in room.stand_in.notifications] == [notice.id]
    assert status(room).endswith("\n1 more song did not come.")
    assert await room.used() == PRICE


async def test_where_every_song_was_deleted_nothing_is_charged(room: FaultRoom) -> None:
    task_id = await room.request()
    room.music.faults.add("media", "404", times=None, when=lambda body: body["path"].endswith("mp3"))
    await room.until(lambda: status(room).startswith("**Not made**") and len(room.messages()) == 2)
    assert status(room).endswith(NO_SONG)
    assert (await room.over(task_id)).reason is Reason.DELETED
    assert (await room.used(), room.counted(DeliveryKind.SONG, "lost")) == (0, 2)


async def test_songs_that_lie_where_the_bot_fetches_nothing_are_not_called_deleted(tmp_path: Path) -> None:
    async with fault_room(tmp_path, media_trusted_hosts="elsewhere.example") as room:
        task_id = await room.request()
        host = room.stand_in.dm(room.stand_in.world.owner)
        await room.until(lambda: status(room).startswith("**Not made**") and bool(room.told(host)))
        assert status(room).endswith("may not fetch it from where the music service keeps it. 12 credits are back.")
        assert room.told(host)[0].startswith(f"**Made, but lost** · request {task_id}: its files could not be had")


async def test_files_that_cannot_be_fetched_for_a_while_leave_no_doubt_where_nobody_can_look(room: FaultRoom) -> None:
    room.deny("read_message_history")
    room.music.faults.add("media", "500", times=8)
    await room.request()
    await room.until(lambda: len(room.songs()) == 2, HOUR)
    assert room.counted(DeliveryKind.SONG, "unsure") == 0


async def test_songs_that_somebody_had_posted_elsewhere_are_paid_for_and_not_missed(room: FaultRoom) -> None:
    task_id = await room.request()
    room.deny("attach_files")
    while (await room.task(task_id)).state is not State.READY or not room.told():
        await room.later(10 * SECOND, 1)
    [track, other] = (await room.view(task_id)).tracks
    await room.shelf.post_again(await room.shelf.song(track.id, track.guild_id), 3004)
    room.guild.channel("late night ideas").parent = None
    await room.until(lambda: bool(room.messages(3004)))
    await room.later(16 * DAY, 6)
    task = await room.over(task_id)
    assert (task.state, task.given_back) == (State.DELIVERED, False)
    await room.later(HOUR)
    [missing] = [message.content for message in room.messages() if "**Missing:**" in message.content]
    assert missing.startswith(f"**Missing:** {other.title} could not be posted here in time.")
