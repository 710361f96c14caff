"""Expected times are learnt from requests that were watched, not from how long the bot was away."""

from pathlib import Path

import pytest

from bot.clock import HOUR, MINUTE
from bot.models import Kind, State
from tests.stores import IDEA
from tests.workshop import Workshop, workshop

FOR_ALL = {"running_per_member": "9"}


async def learnt(shop: Workshop) -> list[int]:
    return await shop.store.following.durations(Kind.GENERATE, IDEA.model, shop.settings.deadline)


@pytest.mark.parametrize("silent", [0, 3])
async def test_requests_that_ran_while_the_bot_was_away_do_not_make_others_look_slow(
    tmp_path: Path, silent: int
) -> None:
    """Nor where the service cannot be reached yet, right after the start."""
    async with workshop(tmp_path, **FOR_ALL) as shop:
        for _ in range(2):
            await shop.until_over(await shop.ask())
        away = [await shop.ask() for _ in range(3)]
        await shop.step()
        shop.pass_time(8 * HOUR)
        shop.restart()
        shop.music.faults.add("record-info", "http", status=503, times=silent)
        for task_id in away:
            assert (await shop.until_over(task_id)).state is State.DELIVERED
        shop.restart()
        view = await shop.view(await shop.ask())
        assert view.usually_done_at - shop.clock.now() < 10 * MINUTE
        assert len(await learnt(shop)) == 2


async def test_requests_that_were_watched_teach_the_usual_time(tmp_path: Path) -> None:
    async with workshop(tmp_path, **FOR_ALL) as shop:
        await shop.until_over(await shop.ask())
        assert [0 < length < 5 * MINUTE for length in await learnt(shop)] == [True]
