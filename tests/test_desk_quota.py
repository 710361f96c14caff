"""What managers may set, and what only the owner of the bot may."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.errors import BadNumber, QuotaTooHigh
from bot.tasks.treasury import Manager
from tests.stores import ANA, GUILD
from tests.workshop import Workshop, workshop

MANAGER, OWNER = Manager(GUILD, ANA), Manager(GUILD, ANA, owner=True)


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Workshop]:
    async with workshop(tmp_path, quota_period="week") as opened:
        yield opened


async def test_a_manager_may_not_count_the_same_amount_more_often_than_the_host(shop: Workshop) -> None:
    with pytest.raises(QuotaTooHigh) as refusal:
        await shop.desk.treasury.set(MANAGER, 240_000, "day")
    assert refusal.value.allowed == 240_000 // 7
    _, longer = await shop.desk.treasury.set(MANAGER, 240_000, "month")
    assert (longer.amount, longer.period) == (240_000, "month")


async def test_the_owner_may_pass_every_limit_but_not_write_nonsense(shop: Workshop) -> None:
    _, after = await shop.desk.treasury.set(OWNER, 999_000, "day")
    assert (after.amount, after.period) == (999_000, "day")
    with pytest.raises(BadNumber):
        await shop.desk.treasury.set(OWNER, -1)


async def test_a_manager_may_not_pass_the_hosts_maximum(shop: Workshop) -> None:
    with pytest.raises(QuotaTooHigh):
        await shop.desk.treasury.set(MANAGER, 240_001)
