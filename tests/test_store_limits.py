"""Two hundred members in the same instant, at each of the four limits, and the books of what managers change."""

import asyncio
from collections import Counter
from dataclasses import replace

import pytest

from bot.clock import DAY, HOUR
from bot.errors import GrantTooHigh, NotEnoughCredits, QuotaPaused, ShareUsedUp, UserError
from bot.models import Kind
from bot.store.managing import Act
from bot.store.quotas import QuotaRules
from bot.store.store import Store
from tests.clocks import NOON
from tests.stores import ANA, BEN, GUILD, OTHER_GUILD, TERMS, asked, database_url, store

__all__ = ["database_url", "store"]

MIA = 900
MANAGER = Act(GUILD, MIA, NOON)
OWNER = Act(GUILD, MIA, NOON, by_owner=True)
DJS, FANS = 7, 8
PRICE = TERMS.price


async def all_at_once(store: Store, members: int, each: int = 1) -> Counter[str]:
    """What became of `each` request of every member: "taken", or the name of the refusal."""

    async def one(number: int) -> str:
        asking = asked(number, guild=GUILD, member=1000 + number % members, role_ids=(DJS, FANS))
        try:
            await store.intake.accept(asking, TERMS, NOON)
        except UserError as refusal:
            return type(refusal).__name__
        return "taken"

    return Counter(await asyncio.gather(*(one(number) for number in range(1, members * each + 1))))


async def test_two_hundred_members_at_once_take_what_the_guild_has_and_not_one_more(store: Store) -> None:
    await store.quotas.set(MANAGER, 17 * PRICE + PRICE - 1, None)
    assert await all_at_once(store, 200) == {"taken": 17, "NotEnoughCredits": 183}
    assert (await store.quotas.state(GUILD, NOON)).used == 17 * PRICE
    assert await store.quotas.differences() == []


async def test_two_hundred_requests_at_once_pass_no_members_own_share(store: Store) -> None:
    await store.quotas.set(OWNER, 10_000_000, None)
    for member in range(20):
        await store.quotas.set_share(MANAGER, "member", 1000 + member, 3 * PRICE)
    await store.quotas.set_share(MANAGER, "role", DJS, 99 * PRICE)
    assert await all_at_once(store, 20, each=10) == {"taken": 60, "ShareUsedUp": 140}
    assert await store.quotas.differences() == []


async def test_two_hundred_requests_at_once_pass_no_share_of_the_most_generous_role(store: Store) -> None:
    await store.quotas.set(OWNER, 10_000_000, None)
    await store.quotas.set_share(MANAGER, "role", DJS, 2 * PRICE)
    await store.quotas.set_share(MANAGER, "role", FANS, 4 * PRICE)
    assert await all_at_once(store, 20, each=10) == {"taken": 80, "ShareUsedUp": 120}
    assert await store.quotas.differences() == []


async def test_two_hundred_members_at_once_pass_no_cap_of_the_host(database_url: str) -> None:
    async with Store.open(database_url, QuotaRules(240_000, "month", 240_000, total=5 * PRICE), TERMS.host) as capped:
        assert await all_at_once(capped, 200) == {"taken": 5, "HostLimitReached": 195}
        assert (await capped.quotas.state(GUILD, NOON)).used == 5 * PRICE
        assert await capped.quotas.differences() == []


async def test_all_four_limits_hold_at_once(database_url: str) -> None:
    """Room for 15 in the guild, 2 each by their role, 1 for three members of their own, 12 over all guilds."""
    async with Store.open(database_url, QuotaRules(240_000, "month", 240_000, total=12 * PRICE), TERMS.host) as capped:
        await capped.quotas.set(MANAGER, 15 * PRICE, None)
        await capped.quotas.set_share(MANAGER, "role", DJS, 2 * PRICE)
        for member in range(3):
            await capped.quotas.set_share(MANAGER, "member", 1000 + member, PRICE)
        became = await all_at_once(capped, 20, each=10)
        assert became["taken"] == 12
        assert became.keys() <= {"taken", "ShareUsedUp", "HostLimitReached", "NotEnoughCredits"}
        assert sum(became.values()) == 200
        assert await capped.quotas.differences() == []


