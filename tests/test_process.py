"""The main job, over sockets: a member's command becomes songs in the channel, charged once."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.processes import Stage, stage

PRICE = 12_000


@pytest.fixture
async def show(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as opened:
        await opened.start()
        yield opened


async def test_generate_quick_ends_with_two_songs_and_one_charge(show: Stage) -> None:
    answered = await show.quick()
    assert show.status(answered).startswith("**Queued** · “slow piano, rain on a tin roof”\n12 credits taken")
    said = await show.until_says(answered, "Done")
    assert "\n2 songs below. 12 credits used, 228 left this month. New credits: <t:" in said
    assert len(show.songs()) == 2
    assert all(song.reply_to == answered.message.id for song in show.songs() if answered.message)
    assert [notice.user.name for notice in show.discord.notifications] == ["Ana"]
    assert await show.terminate() == 0
    assert await show.used() == PRICE
