"""How members were answered, for rows that no command confirmed."""

import dataclasses
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from discord.http import Route

from bot.clock import HOUR, SECOND
from bot.delivery import answering
from bot.demo.discord.interactions import Interaction
from bot.errors import Blind, PostLater
from bot.models import Task
from bot.tasks.ports import Answered
from tests.post_room import CLEO, QUIET, SONGS, PostRoom, post_room

COMMAND: dict[str, Any] = {"name": "ask", "description": "Asks", "type": 1, "options": []}
PUBLIC, PRIVATE = {"type": 4, "data": {"content": "**Queued**"}}, {"type": 5, "data": {"flags": 64}}
ORIGINAL = ("GET", "@original")


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[PostRoom]:
    async with post_room(tmp_path) as room:
        await room.client.http.bulk_upsert_global_commands(4242, [COMMAND])
        yield room


async def ask(room: PostRoom, channel_id: int = SONGS) -> tuple[Interaction, Task]:
    """A member's command, and its row as it stands before the command is confirmed."""
    channel, guild = room.stand_in.world.channel(channel_id), room.stand_in.world.guilds[2001]
    assert channel is not None
    asked = await room.stand_in.slash(guild.members[CLEO], channel, "ask")
    return asked, room.task(interaction_id=asked.id, interaction_token=asked.token, channel_id=channel_id)


async def answer(room: PostRoom, asked: Interaction, body: dict[str, Any]) -> None:
    route = Route("POST", "/interactions/{i}/{t}/callback", i=asked.id, t=asked.token)
    await room.client.http.request(route, json=body)


async def test_a_public_answer_is_the_status_message(room: PostRoom) -> None:
    asked, task = await ask(room)
    await answer(room, asked, PUBLIC)
    assert await room.courier.answer_of(task) == Answered(room.messages()[0].id, private=False)


async def test_a_private_defer_still_owes_the_status_message(room: PostRoom) -> None:
    asked, task = await ask(room)
    await answer(room, asked, PRIVATE)
    assert await room.courier.answer_of(task) == Answered(None, private=True)


async def test_a_private_refusal_is_no_promise(room: PostRoom) -> None:
    """As when the database wrote the row, and then could not say so."""
    asked, task = await ask(room)
    await answer(room, asked, {"type": 4, "data": {"content": "Nothing was charged.", "flags": 64}})
    assert await room.courier.answer_of(task) is None


async def test_a_private_defer_that_ended_in_a_refusal_is_none_either(room: PostRoom) -> None:
    asked, task = await ask(room)
    await answer(room, asked, PRIVATE)
    route = Route("PATCH", "/webhooks/{a}/{t}/messages/@original", a=4242, t=asked.token)
    await room.client.http.request(route, json={"content": "Nothing was charged."})
    assert await room.courier.answer_of(task) is None


async def test_no_answer_is_no_promise(room: PostRoom) -> None:
    _, task = await ask(room)
    room.stand_in.clock.advance(12)
    assert await room.courier.answer_of(task) is None


@pytest.mark.parametrize("skew", [0, 15, -15])
async def test_while_the_command_may_still_answer_nothing_is_concluded(
    room: PostRoom, skew: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By Discord's clock: the command runs on another machine, whose clock may be another."""
    monkeypatch.setattr(answering, "ANSWER_WITHIN", HOUR)  # as long as this machine may need
    room.stand_in.limits.callback_ms = HOUR
    asked, task = await ask(room)
    task = dataclasses.replace(task, created_at=task.created_at + skew * SECOND)
    with pytest.raises(PostLater) as later:
        await room.courier.answer_of(task)
    assert 0 < (later.value.retry_after or 0) <= HOUR + SECOND
    await answer(room, asked, PUBLIC)
    assert await room.courier.answer_of(task) == Answered(room.messages()[0].id, private=False)


@pytest.mark.parametrize("skew", [90, 3600, -1000, -86_400])
@pytest.mark.parametrize("age", [20, 1000])
async def test_the_answer_is_found_however_wrong_the_clock_of_the_host_is(room: PostRoom, skew: int, age: int) -> None:
    asked, task = await ask(room)
    _, other = await ask(room)
    await answer(room, asked, PUBLIC)
    found = Answered(room.messages()[0].id, private=False)
    room.stand_in.clock.advance(age)
    for one, expected in ((task, found), (other, None)):
        wrong = dataclasses.replace(one, created_at=one.created_at + skew * SECOND)
        assert await room.courier.answer_of(wrong) == expected


async def test_after_the_token_the_history_tells(room: PostRoom) -> None:
    asked, task = await ask(room)
    _, other = await ask(room)
    await answer(room, asked, PUBLIC)
    room.stand_in.clock.advance(901)
    assert await room.courier.answer_of(task) == Answered(room.messages()[0].id, private=False)
    assert await room.courier.answer_of(other) is None
    assert [call.code for call in room.stand_in.requests.find(ORIGINAL)] == [50027, 50027]


async def test_after_the_token_a_missing_answer_proves_nothing_whatever_discord_calls_it(room: PostRoom) -> None:
    asked, task = await ask(room)
    await answer(room, asked, PUBLIC)
    room.stand_in.clock.advance(902)
    room.stand_in.faults.add(ORIGINAL, "404", code=10015)
    assert await room.courier.answer_of(task) == Answered(room.messages()[0].id, private=False)


async def test_a_token_that_dies_early_is_no_proof_either(room: PostRoom) -> None:
    asked, task = await ask(room)
    await answer(room, asked, PUBLIC)
    room.stand_in.limits.token_ms = 0
    assert await room.courier.answer_of(task) == Answered(room.messages()[0].id, private=False)
    assert len(room.stand_in.requests.find(ORIGINAL)) == 1


async def test_without_sight_nothing_is_concluded(room: PostRoom) -> None:
    asked, task = await ask(room, QUIET)
    await answer(room, asked, PUBLIC)
    room.stand_in.clock.advance(901)
    with pytest.raises(Blind):
        await room.courier.answer_of(task)


async def test_trouble_is_looked_into_later(room: PostRoom) -> None:
    _, task = await ask(room)
    for kind in ("cut-before", "cloudflare"):
        room.stand_in.faults.add(ORIGINAL, kind, times=2)  # aiohttp repeats a GET over a connection that was cut
        with pytest.raises(PostLater):
            await room.courier.answer_of(task)
        room.stand_in.faults.clear()
