"""The books after a member was forgotten or a guild erased: no name, no difference, and no credit won."""

import contextlib
import sqlite3

import asyncpg
import pytest

from bot.clock import DAY
from bot.errors import ShareUsedUp
from bot.models import DeliveryState
from bot.store.database import sqlite_path
from bot.store.managing import Act
from bot.store.outcomes import NewSongs
from bot.store.store import Store
from tests.clocks import NOON
from tests.store_steps import LATER, leased, queued, running, song
from tests.stores import BEN, GUILD, TERMS, asked, database_url, store

__all__ = ["database_url", "store"]

LIA, MIA = 987_654_321_012_345_678, 876_543_210_123_456_789
PRICE = TERMS.price
MANAGER = Act(GUILD, MIA, NOON)
FORGOTTEN, NEXT_MONTH = NOON + DAY, NOON + 40 * DAY


async def delivered(store: Store, number: int = 1, member: int = LIA) -> None:
    task_id = await running(store, number, member=member)
    lease = await leased(store, "poll", task_id, LATER)
    await store.following.ready(lease, NewSongs([song()], LATER + DAY), LATER)
    for delivery in await store.deliveries.due(LATER, 10):
        posting = await leased(store, "post", delivery.channel_id, LATER)
        await store.deliveries.settle(posting, delivery, DeliveryState.POSTED, 77, LATER)
        await store.leases.release(posting)


async def forget(store: Store, member: int = LIA, now: int = FORGOTTEN) -> None:
    forgetting, _ = await store.privacy.begin(GUILD, member, now)
    while await store.privacy.erase_some(forgetting, now):
        pass
    assert await store.privacy.finish(forgetting, now)


async def when_the_period_is_over(store: Store) -> None:
    for forgetting in await store.privacy.due(NEXT_MONTH, 5):
        assert await store.privacy.finish(forgetting, NEXT_MONTH)


async def everything(url: str) -> str:
    """All rows of all tables, as another connection sees them."""
    if path := sqlite_path(url):
        with contextlib.closing(sqlite3.connect(path)) as file:
            return "\n".join(file.iterdump())
    connection = await asyncpg.connect(url)
    try:
        tables = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        rows = [await connection.fetch(f'SELECT * FROM "{table["tablename"]}"') for table in tables]
        return "\n".join(str(tuple(row)) for of_table in rows for row in of_table)
    finally:
        await connection.close()


# A member who is forgotten


@pytest.mark.parametrize("share_is_older", [True, False])
async def test_whoever_is_forgotten_cannot_use_their_share_again(store: Store, share_is_older: bool) -> None:
    if share_is_older:
        await store.quotas.set_share(MANAGER, "role", GUILD, 3 * PRICE)
    for number in (1, 2):
        await delivered(store, number)
    await forget(store)
    await store.quotas.set_share(MANAGER, "role", GUILD, 3 * PRICE)
    await store.intake.accept(asked(3, member=LIA), TERMS, FORGOTTEN)
    with pytest.raises(ShareUsedUp) as refusal:
        await store.intake.accept(asked(4, member=LIA), TERMS, FORGOTTEN)
    assert (refusal.value.used, refusal.value.amount) == (3 * PRICE, 3 * PRICE)
    assert await store.quotas.differences() == []


async def test_what_waited_comes_back_to_the_share(store: Store) -> None:
    await store.quotas.set_share(MANAGER, "member", LIA, PRICE)
    await queued(store, member=LIA)
    await forget(store)
    assert (await store.intake.accept(asked(2, member=LIA), TERMS, FORGOTTEN)).fresh
    assert await store.quotas.differences() == []


async def test_a_reset_forgives_what_a_forgotten_member_has_used(store: Store) -> None:
    await store.quotas.set_share(MANAGER, "member", LIA, PRICE)
    await delivered(store)
    await forget(store)
    await store.quotas.reset(MANAGER)
    assert (await store.intake.accept(asked(2, member=LIA), TERMS, FORGOTTEN)).fresh
    assert await store.quotas.differences() == []


async def test_counters_of_many_who_were_forgotten_are_folded_into_one(store: Store) -> None:
    await store.quotas.set_share(MANAGER, "role", GUILD, 5 * PRICE)
    for number, member in ((1, LIA), (2, LIA), (3, BEN)):
        await delivered(store, number, member)
        await store.quotas.grant_member(MANAGER, member, 1_000)
    for member in (LIA, BEN):
        await forget(store, member)
    assert await store.privacy.due(FORGOTTEN, 5) == []
    assert len(await store.privacy.due(NEXT_MONTH, 5)) == 2
    await when_the_period_is_over(store)
    assert await store.privacy.due(NEXT_MONTH, 5) == []
    folded = (await store.privacy.about(GUILD, 0))["use"]
    assert [(row["scope"], row["used"]) for row in folded] == [("member", 3 * PRICE), ("member_grant", 3_000)]
    assert await store.quotas.differences() == []