async def test_a_refusal_names_the_limit_that_was_hit_and_leaves_no_trace(store: Store) -> None:
    await store.quotas.set_share(MANAGER, "role", GUILD, PRICE)
    await store.intake.accept(asked(1), TERMS, NOON)
    with pytest.raises(ShareUsedUp) as refusal:
        await store.intake.accept(asked(2), TERMS, NOON)
    assert (refusal.value.used, refusal.value.amount, refusal.value.role_id) == (PRICE, PRICE, 0)
    assert refusal.value.resets_at == (await store.quotas.state(GUILD, NOON)).resets_at
    assert (await store.quotas.state(GUILD, NOON)).used == PRICE
    assert (await store.intake.accept(asked(3, member=BEN), TERMS, NOON)).fresh


async def test_a_new_share_counts_what_the_member_has_used_before(store: Store) -> None:
    for number in (1, 2):
        await store.intake.accept(asked(number), TERMS, NOON)
    await store.quotas.set_share(MANAGER, "member", ANA, 3 * PRICE)
    await store.intake.accept(asked(3), TERMS, NOON)
    with pytest.raises(ShareUsedUp):
        await store.intake.accept(asked(4), TERMS, NOON)
    await store.quotas.grant_member(MANAGER, ANA, PRICE)
    assert (await store.intake.accept(asked(5), TERMS, NOON)).fresh
    assert await store.quotas.differences() == []


async def test_a_share_that_comes_back_counts_what_was_used_without_it(store: Store) -> None:
    for number, amount in ((1, 3 * PRICE), (2, None), (3, 3 * PRICE)):
        await store.quotas.set_share(MANAGER, "member", ANA, amount)
        await store.intake.accept(asked(number), TERMS, NOON)
    with pytest.raises(ShareUsedUp) as refusal:
        await store.intake.accept(asked(4), TERMS, NOON)
    assert refusal.value.used == 3 * PRICE
    assert await store.quotas.differences() == []


async def test_what_comes_back_is_free_for_the_member_again(store: Store) -> None:
    await store.quotas.set_share(MANAGER, "member", ANA, PRICE)
    taken = await store.intake.accept(asked(1), TERMS, NOON)
    await store.intake.cancel(taken.task.id, GUILD, NOON)
    assert (await store.intake.accept(asked(2), TERMS, NOON)).fresh
    assert await store.quotas.differences() == []


async def test_the_same_credits_are_not_there_again_after_a_change_of_period_or_zone(store: Store) -> None:
    await store.quotas.set(OWNER, 2 * PRICE, "day")
    for number in (1, 2):
        await store.intake.accept(asked(number), TERMS, NOON)
    for zone, length in (
        ("Pacific/Kiritimati", None),
        (None, "week"),
        ("America/Los_Angeles", "month"),
        ("UTC", "day"),
    ):
        await store.quotas.set(OWNER, None, length, zone)
        assert (await store.quotas.state(GUILD, NOON)).used == 2 * PRICE
        with pytest.raises(NotEnoughCredits):
            await store.intake.accept(asked(3), TERMS, NOON)
    assert await store.quotas.differences() == []


async def test_a_give_back_after_a_change_of_the_period_comes_back_in_both(store: Store) -> None:
    taken = await store.intake.accept(asked(1), TERMS, NOON)
    await store.quotas.set(MANAGER, None, "week")
    await store.intake.cancel(taken.task.id, GUILD, NOON)
    assert (await store.quotas.state(GUILD, NOON)).used == 0
    assert await store.quotas.differences() == []


async def test_what_was_used_before_the_new_period_began_does_not_count_in_it(store: Store) -> None:
    await store.intake.accept(asked(1), TERMS, NOON)
    await store.quotas.set(Act(GUILD, MIA, NOON + DAY), None, "day")
    assert (await store.quotas.state(GUILD, NOON + DAY)).used == 0


