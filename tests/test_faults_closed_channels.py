"""Channels that close while a song is made: what waits, who is told, and what comes when they open again."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.clock import DAY, HOUR, MINUTE
from bot.demo.discord.faults import Match
from bot.models import DeliveryKind, Reason, State
from tests.fault_room import EDIT, LATE, PRICE, SEND, FaultRoom, fault_room
from tests.post_room import CLEO, GUILD, SONGS, THREAD

CLEOS: Match = ("POST", r"^/users/@me/channels$")
Close = Callable[[FaultRoom], object]


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[FaultRoom]:
    async with fault_room(tmp_path) as room:
        yield room


def throw_out(room: FaultRoom) -> None:
    room.stand_in.remove_from(room.guild)
    room.stand_in.world.guilds[2002].add_member(room.stand_in.world.users[CLEO])  # they still share a server


CLOSINGS: list[tuple[Close, str]] = [
    (lambda room: room.deny("attach_files"), "Attach Files is missing in <#3001>."),
    (
        lambda room: room.deny("send_messages", "read_message_history"),
        "Send Messages, Read Message History are missing in <#3001>.",
    ),
    (lambda room: room.deny("view_channel"), "View Channel is missing in <#3001>."),
    (lambda room: room.stand_in.close_channel(room.guild.channel("songs")), "The channel is no longer there."),
    (throw_out, "The bot is no longer on the server."),
]


@pytest.mark.parametrize(("close", "why"), CLOSINGS)
async def test_the_requester_is_told_once_and_directly_what_keeps_the_songs_out(
    room: FaultRoom, close: Close, why: str
) -> None:
    task_id = await room.request()
    close(room)
    await room.until(lambda: bool(room.told()))
    await room.later(2 * HOUR)
    [told] = room.told()
    head, reason, following, number = told.split("\n")
    assert head.startswith("**Made, but not posted** · “slow piano, rain on a tin roof” · [go to message](https://")
    assert reason == why
    assert following.startswith("It is in `/library` there, and is posted by itself as soon as the bot may.")
    assert following.endswith(":D>, 12 credits come back.")
    assert number.startswith("-# notice ")
    assert (await room.task(task_id)).state is State.READY
    assert await room.used() == PRICE


async def test_songs_come_when_the_channel_opens_and_nothing_is_told_twice(room: FaultRoom) -> None:
    task_id = await room.request()
    room.deny("attach_files")
    await room.until(lambda: bool(room.told()))
    room.allow("attach_files")
    await room.until(lambda: len(room.songs()) == 2, HOUR)
    await room.later(MINUTE)
    assert (await room.over(task_id)).state is State.DELIVERED
    assert room.messages()[0].content.startswith("**Done**")
    assert (len(room.told()), len(room.songs()), await room.used()) == (1, 2, PRICE)


async def test_a_closed_channel_is_left_alone_as_a_whole(room: FaultRoom) -> None:
    await room.request()
    await room.request()
    room.deny("attach_files")
    await room.until(lambda: len(room.told()) == 2)
    before = len([sent for sent in room.sent() if sent.status == 403])
    for _ in range(60):
        await room.later(MINUTE, 1)
    refused = [sent for sent in room.sent() if sent.status == 403]
    assert len(refused) - before <= 6  # four songs wait; after 2, 4, 8, 16, 32 minutes one of them is tried


async def test_a_request_that_fails_in_a_closed_channel_is_told_directly(room: FaultRoom) -> None:
    await room.request(LATE)
    room.deny("view_channel")
    await room.until(lambda: bool(room.told()))
    [told] = room.told()
    assert told.startswith("**Not made** · “fail please, a waltz”\nThe music service could not finish it. 12 credits")
    assert "The bot may not post in <#3001>, so it is told here." in told
    assert await room.used() == 0


async def test_a_status_message_says_the_end_even_when_its_channel_opens_days_later(room: FaultRoom) -> None:
    await room.request(LATE)
    room.deny("view_channel")
    await room.until(lambda: bool(room.told()))
    await room.later(2 * DAY)
    await room.later(HOUR)
    room.allow("view_channel")
    await room.later(HOUR)
    assert room.messages()[0].content.startswith("**Not made**")


async def test_who_takes_no_direct_messages_is_asked_once_and_left_alone(room: FaultRoom) -> None:
    room.stand_in.world.users[CLEO].takes_dms = False
    await room.request()
    room.deny("attach_files")
    await room.until(lambda: room.counted(DeliveryKind.DIRECT, "lost") == 1)
    await room.later(DAY)
    assert [sent.code for sent in room.sent(("POST", f"^/channels/{room.cleos.id}/messages"))] == [50007]
    room.allow("attach_files")
    await room.until(lambda: len(room.songs()) == 2, 2 * HOUR)


@pytest.mark.parametrize("tried", [False, True], ids=["before it is owed", "after a first attempt"])
async def test_who_was_forgotten_is_not_written_to(room: FaultRoom, tried: bool) -> None:
    task_id = await room.request(LATE)
    room.stand_in.faults.add(SEND, "cut-before", times=2 if tried else 1)
    if tried:
        room.deny("view_channel")
        await room.until(lambda: len(room.sent(CLEOS)) == 1)
    else:
        await room.until(lambda: len(room.sent()) == 2)
        room.deny("view_channel")
    await room.desk.archive.forget(GUILD, CLEO)
    assert (await room.over(task_id)).member_id == 0
    opened = len(room.sent(CLEOS))
    await room.later(HOUR)
    await room.later(HOUR)
    assert (len(room.sent(CLEOS)), room.told()) == (opened, [])


async def test_a_channel_that_stays_closed_until_the_service_deletes_the_songs_costs_nothing(room: FaultRoom) -> None:
    task_id = await room.request()
    room.deny("attach_files")
    await room.until(lambda: bool(room.told()))
    await room.later(16 * DAY, 6)
    task = await room.over(task_id)
    assert (task.state, task.reason, task.given_back) == (State.FAILED, Reason.CLOSED, True)
    assert len(room.told()) == 1
    await room.later(MINUTE)
    said = room.messages()[0].content
    assert said.endswith("\nThe bot could not post it here in time. 12 credits are back.")


async def test_an_archived_thread_is_opened_by_the_songs_and_a_locked_one_is_told(room: FaultRoom) -> None:
    thread = room.guild.channel("late night ideas")
    await room.request(channel_id=THREAD)
    room.stand_in.archive(thread)
    await room.until(lambda: len(room.songs(THREAD)) == 2)
    await room.later(MINUTE)
    assert room.messages(THREAD)[0].content.startswith("**Done**")
    await room.request(channel_id=THREAD)
    room.stand_in.archive(thread, locked=True)
    await room.until(lambda: bool(room.told()))
    assert "The thread <#3004> is locked." in room.told()[0]
    thread.locked = False
    await room.until(lambda: len(room.songs(THREAD)) == 4, HOUR)


async def test_the_missing_right_of_a_thread_is_named(room: FaultRoom) -> None:
    await room.request(channel_id=THREAD)
    room.deny("send_messages_in_threads")
    await room.until(lambda: bool(room.told()))
    assert "Send Messages In Threads is missing in <#3004>." in room.told()[0]


async def test_a_refused_attempt_leaves_no_doubt_where_nobody_can_look(room: FaultRoom) -> None:
    room.deny("read_message_history")
    await room.request()
    room.deny("attach_files")
    await room.until(lambda: bool(room.told()))
    await room.later(5 * MINUTE)
    room.allow("attach_files")
    await room.until(lambda: len(room.songs()) == 2, HOUR)
    assert room.counted(DeliveryKind.SONG, "unsure") == 0


async def test_a_message_that_a_moderator_deleted_is_not_posted_again(room: FaultRoom) -> None:
    task_id = await room.request()
    room.stand_in.faults.add(SEND, "cut-after", only=lambda body: "song 1 of 2" in str(body))
    await room.until(lambda: len(room.songs()) == 1)
    room.stand_in.delete(room.songs()[0])
    await room.until(lambda: room.counted(DeliveryKind.SONG, "posted") == 2)
    assert (len(room.songs()), await room.used()) == (1, PRICE)
    assert (await room.task(task_id)).state is State.DELIVERED


async def test_a_status_message_that_a_moderator_deleted_is_replaced_and_says_the_end(room: FaultRoom) -> None:
    await room.request()
    room.stand_in.delete(room.messages(SONGS)[0])
    await room.until(lambda: any(message.content.startswith("**Done**") for message in room.messages()))
    assert len([sent for sent in room.sent(EDIT) if sent.code == 10008]) == 1
