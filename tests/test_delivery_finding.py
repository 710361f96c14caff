"""Looking for what an earlier attempt left, showing, and how members were answered."""

import dataclasses
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import SECOND
from bot.delivery import finding
from bot.errors import Blind, MayNotPost, MessageGone, MessageTooOld, PostLater
from bot.models import DeliveryKind, State
from tests.post_room import BEN, QUIET, SONGS, PostRoom, post_room

KINDS = [kind for kind in DeliveryKind if kind is not DeliveryKind.OWNER]
"""What is looked for. A line for the owner is not: twice it does no harm, and where it went depends on what is open."""


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[PostRoom]:
    async with post_room(tmp_path) as room:
        yield room


@pytest.mark.parametrize("kind", KINDS)
async def test_what_was_posted_is_found_when_the_nonce_is_long_forgotten(room: PostRoom, kind: DeliveryKind) -> None:
    parcel, other = room.parcel(kind), room.parcel(kind)
    posted = await room.courier.post(parcel)
    room.stand_in.clock.advance(3600)
    later = room.stand_in.clock.now()
    parcel = dataclasses.replace(parcel, delivery=dataclasses.replace(parcel.delivery, last_attempt_at=later))
    assert await room.courier.find(parcel) == posted
    assert await room.courier.find(other) is None


async def test_a_song_is_not_taken_for_its_sibling_nor_a_member_for_the_bot(room: PostRoom) -> None:
    task = await room.with_status()
    first, second = room.parcel(task=task), room.parcel(task=task)
    await room.courier.post(first)
    ben, songs = room.stand_in.world.users[1002], room.stand_in.world.channel(SONGS)
    assert songs is not None
    room.stand_in.say(ben, songs, f"m1:song:again:{second.delivery.id} -# notice {second.delivery.id}")
    assert await room.courier.find(second) is None


@pytest.mark.parametrize("state", [State.QUEUED, State.RUNNING, State.READY, State.FAILED, State.DELIVERED])
async def test_a_status_message_is_found_in_every_state_and_not_mistaken_for_a_song(
    room: PostRoom, state: State
) -> None:
    task = room.task(state=state)
    status, song = room.parcel(DeliveryKind.STATUS, task), room.parcel(task=task)
    await room.courier.post(song)
    assert await room.courier.find(status) is None
    assert await room.courier.post(status) == await room.courier.find(status)


async def test_a_status_message_with_nothing_but_links_is_found_by_its_footer(room: PostRoom) -> None:
    task = room.task(state=State.RUNNING)
    listening = room.view(task, room.track(task, stream_url="https://stream.example/1"))
    status = dataclasses.replace(room.parcel(DeliveryKind.STATUS, task), view=listening)
    posted = await room.courier.post(status)
    assert await room.courier.find(status) == posted
    old = dataclasses.replace(task, status_message_id=posted)
    assert await room.courier.find(dataclasses.replace(status, task=old)) is None


async def test_an_empty_history_proves_nothing(room: PostRoom) -> None:
    parcel = room.parcel(task=room.task(channel_id=QUIET))
    await room.courier.post(parcel)
    with pytest.raises(Blind):
        await room.courier.find(parcel)


async def test_sight_is_proved_by_an_older_message(room: PostRoom) -> None:
    await room.with_status()
    room.stand_in.clock.advance(3600)
    assert await room.courier.find(room.parcel()) is None


async def test_a_closed_channel_is_not_searched(room: PostRoom) -> None:
    with pytest.raises(MayNotPost):
        await room.courier.find(room.parcel(task=room.task(channel_id=999)))


def chat(room: PostRoom, many: int) -> None:
    songs = room.stand_in.world.channel(SONGS)
    assert songs is not None
    for _ in range(many):
        room.stand_in.say(room.stand_in.world.users[BEN], songs, "chat")