async def test_no_row_of_any_table_names_who_was_forgotten(store: Store, database_url: str) -> None:
    await store.quotas.set_share(MANAGER, "member", LIA, 5 * PRICE)
    await delivered(store)
    await queued(store, 2, member=LIA)
    await store.quotas.grant_member(MANAGER, LIA, PRICE)
    for member in (MIA, LIA):  # Lia was a manager too
        await store.quotas.grant_member(Act(GUILD, member, NOON), LIA, PRICE)
        await store.quotas.reset(Act(GUILD, member, NOON))
    await store.quotas.set_share(MANAGER, "member", LIA, None)
    await forget(store)
    await when_the_period_is_over(store)
    rows = await everything(database_url)
    assert (str(LIA) in rows, str(MIA) in rows) == (False, True)
    assert await store.quotas.differences() == []


async def test_what_managers_have_set_for_a_member_outlasts_forgetting(store: Store) -> None:
    await store.quotas.set_share(MANAGER, "member", LIA, 0)
    await forget(store)
    with pytest.raises(ShareUsedUp):
        await store.intake.accept(asked(1, member=LIA), TERMS, FORGOTTEN)


async def test_the_log_tells_bookings_of_a_forgotten_member_without_a_number(store: Store) -> None:
    await delivered(store)
    await store.quotas.grant_member(MANAGER, LIA, PRICE)
    await forget(store)
    lines, _ = await store.bookings.page(GUILD, 1, 10)
    assert {line.entry for line in lines} == {"take", "settle", "grant"}
    assert {(line.member_id, line.member_name) for line in lines} == {(0, "")}
    assert {line.actor_id for line in lines} == {0, MIA}


async def test_what_is_kept_of_a_members_money_is_told(store: Store) -> None:
    await store.quotas.set_share(MANAGER, "member", LIA, 5 * PRICE)
    await delivered(store)
    await store.quotas.grant_member(MANAGER, LIA, PRICE)
    about = await store.privacy.about(GUILD, LIA)
    assert about["shares"] == [{"amount": 5 * PRICE}]
    assert [(row["scope"], row["used"]) for row in about["use"]] == [("member", PRICE), ("member_grant", PRICE)]
    assert [(row["entry"], row["amount"]) for row in about["grants"]] == [("grant", PRICE)]
    (kept,) = await store.privacy.kept(GUILD, LIA, 0)
    assert [row["scope"] for row in kept.bookings if row["entry"] == "take"] == ["guild", "host", "member"]
    of_manager = await store.privacy.about(GUILD, MIA)
    assert [(row["entry"], row["amount"]) for row in of_manager["bookings"]] == [("grant", PRICE)]


# A guild that is erased


async def erase_guild(store: Store, now: int) -> None:
    await store.retention.left(GUILD, NOON)
    while await store.retention.erase_some(GUILD, now, now):
        pass


async def test_a_guild_that_comes_back_has_what_it_had_in_its_own_period(store: Store) -> None:
    """Its weeks are those of another zone, a manager has forgiven a part, and the owner has set a limit."""
    await store.quotas.set(Act(GUILD, MIA, NOON, by_owner=True), 5 * PRICE, "week", "Asia/Tokyo")
    await delivered(store)
    await store.quotas.reset(MANAGER)
    await delivered(store, 2)
    await store.quotas.grant_member(MANAGER, LIA, PRICE)
    before = await store.quotas.state(GUILD, LATER)
    await erase_guild(store, LATER)
    await store.retention.present(GUILD)
    after = await store.quotas.state(GUILD, LATER)
    assert (after.used, after.amount, after.resets_at) == (PRICE, before.amount, before.resets_at)
    assert await store.quotas.differences() == []


async def test_an_erased_guild_names_nobody(store: Store, database_url: str) -> None:
    await store.quotas.set_share(MANAGER, "member", LIA, 5 * PRICE)
    await store.quotas.grant_member(MANAGER, LIA, PRICE)
    await delivered(store)
    await store.bookings.set_log_channel(MANAGER, 5, "de")
    await store.quotas.reset(MANAGER)
    await erase_guild(store, LATER)
    rows = await everything(database_url)
    assert (str(LIA) in rows, str(MIA) in rows) == (False, False)
    assert await store.bookings.log_channel(GUILD) is None
    assert await store.quotas.differences() == []


async def test_what_stays_of_an_erased_guild_goes_when_its_period_is_over(store: Store) -> None:
    await delivered(store)
    await erase_guild(store, LATER)
    end = (await store.quotas.state(GUILD, LATER)).resets_at
    assert (await store.retention.due(end - 1, 5), await store.retention.due(end, 5)) == ([], [GUILD])
    await erase_guild(store, end)
    assert await store.retention.due(NEXT_MONTH, 5) == []
    assert (await store.quotas.state(GUILD, LATER)).used == 0
    assert await store.quotas.differences() == []
