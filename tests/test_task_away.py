"""What holds when the bot was away for long, or comes back with another clock or before its network."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import HOUR, SECOND
from bot.errors import Blind
from bot.models import DeliveryKind, Reason, State
from tests.store_steps import leased
from tests.stores import CHANNEL
from tests.workshop import Workshop, workshop


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Workshop]:
    async with workshop(tmp_path) as opened:
        yield opened


async def test_in_a_blind_channel_an_attempt_that_is_yet_to_come_by_the_clock_is_not_a_recent_one(
    shop: Workshop,
) -> None:
    """It was made, and the bot died, when the clock of the host was two hours fast."""
    lease = await leased(shop.store, "post", CHANNEL, shop.clock.now() + HOUR)
    task_id = await shop.ask()
    while await shop.state(task_id) is not State.READY:
        await shop.step()
        shop.pass_time(5 * SECOND)
    then = shop.clock.now() + 2 * HOUR
    [first] = await shop.store.deliveries.due(then, 2)
    await shop.store.deliveries.attempted(lease, first, then)
    await shop.store.leases.release(lease)
    shop.courier.find_trouble = Blind()
    await shop.until_over(task_id)
    assert first.nonce not in shop.courier.attempts
    assert [notice.delivery.reason for notice in shop.courier.of(DeliveryKind.NOTICE)] == [Reason.UNSURE]