@pytest.mark.parametrize("skew", [90, 3600, 86_400, -90, -1000, -86_400])
async def test_it_is_found_however_wrong_the_clock_of_the_host_was(room: PostRoom, skew: int) -> None:
    """And right again by now, as after a start."""
    parcel = room.parcel(task=room.task(interaction_id=room.stand_in.clock.new_id()))
    moment = room.clock.now() + skew * SECOND
    noted = dataclasses.replace(parcel.delivery, first_attempt_at=moment, last_attempt_at=moment, created_at=moment)
    parcel = dataclasses.replace(parcel, delivery=noted)
    chat(room, 3)
    posted = await room.courier.post(parcel)
    room.stand_in.clock.advance(3600)
    chat(room, 3)
    assert await room.courier.find(parcel) == posted


@pytest.mark.parametrize("later", [False, True])
async def test_the_search_begins_at_what_asked_for_the_message(room: PostRoom, later: bool) -> None:
    """The command, or what came later: a press that asks for a song again, the status message that is replaced."""
    chat(room, 120)
    asked = room.stand_in.clock.new_id()
    parcel = room.parcel(task=room.task(interaction_id=77 if later else asked))
    if later:
        parcel = dataclasses.replace(parcel, delivery=dataclasses.replace(parcel.delivery, after_id=asked))
    chat(room, 20)
    room.stand_in.requests.clear()
    assert await room.courier.find(parcel) is None
    assert [call.query["after"] for call in room.stand_in.requests.find(("GET", "/messages"))] == [str(asked)]


async def test_a_status_message_is_not_mistaken_for_the_one_that_replaces_it(room: PostRoom) -> None:
    task = room.task(state=State.RUNNING)
    listening = room.view(task, room.track(task, stream_url="https://stream.example/1"))
    status = dataclasses.replace(room.parcel(DeliveryKind.STATUS, task), view=listening)
    old = await room.courier.post(status)
    after = dataclasses.replace(room.parcel(DeliveryKind.STATUS, task).delivery, after_id=old)
    new = dataclasses.replace(status, delivery=after)
    assert await room.courier.find(new) is None
    assert await room.courier.post(new) == await room.courier.find(new)


async def test_a_history_too_long_to_read_proves_nothing(room: PostRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "MOST_READ", 5)
    parcel = room.parcel()
    chat(room, 6)
    with pytest.raises(Blind):
        await room.courier.find(parcel)


async def test_the_status_message_follows_the_row(room: PostRoom) -> None:
    task = await room.with_status(state=State.QUEUED)
    (message,) = room.messages()
    assert message.components
    await room.courier.show(room.view(dataclasses.replace(task, state=State.DELIVERED)))
    assert message.content.startswith("**Done**")
    assert (message.embeds, message.components) == ([], [])


async def test_status_messages_that_cannot_be_edited_say_why(room: PostRoom) -> None:
    task = await room.with_status(state=State.QUEUED)
    with pytest.raises(MessageGone):
        await room.courier.show(room.view(room.task()))
    room.stand_in.clock.advance(3700)
    room.stand_in.limits.late_edits = 0
    with pytest.raises(MessageTooOld):
        await room.courier.show(room.view(task))
    room.stand_in.delete(room.messages()[0])
    with pytest.raises(MessageGone):
        await room.courier.show(room.view(task))


async def test_a_young_status_message_is_only_edited_later(room: PostRoom) -> None:
    task = await room.with_status()
    room.stand_in.faults.add(("PATCH", "/messages"), "429", retry_after=40)
    with pytest.raises(PostLater):
        await room.courier.show(room.view(task))
    room.stand_in.faults.add(("PATCH", "/messages"), "refuse", status=400, code=30046)
    with pytest.raises(MessageTooOld):
        await room.courier.show(room.view(task))


async def test_a_closed_channel_is_told_apart(room: PostRoom) -> None:
    task = await room.with_status()
    room.stand_in.world.guilds[2001].channel("songs").deny(room.stand_in.world.guilds[2001].everyone, "view_channel")
    with pytest.raises(MayNotPost) as caught:
        await room.courier.show(room.view(task))
    assert caught.value.missing == ("view_channel",)
