"""A database that takes its time: the member is answered within 3 seconds all the same, and told the outcome later."""

import asyncio
from collections.abc import Callable
from typing import Any

import aiohttp
import discord
import pytest

from bot.errors import StoreError
from bot.models import State
from bot.tasks.treasury import Manager
from bot.ui import accepting, opening, replies, sent_forms, typed
from tests.command_house import House, house, reply
from tests.song_steps import made, message_of_song, only_task
from tests.test_commands_forms import custom

__all__ = ["house"]

Slow = Callable[..., None]


@pytest.fixture
def slow(house: House, monkeypatch: pytest.MonkeyPatch) -> Slow:
    """Makes a method of the desk wait for `seconds` before it does what it does, or raises `error` instead.

    The guards are shortened from there on, so that nobody waits for seconds.
    """
    monkeypatch.setattr(accepting, "LINK_LOOKS", 2)

    def make(name: str, seconds: float, error: Exception | None = None, of: object = house.desk) -> None:
        real = getattr(of, name)

        async def slowly(*given: Any, **named: Any) -> Any:
            await asyncio.sleep(seconds)
            if error is not None:
                raise error
            return await real(*given, **named)

        monkeypatch.setattr(of, name, slowly)
        monkeypatch.setattr(replies, "ANSWER_WITHIN", min(0.4, replies.ANSWER_WITHIN))

    return make


def first_callback(house: House) -> dict[str, Any]:
    sent = next(entry for entry in house.env.http_requests if entry.path.endswith("/callback"))
    assert isinstance(sent.json, dict)
    return sent.json


async def test_a_slow_transaction_is_answered_by_a_private_defer_and_then_by_its_outcome(
    house: House, slow: Slow
) -> None:
    slow("accept", 0.6)
    result = await house.quick()
    assert first_callback(house) == {"type": 5, "data": {"flags": 64}}
    assert reply(result).content.startswith("**Queued.** 12 credits taken; they come back if it fails.")
    (task,) = await house.tasks()
    assert (task.state, task.deferred, task.status_message_id) == (State.QUEUED, True, None)
    assert (await house.quota()).used == 12_000


