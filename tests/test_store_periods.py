"""Each day, week and month of the calendar is had once, whatever managers change of zones and lengths meanwhile."""

import asyncio
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.clock import HOUR
from bot.errors import NotEnoughCredits, PeriodTooShort
from bot.store.intake import Terms
from bot.store.managing import Act
from bot.store.quotas import QuotaRules
from bot.store.store import Store
from tests.stores import ANA, GUILD, RULES, TERMS, asked, database_url, store

__all__ = ["database_url", "store"]

MONTH = RULES.maximum
WESTWARDS = [f"Etc/GMT{-hours:+d}" if hours else "UTC" for hours in range(14, -13, -1)]
"""From the first zone that a month begins in to the last."""
FIRST, LAST = WESTWARDS[0], WESTWARDS[-1]


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


class Spender:
    """Takes all there is whenever it is asked to; the sum in thousandths."""

    def __init__(self, store: Store, price: int = TERMS.price) -> None:
        self._store, self._terms = store, Terms(profile=TERMS.profile, host=TERMS.host, price=price)
        self._number, self.spent = 0, 0

    async def spends_all(self, now: int) -> int:
        """What there was."""
        before = self.spent
        while True:
            self._number += 1
            try:
                await self._store.intake.accept(asked(self._number), self._terms, now)
            except NotEnoughCredits:
                return self.spent - before
            self.spent += self._terms.price

    async def sets(self, now: int, length: str | None = None, zone: str | None = None) -> None:
        await self._store.quotas.set(Act(GUILD, ANA, now), None, length, zone)


async def test_a_month_that_begins_earlier_in_the_east_is_had_once_on_its_way_west(store: Store) -> None:
    ana, now = Spender(store), at("2026-01-31T10:05")
    assert await ana.spends_all(now - HOUR) == MONTH
    for zone in WESTWARDS:
        await ana.sets(now, zone=zone)
        await ana.spends_all(now)
        now += HOUR
    assert ana.spent == 2 * MONTH
    assert await store.quotas.differences() == []


async def test_a_day_that_has_begun_in_the_new_zone_begins_with_what_was_taken_since(store: Store) -> None:
    noon = at("2026-01-15T12:00")
    await store.quotas.set(Act(GUILD, ANA, noon, by_owner=True), 2 * TERMS.price, "day")
    await store.intake.accept(asked(1), TERMS, at("2026-01-15T09:00"))
    await store.intake.accept(asked(2), TERMS, noon)
    await Spender(store).sets(noon, zone=FIRST)
    quota = await store.quotas.state(GUILD, noon)
    assert (quota.used, quota.resets_at) == (TERMS.price, at("2026-01-16T10:00"))


async def test_moving_to_and_fro_at_each_turn_of_the_month_wins_nothing(store: Store) -> None:
    ana = Spender(store)
    for month in range(1, 7):
        turn = at(f"2026-{month:02}-01T00:00")
        for zone, hours in ((FIRST, -13), (LAST, -12), (FIRST, 1), (LAST, 11), ("UTC", 13)):
            await ana.sets(turn + hours * HOUR, zone=zone)
            await ana.spends_all(turn + hours * HOUR)
    assert ana.spent == 6 * MONTH


async def test_a_zone_where_the_month_is_not_over_yet_leaves_the_new_one_running_until_it_ends_there(
    store: Store,
) -> None:
    await Spender(store).sets(at("2026-01-31T12:00"), zone=FIRST)
    await Spender(store).sets(at("2026-01-31T13:00"), zone=LAST)
    quota = await store.quotas.state(GUILD, at("2026-01-31T13:00"))
    assert (quota.used, quota.resets_at) == (0, at("2026-03-01T12:00"))


async def test_what_came_over_from_a_month_cannot_be_used_in_it_as_well(store: Store) -> None:
    ana, turned = Spender(store), at("2026-01-31T11:00")
    await store.quotas.set(Act(GUILD, ANA, at("2026-01-10T12:00")), None, None, FIRST, carry=True)
    assert await ana.spends_all(turned) == 2 * MONTH
    await ana.sets(turned + HOUR, zone=LAST)
    assert await ana.spends_all(turned + HOUR) == 0