async def test_a_grant_is_for_one_period_and_stays_below_the_hosts_maximum(store: Store) -> None:
    await store.quotas.set(MANAGER, 200_000, "day")
    with pytest.raises(GrantTooHigh):
        await store.quotas.grant(MANAGER, 240_000)
    before = await store.quotas.state(GUILD, NOON)
    await store.quotas.grant(OWNER, 500_000)
    assert (await store.quotas.state(GUILD, NOON)).amount == before.amount + 500_000
    assert (await store.quotas.state(GUILD, NOON + DAY)).amount == before.amount


async def test_two_grants_at_once_cannot_pass_the_maximum_together(store: Store) -> None:
    await store.quotas.set(MANAGER, 200_000, None)
    both = await asyncio.gather(*(store.quotas.grant(MANAGER, 30_000) for _ in range(4)), return_exceptions=True)
    assert sum(isinstance(one, GrantTooHigh) for one in both) == 3
    assert (await store.quotas.state(GUILD, NOON)).amount == 230_000


async def test_unused_credits_move_to_the_next_period_but_never_more_than_one_amount(store: Store) -> None:
    await store.quotas.set(OWNER, 5 * PRICE, "day", carry=True)
    await store.intake.accept(asked(1), TERMS, NOON)
    assert (await store.quotas.state(GUILD, NOON + DAY)).carried == 4 * PRICE
    await store.intake.accept(asked(2), TERMS, NOON + DAY)
    third = await store.quotas.state(GUILD, NOON + 2 * DAY)
    assert (third.carried, third.amount) == (5 * PRICE, 10 * PRICE)
    assert await store.quotas.differences() == []


async def test_an_amount_made_smaller_holds_for_what_came_over_too(store: Store) -> None:
    await store.quotas.set(OWNER, 5 * PRICE, "day", carry=True)
    await store.intake.accept(asked(1), TERMS, NOON + DAY)
    tomorrow = replace(OWNER, now=NOON + DAY)
    _, less = await store.quotas.set(tomorrow, PRICE, "day")
    assert (less.carried, less.amount) == (PRICE, 2 * PRICE)
    _, again = await store.quotas.set(tomorrow, 5 * PRICE, "day")
    assert (again.carried, again.amount) == (5 * PRICE, 10 * PRICE)


async def test_what_comes_back_to_a_period_that_is_over_is_carried_over_too(store: Store) -> None:
    await store.quotas.set(OWNER, 5 * PRICE, "day", carry=True)
    taken = [await store.intake.accept(asked(number), TERMS, NOON) for number in (1, 2)]
    await store.intake.accept(asked(3), TERMS, NOON + DAY)
    await store.intake.cancel(taken[0].task.id, GUILD, NOON + DAY)
    assert (await store.quotas.state(GUILD, NOON + DAY)).carried == 4 * PRICE
    assert await store.quotas.differences() == []


async def test_a_reset_forgives_members_and_guild_but_a_manager_cannot_pass_the_hosts_maximum_by_it(
    store: Store,
) -> None:
    await store.quotas.set_share(MANAGER, "member", ANA, PRICE)
    taken = await store.intake.accept(asked(1), TERMS, NOON)
    forgiven, quota = await store.quotas.reset(MANAGER)
    assert (forgiven, quota.used, quota.amount) == (PRICE, 0, 240_000 - PRICE)
    assert (await store.intake.accept(asked(2), TERMS, NOON)).fresh
    await store.intake.cancel(taken.task.id, GUILD, NOON)  # what was forgiven does not come back a second time
    assert (await store.quotas.state(GUILD, NOON)).used == PRICE
    _, by_owner = await store.quotas.reset(OWNER)
    assert (by_owner.used, by_owner.amount) == (0, 240_000)
    assert await store.quotas.differences() == []


async def test_while_paused_nothing_is_taken(store: Store) -> None:
    await store.quotas.pause(MANAGER, True)
    with pytest.raises(QuotaPaused):
        await store.intake.accept(asked(1), TERMS, NOON)
    assert (await store.intake.accept(asked(2, guild=OTHER_GUILD), TERMS, NOON)).fresh
    await store.quotas.pause(MANAGER, False)
    assert (await store.intake.accept(asked(1), TERMS, NOON)).fresh


