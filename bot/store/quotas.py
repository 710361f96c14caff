"""Quotas: taking, giving back, and the ledger that every change of a counter is booked in."""

from dataclasses import dataclass

from bot.clock import Period, fit_into, period_of
from bot.errors import HostLimitReached, NotEnoughCredits
from bot.models import Quota, Task, new_id
from bot.store.database import Database
from bot.store.rows import task_from
from bot.store.sql import Sql

UNLIMITED = 2**62
"""Stands for "no limit" in SQL: above any sum of money, below the end of BIGINT."""


@dataclass(frozen=True, slots=True)
class QuotaRules:
    """The host's settings, in thousandths: what guilds have by default, and what none may pass."""

    default: int
    period: str
    maximum: int
    total: int | None

    def most(self, length: str) -> int:
        """What a manager may set for each period of `length`: counting more often must not bring more."""
        return self.maximum // fit_into(self.period, length)


@dataclass(frozen=True, slots=True)
class LedgerDifference:
    """A counter that is not the sum of its entries; there should never be one."""

    scope: str
    scope_id: int
    period: str
    used: int
    booked: int


@dataclass(frozen=True, slots=True)
class Taken:
    """The guild's period that the price came from, and its quota after that."""

    period: str
    quota: Quota


async def take(sql: Sql, rules: QuotaRules, task_id: int, guild_id: int, member_id: int, price: int, now: int) -> Taken:
    """Take the price from the guild's and the host's counters and book it.

    Raises `NotEnoughCredits` or `HostLimitReached`; the caller's transaction then rolls back whole.
    """
    amount, length = await _amount_and_length(sql, rules, guild_id)
    guild, host = period_of(now, length), period_of(now, rules.period)
    used = await _take_one(sql, task_id, member_id, "guild", guild_id, guild, price, amount, now)
    if used is None:
        used = await _used(sql, "guild", guild_id, guild.key)
        raise NotEnoughCredits(price, max(0, amount - used), guild.end)
    total = UNLIMITED if rules.total is None else rules.total
    if await _take_one(sql, task_id, member_id, "host", 0, host, price, total, now) is None:
        raise HostLimitReached(price, host.end)
    return Taken(guild.key, Quota(amount, used, length, guild.end))


async def give_back(sql: Sql, task_id: int, now: int) -> Task | None:
    """Return the price to the period it came from, at most once a task. None where nothing was left to return."""
    entries = await sql.all("give_back", task_id=task_id, now=now)
    for entry in sorted(entries, key=lambda entry: str(entry["scope"])):  # in the order in which `take` locks them
        await sql.one("add_to_use", **entry)
    row = await sql.one("mark_given_back", task_id=task_id) if entries else None
    return task_from(row) if row else None


async def state(sql: Sql, rules: QuotaRules, guild_id: int, now: int) -> Quota:
    """Two look-ups by primary key."""
    amount, length = await _amount_and_length(sql, rules, guild_id)
    period = period_of(now, length)
    return Quota(amount, await _used(sql, "guild", guild_id, period.key), length, period.end)


class Quotas:
    def __init__(self, database: Database, rules: QuotaRules) -> None:
        self._database = database
        self._rules = rules

    def most(self, length: str) -> int:
        """What a manager may set for each period of `length`."""
        return self._rules.most(length)

    async def state(self, guild_id: int, now: int) -> Quota:
        return await self._database.read(lambda sql: state(sql, self._rules, guild_id, now))

    async def set(
        self, guild_id: int, amount: int, length: str, actor_id: int, *, by_owner: bool, now: int
    ) -> tuple[Quota, Quota]:
        """Set a guild's amount for each period of `length`, with a line in the audit; the quota before and after."""

        async def work(sql: Sql) -> tuple[Quota, Quota]:
            before = await state(sql, self._rules, guild_id, now)
            await sql.one("set_quota", guild_id=guild_id, amount=amount, period=length, by_owner=by_owner, now=now)
            after = await state(sql, self._rules, guild_id, now)
            line = {"action": "quota", "before": _words(before), "after": _words(after)}
            await sql.one("note_audit", audit_id=new_id(now), guild_id=guild_id, actor_id=actor_id, now=now, **line)
            return before, after

        return await self._database.write(work)

    async def differences(self) -> list[LedgerDifference]:
        """Recompute every counter from the ledger; reads both tables whole."""
        rows = await self._database.read(lambda sql: sql.all("ledger_differences"))
        return [
            LedgerDifference(row["scope"], row["scope_id"], row["period"], int(row["used"]), int(row["booked"]))
            for row in rows
        ]


def _words(quota: Quota) -> str:
    return f"{quota.amount} per {quota.period}"


async def _amount_and_length(sql: Sql, rules: QuotaRules, guild_id: int) -> tuple[int, str]:
    row = await sql.one("quota_of", guild_id=guild_id)
    if row is None:
        return rules.default, rules.period
    amount = row["amount"] if row["by_owner"] else min(row["amount"], rules.most(row["period"]))
    return amount, row["period"]


async def _used(sql: Sql, scope: str, scope_id: int, period: str) -> int:
    row = await sql.one("used", scope=scope, scope_id=scope_id, period=period)
    return int(row["used"]) if row else 0


async def _take_one(
    sql: Sql,
    task_id: int,
    member_id: int,
    scope: str,
    scope_id: int,
    period: Period,
    price: int,
    allowed: int,
    now: int,
) -> int | None:
    """What is used after it; None where the limit would be passed."""
    counter = {"scope": scope, "scope_id": scope_id, "period": period.key, "amount": price}
    taken = await sql.one("take", allowed=allowed, **counter)
    if taken is None:
        return None
    await sql.one("note", task_id=task_id, entry="take", member_id=member_id, now=now, **counter)
    return int(taken["used"])