async def test_the_link_follows_as_soon_as_the_worker_has_posted(
    house: House, slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow("accept", 0.6)
    real = house.desk.view

    async def posted_meanwhile(task_id: int, guild_id: int) -> Any:
        await house.shop.worker.step()
        return await real(task_id, guild_id)

    monkeypatch.setattr(house.desk, "view", posted_meanwhile)
    result = await house.quick()
    (task,) = await house.tasks()
    link = f"https://discord.com/channels/{task.guild_id}/{task.channel_id}/{task.status_message_id}"
    assert reply(result).content == f"**Queued:** {link}"


async def test_the_guilds_model_is_taken_however_long_a_form_would_wait_for_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.desk.office.change(house.guild.id, {"models": ("V4",)}, house.ana.id)
    monkeypatch.setattr(opening, "PATIENCE", 0)
    await house.quick()
    (task,) = await house.tasks()
    assert (task.model, task.request.model_dump()["model"]) == ("V4", "V4")


async def test_a_slow_refusal_comes_in_place_of_the_defer(house: House, slow: Slow) -> None:
    await house.desk.treasury.set(Manager(house.guild.id, 1), 0)
    slow("accept", 0.6)
    result = await house.quick()
    assert reply(result).content.startswith("**Not enough credits:** this takes 12, this server has 0 left.")


async def test_a_defer_that_came_too_late_gives_the_credits_back_when_the_transaction_has_ended(
    house: House, slow: Slow
) -> None:
    slow("accept", 0.6)
    house.env.inject_error("POST", "/interactions/*/callback", status=404, code=10062)
    await house.quick()
    assert await house.tasks() == []
    assert (await house.quota()).used == 0


async def test_a_defer_that_was_cut_leaves_the_row_to_the_worker(
    house: House, slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def cut(*_: object, **__: object) -> None:
        raise aiohttp.ServerDisconnectedError

    slow("accept", 0.6)
    monkeypatch.setattr(discord.InteractionResponse, "defer", cut)
    await house.quick()
    (task,) = await house.tasks()
    assert (task.deferred, task.status_message_id) == (False, None)


@pytest.mark.parametrize(("status", "code"), [(503, 0), (400, 40060)])
async def test_a_defer_of_which_nothing_is_known_leaves_the_row_to_the_worker(
    house: House, slow: Slow, status: int, code: int
) -> None:
    slow("accept", 0.6)
    house.env.inject_error("POST", "/interactions/*/callback", status=status, code=code)
    await house.quick()
    (task,) = await house.tasks()
    assert (task.deferred, task.status_message_id) == (False, None)


async def test_a_broken_database_is_told_with_a_number_and_without_a_trace(
    house: House, slow: Slow, caplog: pytest.LogCaptureFixture
) -> None:
    slow("accept", 0, StoreError("disk full"))
    result = await house.quick("a secret idea")
    assert reply(result).content.startswith("**The bot cannot save anything just now.** Nothing was charged. Try again")
    number = reply(result).content.partition("this number: ")[2].partition(".")[0]
    assert f"Failure {number}: disk full" in caplog.text
    assert "a secret idea" not in caplog.text


async def test_credits_from_a_slow_database_come_after_a_private_defer(house: House, slow: Slow) -> None:
    slow("quota", 0.6)
    result = await house.ana.slash(house.songs, "credits")
    assert first_callback(house) == {"type": 5, "data": {"flags": 64}}
    assert "240 of 240 left" in str(reply(result).components)


async def test_a_form_does_not_wait_for_a_slow_quota(house: House, slow: Slow) -> None:
    slow("quota", 0.5)
    shown = await house.ana.slash(house.songs, "generate custom")
    assert shown.modal is not None
    assert shown.modal["title"] == "Custom song · V4_5 · 12 credits"


async def test_a_page_that_is_slow_to_redraw_is_still_redrawn(house: House, slow: Slow) -> None:
    page = await house.ana.slash(house.songs, "tasks")
    slow("open_requests", 0.6)
    await house.quick()
    await house.ana.click(reply(page), custom_id="m1:req:refresh")
    assert "slow piano" in str(reply(page).components)


async def test_a_form_whose_row_is_too_slow_says_so(house: House, slow: Slow, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = await house.quick("x" * 401)
    monkeypatch.setattr(replies, "FORM_WITHIN", 0.1)
    monkeypatch.setattr(typed, "text_in", lambda message: asyncio.sleep(0.5, ""))
    result = await house.ana.click(reply(refused), label="Correct")
    assert reply(result).content.startswith("**This takes too long just now.** Nothing was charged.")


async def test_a_filled_form_whose_row_is_slow_is_answered_by_a_private_defer(house: House, slow: Slow) -> None:
    refused = await house.quick("fail please")
    (task,) = await house.tasks()
    await house.shop.until_over(task.id)
    shown = await house.ana.click(reply(refused), label="Try again")
    slow("view", 0.6)
    result = await house.ana.submit_modal(shown, {"prompt": "once more"})
    assert result.ephemeral
    assert [(task.summary, task.deferred) for task in await house.tasks()] == [("once more", True)]


async def test_reads_in_a_row_for_one_form_share_its_time(
    house: House, slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    song, _ = await made(house)
    queued = await house.ana.slash(house.songs, "extend", track=str(song.id), prompt="fail please")
    await house.shop.until_over((await only_task(house)).id)
    monkeypatch.setattr(replies, "FORM_WITHIN", 0.4)
    slow("view", 0.25)
    slow("song", 0.25, of=house.services.shelf)
    result = await house.ana.click(reply(queued), label="Try again")
    assert reply(result).content.startswith("**This takes too long just now.** Nothing was charged.")


async def test_a_forms_title_has_only_the_time_that_the_reads_before_it_have_left(
    house: House, slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "PATIENCE", 5)
    shown = await message_of_song(house, (await made(house))[0])
    monkeypatch.setattr(replies, "ANSWER_WITHIN", 0.3)
    slow("track_of_delivery", 0.2)
    slow("quota", 0.2)
    again = await house.ana.click(shown, label="Again")
    assert again.modal is not None
    assert again.modal["title"] == "Quick song · V4_5 · 12 credits"


async def test_reads_and_the_transaction_after_them_share_the_time_to_the_defer(
    house: House, slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    song, _ = await made(house)
    house.shop.music.faults.add("wav", "fail")
    queued = await house.ben.slash(house.songs, "wav", track=str(song.id))
    await house.shop.until_over((await only_task(house)).id)
    slow("view", 0.3)
    slow("accept", 0.25)
    result = await house.ben.click(reply(queued), label="Try again")
    assert reply(result).content.startswith("**Queued.** 0.4 credits taken")
    assert result.ephemeral


async def test_a_form_of_which_two_parts_are_slow_is_deferred_once(
    house: House, slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "la " * 1733 + "x"
    refused = await custom(house, {"title": "T", "style": "s", "file": ("words.txt", words.encode())})
    shown = await house.ana.click(reply(refused), label="Correct")
    monkeypatch.setattr(replies, "ANSWER_WITHIN", 0.3)
    monkeypatch.setattr(sent_forms, "text_in", lambda message: asyncio.sleep(0.5, words))
    monkeypatch.setattr(sent_forms, "uploaded_text", lambda client, file: asyncio.sleep(0.2, "la la"))
    result = await house.ana.submit_modal(shown, {"title": "T", "style": "s", "file": ("words.txt", b"not read")})
    assert reply(result).content.startswith("**Queued.** 12 credits taken")


@pytest.mark.parametrize(("status", "code"), [(401, 50027), (404, 10015)])
async def test_a_dead_token_is_used_no_more(
    house: House, slow: Slow, status: int, code: int, caplog: pytest.LogCaptureFixture
) -> None:
    slow("quota", 0.6)
    house.env.inject_error("PATCH", "/webhooks/*", status=status, code=code, times=None)
    await house.ana.slash(house.songs, "credits")
    calls = [entry for entry in house.env.http_requests if entry.path.startswith("/webhooks/")]
    assert len(calls) == 1
    assert "could not be answered in time" in caplog.text


@pytest.mark.parametrize(("status", "code"), [(404, 10062), (500, 0)])
async def test_where_nothing_can_be_answered_it_is_only_logged(
    house: House, status: int, code: int, caplog: pytest.LogCaptureFixture
) -> None:
    house.env.inject_error("POST", "/interactions/*/callback", status=status, code=code, times=None)
    result = await house.quick("x" * 401)
    assert not result.acknowledged
    assert "could not be" in caplog.text


def test_the_defer_leaves_a_second_for_the_way() -> None:
    assert replies.FORM_WITHIN < replies.ANSWER_WITHIN <= 2
