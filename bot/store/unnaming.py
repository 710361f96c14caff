"""What forgetting a member and erasing a guild do to the books: names go, counters stay right, no credit is won."""

from typing import Any

from bot.clock import Period
from bot.store.allowance import QuotaRules, policy_of
from bot.store.quotas import Counter, count_member
from bot.store.sql import Sql

ABOUT = {"shares": "shares_of_member", "use": "counters_of_member", "grants": "grants_to", "bookings": "booked_by"}
"""What the books hold of a member besides their requests, and the queries for it."""


async def period_of_guild(sql: Sql, rules: QuotaRules, guild_id: int, now: int) -> Period:
    return (await policy_of(sql, rules, guild_id)).period(now)


async def keep_use(sql: Sql, rules: QuotaRules, guild_id: int, member_id: int, now: int) -> int:
    """Before a member's requests lose their name, their own counter learns of them, whether they have a share or not.

    Else they could use their share again. Returns until when the counter is needed; 0 where there is none.
    """
    period = await period_of_guild(sql, rules, guild_id, now)
    await count_member(sql, Counter(guild_id, "member", member_id, period.key), now)
    counters = await sql.all("counters_of_member", guild_id=guild_id, member_id=member_id)
    return period.end if period.key in {row["period"] for row in counters} else 0


async def fold(sql: Sql, rules: QuotaRules, guild_id: int, member_id: int, now: int) -> None:
    """Add the member's counters of periods that are over to one for all who were forgotten, bookings and all."""
    running = await period_of_guild(sql, rules, guild_id, now)
    for row in await sql.all("counters_of_member", guild_id=guild_id, member_id=member_id):
        if row["period"] == running.key:
            continue
        where = {"guild_id": guild_id, "scope": row["scope"], "period": row["period"]}
        await sql.run("fold_bookings", member_id=member_id, **where)
        await sql.one("add_to_use", scope_id=0, amount=int(row["used"]), **where)
        await sql.run("drop_counter", scope_id=member_id, **where)


async def about(sql: Sql, guild_id: int, member_id: int) -> dict[str, list[dict[str, Any]]]:
    """Plain values, amounts in thousandths."""
    values = {"guild_id": guild_id, "member_id": member_id}
    return {name: [_plain(dict(row)) for row in await sql.all(query, **values)] for name, query in ABOUT.items()}


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """PostgreSQL makes decimals of sums."""
    return row | {name: int(row[name]) for name in ("amount", "used") if name in row}


async def strip_guild(sql: Sql, rules: QuotaRules, guild_id: int, now: int) -> int:
    """Leave nothing but the guild's own counters of the running period, and how its periods are cut.

    Returns when that period ends, and the rest may go; 0 where nothing is counted in it.
    """
    running = await period_of_guild(sql, rules, guild_id, now)
    for query in ("drop_bookings", "drop_counters"):
        await sql.run(query, guild_id=guild_id, period=running.key)
    for query in ("unname_guild", "drop_shares", "drop_quota"):
        await sql.run(query, guild_id=guild_id)
    if await sql.one("any_counter", guild_id=guild_id) is not None:
        return running.end
    await sql.run("drop_plain_quota", guild_id=guild_id)
    return 0
