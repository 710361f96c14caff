"""Quotas on real databases: one statement decides, the ledger follows every change."""

import asyncio
from pathlib import Path

import pytest

from bot.errors import HostLimitReached, NotEnoughCredits
from bot.store.managing import Act
from bot.store.quotas import QuotaRules
from bot.store.store import Store
from tests.clocks import NOON
from tests.stores import ANA, GUILD, OTHER_GUILD, RULES, TERMS, asked, database_url, store

__all__ = ["database_url", "store"]


async def accept_many(store: Store, many: int) -> int:
    async def one(number: int) -> bool:
        try:
            await store.intake.accept(asked(number), TERMS, NOON)
        except (NotEnoughCredits, HostLimitReached):
            return False
        return True

    return sum(await asyncio.gather(*(one(number) for number in range(1, many + 1))))


async def test_sixty_at_once_take_exactly_what_twenty_cost(store: Store) -> None:
    assert await accept_many(store, 60) == 20
    quota = await store.quotas.state(GUILD, NOON)
    assert (quota.used, quota.left) == (240_000, 0)
    assert await store.quotas.differences() == []


async def test_an_interaction_that_comes_twice_is_charged_once(store: Store) -> None:
    first = await store.intake.accept(asked(7), TERMS, NOON)
    again = await store.intake.accept(asked(7), TERMS, NOON + 5)
    assert (first.fresh, again.fresh) == (True, False)
    assert first.task.id == again.task.id
    assert (await store.quotas.state(GUILD, NOON)).used == TERMS.price


async def test_the_same_interaction_ten_times_at_once_makes_one_request(store: Store) -> None:
    results = await asyncio.gather(
        *(store.intake.accept(asked(7), TERMS, NOON) for _ in range(10)), return_exceptions=True
    )
    taken = [result for result in results if not isinstance(result, BaseException)]
    assert len({result.task.id for result in taken}) == 1
    assert (await store.quotas.state(GUILD, NOON)).used == TERMS.price
    assert await store.quotas.differences() == []


async def test_an_empty_quota_says_what_is_left_and_when_more_comes(store: Store) -> None:
    await store.quotas.set(Act(GUILD, ANA, NOON, by_owner=True), 20_000, "day")
    await store.intake.accept(asked(1), TERMS, NOON)
    with pytest.raises(NotEnoughCredits) as refusal:
        await store.intake.accept(asked(2), TERMS, NOON)
    assert refusal.value.left == 8_000
    assert refusal.value.resets_at == NOON + 12 * 3_600_000


async def test_a_give_back_goes_to_the_period_it_was_taken_from(store: Store) -> None:
    await store.quotas.set(Act(GUILD, ANA, NOON, by_owner=True), 24_000, "day")
    taken = await store.intake.accept(asked(1), TERMS, NOON)
    tomorrow = NOON + 24 * 3_600_000
    await store.intake.accept(asked(2), TERMS, tomorrow)
    assert await store.intake.cancel(taken.task.id, GUILD, tomorrow) is not None
    assert (await store.quotas.state(GUILD, NOON)).used == 0
    assert (await store.quotas.state(GUILD, tomorrow)).used == TERMS.price


async def test_a_second_give_back_gives_nothing(store: Store) -> None:
    taken = await store.intake.accept(asked(1), TERMS, NOON)
    results = await asyncio.gather(*(store.intake.cancel(taken.task.id, GUILD, NOON) for _ in range(5)))
    assert sum(result is not None for result in results) == 1
    assert (await store.quotas.state(GUILD, NOON)).used == 0
    assert await store.quotas.differences() == []


async def test_guilds_do_not_share_a_quota(store: Store) -> None:
    await accept_many(store, 20)
    other = await store.intake.accept(asked(99, guild=OTHER_GUILD), TERMS, NOON)
    assert other.fresh


async def test_the_hosts_cap_holds_over_all_guilds_and_rolls_the_guild_back(tmp_path: Path) -> None:
    rules = QuotaRules(240_000, "month", 240_000, total=30_000)
    async with Store.open(f"sqlite:///{tmp_path}/capped.db", rules, TERMS.host) as capped:
        for number, guild in ((1, GUILD), (2, OTHER_GUILD)):
            await capped.intake.accept(asked(number, guild=guild), TERMS, NOON)
        with pytest.raises(HostLimitReached):
            await capped.intake.accept(asked(3), TERMS, NOON)
        assert (await capped.quotas.state(GUILD, NOON)).used == TERMS.price
        assert await capped.quotas.differences() == []


async def test_a_lower_maximum_of_the_host_binds_what_managers_had_set(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/lowered.db"
    async with Store.open(url, RULES, TERMS.host) as before:
        await before.quotas.set(Act(GUILD, ANA, NOON), 200_000, "month")
        await before.quotas.set(Act(OTHER_GUILD, ANA, NOON, by_owner=True), 200_000, "month")
    async with Store.open(url, QuotaRules(50_000, "month", 50_000, None), TERMS.host) as lowered:
        assert (await lowered.quotas.state(GUILD, NOON)).amount == 50_000
        assert (await lowered.quotas.state(OTHER_GUILD, NOON)).amount == 200_000


async def test_setting_a_quota_leaves_a_line_in_the_audit(store: Store) -> None:
    before, after = await store.quotas.set(Act(GUILD, ANA, NOON, by_owner=True), 100_000, "week")
    assert (before.amount, after.amount, after.period) == (240_000, 100_000, "week")
    [change] = await store.guilds.audit(GUILD)
    assert (change.actor_id, change.action, change.after) == (ANA, "quota", "100000 per week")
