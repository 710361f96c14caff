"""Lanes that erase and watch, against the music stand-in: a crash in between only delays, and the owner is warned."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import DAY, HOUR, SECOND
from bot.errors import NotFound, PostLater
from bot.models import CustomSong, State, Task
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


# What was forgotten stays so

SECRET = "whispering marmalade"
SONG = CustomSong(title="Tin Roof", style="piano", lyrics=f"[Verse]\n{SECRET}", model="V4_5")


async def unclear(shop: Workshop, *, named: bool = False) -> Task:
    """A request that the service took without saying so; `named` by a callback that came before its songs."""
    shop.music.faults.add("generate", "cut", applied=True)
    task = await shop.until_over(await shop.ask(SONG), HOUR)
    assert task.state is State.UNKNOWN
    if named:
        shop.music.faults.add("record-info", "no_audio", times=None)
        [service_task] = shop.music.tasks
        await shop.desk.hint(task.callback_key, service_task)
        await shop.step()
        assert (await shop.task(task.id)).service_task_id == service_task
        shop.music.faults.clear()
    return task


def kept(folder: Path) -> str:
    """All that the database holds, as SQL."""
    with sqlite3.connect(f"file:{folder}/minstrel.db?mode=ro", uri=True) as connection:
        return "\n".join(connection.iterdump())


async def looks_for_a_day(shop: Workshop) -> None:
    for _ in range(25):
        await shop.step(2)
        shop.pass_time(HOUR)


async def test_a_callback_that_comes_after_forgetting_brings_no_word_back(shop: Workshop, tmp_path: Path) -> None:
    task = await unclear(shop)
    assert SECRET in kept(tmp_path)
    await shop.desk.archive.forget(GUILD, ANA)
    [service_task] = shop.music.tasks
    assert await shop.desk.hint(task.callback_key, service_task)
    await looks_for_a_day(shop)
    assert (SECRET in kept(tmp_path), (await shop.view(task.id)).tracks, shop.courier.songs) == (False, (), [])
    assert shop.music.calls.count("record-info") == 0


async def test_the_owner_cannot_look_for_what_was_forgotten(shop: Workshop, tmp_path: Path) -> None:
    task = await unclear(shop, named=True)
    await shop.desk.archive.forget(GUILD, ANA)
    assert (await shop.desk.bureau.report()).overview.unknown == ()
    with pytest.raises(NotFound):
        await shop.desk.bureau.retry(task.id)
    await looks_for_a_day(shop)
    assert (SECRET in kept(tmp_path), (await shop.view(task.id)).tracks) == (False, ())


async def test_a_look_that_was_under_way_when_its_request_was_forgotten_brings_nothing(
    shop: Workshop, tmp_path: Path
) -> None:
    task = await unclear(shop, named=True)
    shop.pass_time(HOUR)
    hold = shop.music.faults.add("record-info", "hold")
    looking = asyncio.create_task(shop.step())
    await hold.arrived.wait()
    await shop.desk.archive.forget(GUILD, ANA)
    hold.release()
    await looking
    await looks_for_a_day(shop)
    assert (SECRET in kept(tmp_path), (await shop.view(task.id)).tracks) == (False, ())
    assert (await shop.task(task.id)).next_poll_at is None


async def test_times_that_were_asked_for_when_their_song_was_forgotten_are_not_kept(
    shop: Workshop, tmp_path: Path
) -> None:
    task = await shop.until_over(await shop.ask(SONG))
    song = await shop.shelf.song((await shop.view(task.id)).tracks[0].id, GUILD)
    shop.pass_time(10 * SECOND)
    hold = shop.music.faults.add("timed-lyrics", "hold")
    asking = asyncio.create_task(shop.shelf.timed_lyrics(song))
    await hold.arrived.wait()
    await shop.desk.archive.forget(GUILD, ANA)
    hold.release()
    assert await asking
    assert await shop.store.library.timed_lyrics(song.track.id) is None
    assert "marmalade" not in kept(tmp_path)


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
