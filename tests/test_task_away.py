"""What holds when the bot was away for long, or comes back with another clock or before its network."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import DAY, HOUR, MINUTE, SECOND
from bot.errors import Blind
from bot.models import DeliveryKind, QuickSong, Reason, State
from tests.store_steps import leased
from tests.stores import CHANNEL
from tests.workshop import Workshop, workshop

PRICE = 12_000


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


# Before its network


async def start_again(shop: Workshop, away: int, silent: int) -> None:
    """After so long, and for `silent` more nobody answers."""
    shop.pass_time(away)
    shop.restart()
    silence = shop.music.faults.add("record-info", "http", status=503, times=None)
    for _ in range(silent // MINUTE):
        await shop.step()
        shop.pass_time(MINUTE)
    assert silence.used > 1
    shop.music.faults.remove(silence)


@pytest.mark.parametrize("away", [2 * HOUR, 26 * HOUR])
async def test_songs_that_were_made_while_the_bot_was_away_are_paid_for_and_come_although_nobody_answers_at_first(
    shop: Workshop, away: int
) -> None:
    task_id = await shop.ask()
    await shop.step(2)
    await start_again(shop, away, 3 * MINUTE)
    task = await shop.until_over(task_id)
    assert (task.state, task.late, len(shop.courier.songs)) == (State.DELIVERED, False, 2)
    assert await shop.used() == PRICE


async def test_the_id_that_a_callback_named_is_asked_for_although_nobody_answers_at_first(shop: Workshop) -> None:
    shop.music.faults.add("generate", "cut", applied=True)
    task_id = await shop.ask()
    await shop.step()
    await shop.desk.hint((await shop.task(task_id)).callback_key, next(iter(shop.music.tasks)))
    await start_again(shop, 2 * HOUR, 3 * MINUTE)
    task = await shop.until_over(task_id)
    assert (task.state, task.late) == (State.DELIVERED, False)
    assert await shop.used() == PRICE


async def test_who_stays_silent_is_not_waited_for_longer_than_the_deadline_and_is_asked_for_a_day(
    shop: Workshop,
) -> None:
    task_id = await shop.ask()
    await shop.step(2)
    await start_again(shop, 26 * HOUR, 29 * MINUTE)
    view = await shop.view(task_id)
    assert (view.task.state, view.given_up_at > shop.clock.now()) == (State.RUNNING, True)
    shop.music.faults.add("record-info", "http", status=503, times=None)
    task = await shop.until_over(task_id)
    assert (task.state, task.reason, task.given_back) == (State.FAILED, Reason.DEADLINE, True)
    for _ in range(20):
        shop.pass_time(HOUR)
        await shop.step()
    shop.music.faults.clear()
    shop.pass_time(HOUR)
    await shop.step(3)
    task = await shop.task(task_id)
    assert (task.state, task.late, len(shop.courier.songs)) == (State.DELIVERED, True, 2)


async def test_a_request_that_was_given_up_before_the_bot_went_away_is_looked_at_once_more(tmp_path: Path) -> None:
    async with workshop(tmp_path, deadline="30s") as shop:
        task_id = await shop.ask()
        assert (await shop.until_over(task_id)).reason is Reason.DEADLINE
        await start_again(shop, 3 * DAY, 2 * HOUR)
        shop.pass_time(HOUR)
        await shop.step(3)
        task = await shop.task(task_id)
        assert (task.state, task.late, len(shop.courier.songs)) == (State.DELIVERED, True, 2)


async def test_looks_that_show_nothing_end_after_a_day(tmp_path: Path) -> None:
    async with workshop(tmp_path, deadline="30s") as shop:
        task_id = await shop.ask(QuickSong(prompt="never please", model="V4_5"))
        assert (await shop.until_over(task_id)).reason is Reason.DEADLINE
        before = shop.music.calls.count("record-info")
        for _ in range(30):
            shop.pass_time(HOUR)
            await shop.step()
        assert 22 < shop.music.calls.count("record-info") - before <= 24
        assert (await shop.task(task_id)).next_poll_at is None