async def test_a_manager_who_counts_the_owners_amount_more_often_is_bound_by_the_maximum_again(store: Store) -> None:
    await store.quotas.set(OWNER, 900_000, "month")
    _, after = await store.quotas.set(MANAGER, None, "day")
    assert after.base == 240_000 // 31
    _, owned = await store.quotas.set(OWNER, 900_000, "day")
    assert owned.base == 900_000


async def test_a_manager_who_sets_the_time_zone_leaves_the_owners_amount_as_it_is(store: Store) -> None:
    await store.quotas.set(OWNER, 900_000, "month")
    _, after = await store.quotas.set(MANAGER, None, None, "Asia/Tokyo")
    assert (after.base, after.zone) == (900_000, "Asia/Tokyo")


async def test_the_log_tells_who_did_what_for_which_request(store: Store) -> None:
    taken = await store.intake.accept(asked(1), TERMS, NOON)
    await store.intake.cancel(taken.task.id, GUILD, NOON + 1)
    await store.quotas.grant(Act(GUILD, MIA, NOON + 2, by_owner=True), 5_000)
    await store.quotas.reset(Act(GUILD, MIA, NOON + 3))
    await store.quotas.set(Act(GUILD, MIA, NOON + 4), None, "week")
    rows, more = await store.bookings.page(GUILD, 1, 10)
    assert [(row.entry, row.amount, row.actor_id, row.why) for row in rows] == [
        ("reset", 0, MIA, ""),
        ("grant", 5_000, MIA, ""),
        ("give_back", -PRICE, 0, "member"),
        ("take", PRICE, ANA, Kind.GENERATE),
    ]
    assert [row.task_id for row in rows] == [0, 0, taken.task.id, taken.task.id]
    assert (rows[3].member_name, more) == ("Ana", False)
    assert await store.bookings.page(OTHER_GUILD, 1, 10) == ([], False)


async def test_a_long_log_is_read_in_pieces_and_nothing_is_missing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.bookings.CHUNK", 3)
    for number in range(1, 12):
        await store.intake.accept(asked(number), TERMS, NOON + number)
    ids = [row.task_id async for row in store.bookings.all(GUILD)]
    assert ids == sorted(ids, reverse=True)
    assert len(ids) == 11
    second, more = await store.bookings.page(GUILD, 2, 4)
    assert ([row.task_id for row in second], more) == (ids[4:8], True)


async def test_use_is_told_by_day_of_the_guilds_own_calendar_by_kind_and_by_member(store: Store) -> None:
    await store.quotas.set(MANAGER, None, "month", "Asia/Tokyo")
    late = NOON + 4 * HOUR  # past midnight in Tokyo
    await store.intake.accept(asked(1), TERMS, NOON)
    back = await store.intake.accept(asked(2), TERMS, late)
    await store.intake.accept(asked(3, member=BEN), TERMS, late)
    await store.intake.cancel(back.task.id, GUILD, late)
    use = await store.bookings.use(GUILD, late, top=5)
    first, second = use.days
    assert (second.number, second.number) == (first.number + 1, use.today)
    assert [(day.kept, day.back) for day in use.days] == [(PRICE, 0), (PRICE, PRICE)]
    assert use.kinds == ((Kind.GENERATE, 2 * PRICE),)
    assert use.members == (("Ana", PRICE), ("Ana", PRICE))


async def test_each_change_leaves_a_line_in_the_audit(store: Store) -> None:
    await store.quotas.set_share(MANAGER, "member", ANA, 5_000)
    await store.quotas.pause(MANAGER, True)
    await store.quotas.grant(MANAGER, 0)
    await store.quotas.reset(MANAGER)
    await store.bookings.set_log_channel(MANAGER, 5, "de")
    actions = {change.action for change in await store.guilds.audit(GUILD)}
    assert actions == {"quota share", "quota pause", "quota grant", "quota reset", "quota log"}
    assert {change.actor_id for change in await store.guilds.audit(GUILD)} == {MIA}