async def test_a_change_of_the_zone_keeps_what_was_granted_and_what_members_used(store: Store) -> None:
    now = at("2026-01-15T12:00")
    await store.quotas.set(Act(GUILD, ANA, now), 100_000, None)
    await store.quotas.set_share(Act(GUILD, ANA, now), "member", asked(1).member_id, 50_000)
    await store.quotas.grant(Act(GUILD, ANA, now), 30_000)
    await store.intake.accept(asked(1), TERMS, now)
    await Spender(store).sets(now, zone="Asia/Tokyo")
    quota = await store.quotas.state(GUILD, now)
    share = await store.quotas.share(GUILD, asked(1).member_id, frozenset(), now)
    assert (quota.amount, quota.used, quota.granted) == (130_000, 12_000, 30_000)
    assert share is not None
    assert share.used == 12_000


async def test_a_month_that_was_used_up_cannot_be_counted_by_the_week_until_it_ends(store: Store) -> None:
    ana, second = Spender(store), at("2026-02-02T12:00")
    await ana.spends_all(second)
    for shorter in ("week", "day"):
        with pytest.raises(PeriodTooShort) as refusal:
            await ana.sets(second, length=shorter)
        assert (refusal.value.used, refusal.value.ends_at) == (MONTH, at("2026-03-01T00:00"))
    assert (await store.quotas.state(GUILD, second)).period == "month"
    await store.quotas.set(Act(GUILD, ANA, second, by_owner=True), None, "week")
    assert (await store.quotas.state(GUILD, second)).period == "week"
    await ana.sets(at("2026-03-01T00:00"), length="week")


async def test_what_was_forgiven_still_counts_when_the_period_shall_be_shorter(store: Store) -> None:
    ana, second = Spender(store), at("2026-02-02T12:00")
    await ana.spends_all(second)
    await store.quotas.reset(Act(GUILD, ANA, second))
    with pytest.raises(PeriodTooShort):
        await ana.sets(second, length="week")


async def test_a_month_that_was_used_as_weeks_would_have_allowed_may_be_counted_by_the_week(store: Store) -> None:
    now = at("2026-02-02T12:00")
    for number in range(4):
        await store.intake.accept(asked(number + 1), TERMS, now)
    await Spender(store).sets(now, length="week")
    quota = await store.quotas.state(GUILD, now)
    assert (quota.amount, quota.used) == (48_000, 48_000)


async def test_counting_by_the_month_again_counts_what_that_month_had_in_another_zone(store: Store) -> None:
    """Else a week in between would make a second February of it."""
    ana = Spender(store)
    await ana.sets(at("2026-01-31T10:05"), zone=FIRST)
    assert await ana.spends_all(at("2026-01-31T10:05")) == MONTH
    late = at("2026-02-25T12:00")
    await ana.sets(late, length="week")
    await ana.sets(late, zone=LAST)
    await ana.sets(late, length="month")
    assert (await store.quotas.state(GUILD, late)).used == MONTH
    assert await ana.spends_all(late) == 0


TURNS = [at(f"2026-{month:02}-01T00:00") for month in (2, 3, 4)]
MOMENTS = [turn + hours * HOUR for turn in TURNS for hours in (-13, -6, 1, 6, 13, 24 * 9, 24 * 24)]
changes = st.tuples(
    st.sampled_from([None, "week", "month"]),
    st.sampled_from([None, FIRST, LAST, "UTC"]),
    st.sampled_from([True, True, True, False]),
)


@given(st.lists(changes, min_size=len(MOMENTS), max_size=len(MOMENTS)))
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_changes_bring_more_than_the_host_allows_for_the_months_that_have_begun(
    steps: list[tuple[str | None, str | None, bool]],
) -> None:
    """Weeks may come to a little more than a month: one touches up to six, and five fit into it."""
    asyncio.run(_spend_by(steps))


async def _spend_by(steps: list[tuple[str | None, str | None, bool]]) -> None:
    rules = QuotaRules(default=60_000, period="month", maximum=60_000, total=None)
    with tempfile.TemporaryDirectory() as folder:
        async with Store.open(f"sqlite:///{Path(folder)}/books.db", rules, TERMS.host) as store:
            ana = Spender(store)
            await store.quotas.set(Act(GUILD, ANA, at("2026-01-02T12:00")), None, None, carry=True)
            for now, (length, zone, spends) in zip(MOMENTS, steps, strict=True):
                try:
                    await ana.sets(now, length, zone)
                except PeriodTooShort:
                    await ana.sets(now, zone=zone)
                if spends:
                    await ana.spends_all(now)
            assert ana.spent <= (1 + len(TURNS)) * rules.maximum * 6 // 5
            assert await store.quotas.differences() == []
