"""The owner moves to another host of the service: nothing is paid there for what was asked for at the old one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.clock import HOUR, MINUTE
from bot.errors import MadeElsewhere, ModelNotAllowed, NotFound, UnknownModel
from bot.models import DeliveryKind, LyricsIdea, QuickSong, Reason, State
from bot.music_api.profiles import profile_named
from bot.tasks.shelf import Longer, Shelf
from tests.stores import ANA, CHANNEL, GUILD, IDEA
from tests.workshop import Workshop, workshop


@asynccontextmanager
async def moved(folder: Path, before: Workshop, profile: str = "kie") -> AsyncIterator[Workshop]:
    """The same rows, some minutes after `before`, at a host that knows nothing of it."""
    async with workshop(folder, music_api_profile=profile) as after:
        after.pass_time(before.clock.now() - after.clock.now() + 10 * MINUTE)
        after.carry_on(before)
        yield after


async def test_what_waits_for_the_old_host_is_given_back_and_never_sent_to_the_new_one(tmp_path: Path) -> None:
    async with workshop(tmp_path) as before:
        before.music.credits = 3
        await before.ask(member=1)
        await before.step()
        waiting = await before.ask(member=2)
        await before.step(2)
        assert await before.state(waiting) is State.QUEUED
    async with moved(tmp_path, before) as after:
        task = await after.until_over(waiting)
        assert (task.state, task.reason, task.given_back) == (State.FAILED, Reason.MOVED, True)
        assert (after.creates, await after.used()) == (0, 0)
        assert task.id in [notice.task.id for notice in after.courier.of(DeliveryKind.NOTICE)]
        assert (await after.until_over(await after.ask(member=2))).state is State.DELIVERED


@pytest.mark.parametrize("named", [True, False])
async def test_what_the_old_host_never_answered_is_not_sent_to_the_new_one(tmp_path: Path, *, named: bool) -> None:
    async with workshop(tmp_path) as before:
        before.music.faults.add("generate", "cut", applied=True)
        task = await before.until_over(await before.ask(), HOUR)
        if named:
            await before.desk.hint(task.callback_key, "a" * 32)
    async with moved(tmp_path, before) as after:
        with pytest.raises(MadeElsewhere):
            await after.desk.bureau.retry(task.id)
        with pytest.raises(NotFound):
            await after.desk.bureau.send_anew(task.id)
        await after.step(2)
        assert (await after.state(task.id), after.creates) == (State.UNKNOWN, 0)


async def test_a_song_of_the_old_host_costs_nothing_and_is_still_posted_again(tmp_path: Path) -> None:
    async with workshop(tmp_path) as before:
        made = await before.until_over(await before.ask(QuickSong(prompt="slow piano", model="V6")))
        track, other = (await before.view(made.id)).tracks
        words = await before.shelf.timed_lyrics(await before.shelf.song(other.id, GUILD))
    async with moved(tmp_path, before) as after:
        song = await after.shelf.song(track.id, GUILD)
        with pytest.raises(MadeElsewhere):
            after.shelf.extension(song, Longer(style="jazz"))
        with pytest.raises(MadeElsewhere):
            after.shelf.wav(song)
        with pytest.raises(MadeElsewhere):
            await after.shelf.timed_lyrics(song)
        assert await after.shelf.timed_lyrics(await after.shelf.song(other.id, GUILD)) == words
        await after.shelf.post_again(song, CHANNEL)
        await after.step(2)
        assert len(after.courier.of(DeliveryKind.REPOST)) == 1
        assert {call.endpoint for call in after.music.calls} <= {"credit"}


async def test_a_model_that_another_profile_of_the_same_host_lacks_is_told(tmp_path: Path) -> None:
    async with workshop(tmp_path) as before:
        made = await before.until_over(await before.ask(QuickSong(prompt="slow piano", model="V6")))
        song = await before.shelf.song((await before.view(made.id)).tracks[0].id, GUILD)
        shelf = Shelf(before.store, before.api, profile_named("kie"), before.clock)
        for asked in (Longer(), Longer(style="jazz")):
            with pytest.raises(UnknownModel):
                shelf.extension(song, asked)


async def test_models_that_the_new_service_lacks_rule_out_none_of_those_it_has(tmp_path: Path) -> None:
    async with workshop(tmp_path) as before:
        await before.desk.office.change(GUILD, {"models": ("V6", "V3_5")}, ANA)
        with pytest.raises(ModelNotAllowed):
            await before.ask(IDEA)
    async with moved(tmp_path, before, "sunoapi") as after:
        offered = after.desk.office.models(await after.desk.office.settings(GUILD))
        asked = [await after.ask(IDEA.model_copy(update={"model": model}), member=100) for model in ("", *offered)]
        assert len({await after.state(task_id) for task_id in asked}) == 1
        await after.desk.office.change(GUILD, {"models": ("V5",)}, ANA)
        with pytest.raises(ModelNotAllowed):
            await after.ask(IDEA)
        await after.ask(LyricsIdea(prompt="rain"))
