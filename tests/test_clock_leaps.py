"""The system's clock is set an hour forward or back: nothing is given up early, and nothing stands still."""

import itertools
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import HOUR, MINUTE, SECOND, SystemClock
from bot.models import State
from bot.store.leases import Lease
from tests.clocks import NOON
from tests.workshop import Workshop, workshop

PRICE = 12_000


class Hands:
    """The system's two clocks: the one that can be set, and the one that only ever runs."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._wall, self._passed = NOON * 1_000_000, 5_000_000_000
        monkeypatch.setattr("bot.clock.time.time_ns", lambda: self._wall)
        monkeypatch.setattr("bot.clock._passed", lambda: self._passed)
        self.clock = SystemClock()

    def set(self, milliseconds: int) -> None:
        self._wall += milliseconds * 1_000_000

    def advance(self, milliseconds: int) -> None:
        """Time passes."""
        self._passed += milliseconds * 1_000_000
        self.set(milliseconds)


@pytest.fixture
def hands(monkeypatch: pytest.MonkeyPatch) -> Hands:
    return Hands(monkeypatch)


@pytest.mark.parametrize("leap", [HOUR, -HOUR])
def test_a_leap_is_followed_little_by_little_until_the_clocks_agree(hands: Hands, leap: int) -> None:
    hands.set(leap)
    assert hands.clock.now() == NOON
    told = []
    for _ in range(5 * 60 * 60):
        hands.advance(SECOND)
        told.append(hands.clock.now())
    steps = [later - earlier for earlier, later in itertools.pairwise(told)]
    assert {750, 1250} >= {step for step in steps[:1000]}
    assert told[-1] == NOON + 5 * HOUR + leap


def test_a_clock_that_is_set_right_by_a_second_is_followed_at_once_and_never_backwards(hands: Hands) -> None:
    hands.set(SECOND)
    assert hands.clock.now() == NOON + SECOND
    hands.set(-SECOND)
    assert hands.clock.now() == NOON + SECOND
    hands.advance(10 * SECOND)
    assert hands.clock.now() == NOON + 10 * SECOND


@pytest.fixture
async def shop(tmp_path: Path, hands: Hands) -> AsyncIterator[Workshop]:
    async with workshop(tmp_path) as opened:
        opened.clock = hands.clock  # type: ignore[assignment]
        opened.restart()
        yield opened


async def pass_until_over(shop: Workshop, hands: Hands, task_id: int) -> tuple[State, int]:
    """The state in which it ended, and the seconds that it took."""
    for second in range(0, 900, 5):
        await shop.step()
        if (ended := await shop.task(task_id)).ended_at is not None:
            return ended.state, second
        hands.advance(5 * SECOND)
        shop.music.clock.advance(5)
    raise AssertionError(f"still {await shop.state(task_id)}")


@pytest.mark.parametrize("leap", [HOUR, -HOUR])
async def test_a_song_that_runs_while_the_clock_is_set_comes_as_usual(shop: Workshop, hands: Hands, leap: int) -> None:
    task_id = await shop.ask()
    await shop.step()
    hands.set(leap)
    state, took = await pass_until_over(shop, hands, task_id)
    assert (state, took < 5 * MINUTE // SECOND) == (State.DELIVERED, True)
    assert (await shop.used(), shop.creates, len(shop.courier.attempts)) == (PRICE, 1, 2)


@pytest.mark.parametrize("leap", [HOUR, -HOUR])
async def test_leases_outlive_a_clock_that_is_set(shop: Workshop, hands: Hands, leap: int) -> None:
    """One that was taken before is not lost by its owner, not free for another early, and not held for an hour."""
    first, second = Lease.new("poll", 1, "one", 30_000), Lease.new("poll", 1, "two", 30_000)
    assert await shop.store.leases.take(first, shop.clock.now())
    hands.set(leap)
    await shop.store.leases.renew(first, shop.clock.now())
    hands.advance(10 * SECOND)
    assert not await shop.store.leases.take(second, shop.clock.now())
    hands.advance(35 * SECOND)
    assert await shop.store.leases.take(second, shop.clock.now())
