"""Lanes that erase and watch, against the music stand-in: a crash in between only delays, and the owner is warned."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import DAY, HOUR
from bot.errors import PostLater
from bot.models import State
from tests.stores import ANA, GUILD
from tests.workshop import Workshop, workshop


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Workshop]:
    async with workshop(tmp_path, credits_warn="2000") as opened:
        yield opened


async def test_forgetting_that_a_crash_has_cut_off_is_ended_by_the_worker(shop: Workshop) -> None:
    task = await shop.until_over(await shop.ask())
    await shop.store.privacy.begin(GUILD, ANA, shop.clock.now())
    shop.restart()
    await shop.step()
    assert (await shop.task(task.id)).member_name == ""
    assert await shop.store.privacy.due(shop.clock.now(), 5) == []


async def test_songs_that_were_on_their_way_still_come_and_then_lose_their_name(shop: Workshop) -> None:
    task_id = await shop.ask()
    await shop.step()
    forgotten = await shop.desk.archive.forget(GUILD, ANA)
    assert (forgotten.erased, forgotten.running) == (0, True)
    task = await shop.until_over(task_id)
    await shop.step(2)
    task = await shop.task(task_id)
    assert (task.state, task.member_id, len(shop.courier.songs)) == (State.DELIVERED, 0, 2)
    assert await shop.used() == 12_000


async def test_the_owner_is_warned_of_few_credits_once_a_day(shop: Workshop) -> None:
    await shop.step(2)
    assert shop.courier.warnings == [(1_000_000, None)]
    shop.restart()  # a start does not warn again
    shop.pass_time(2 * HOUR)
    await shop.step()
    assert len(shop.courier.warnings) == 1
    shop.pass_time(DAY)
    await shop.step()
    assert len(shop.courier.warnings) == 2


async def test_the_warning_says_how_long_they_last_at_the_present_pace(shop: Workshop) -> None:
    await shop.step()
    await shop.until_over(await shop.ask())
    shop.pass_time(DAY)
    await shop.step()
    assert shop.courier.warnings[-1] == (988_000, 988 * 7 // 12)


async def test_a_warning_that_was_refused_is_tried_again(shop: Workshop) -> None:
    shop.courier.troubles.append(PostLater("503"))
    await shop.step()
    assert shop.courier.warnings == []
    shop.pass_time(HOUR)
    await shop.step()
    assert len(shop.courier.warnings) == 1


async def test_with_enough_credits_or_without_a_bound_nobody_is_warned(tmp_path: Path) -> None:
    for number, bound in enumerate(("0", "999")):
        (tmp_path / str(number)).mkdir()
        async with workshop(tmp_path / str(number), credits_warn=bound) as calm:
            await calm.step()
            assert calm.courier.warnings == []
            assert calm.music.calls.count("credit") == number


async def test_a_silent_service_only_means_a_later_look(shop: Workshop) -> None:
    fault = shop.music.faults.add("credit", "cut", times=None)
    await shop.step()
    assert shop.courier.warnings == []
    shop.music.faults.remove(fault)
    shop.pass_time(HOUR)
    await shop.step()
    assert len(shop.courier.warnings) == 1
