"""Taking and giving back, and the ledger that every change of a counter is booked in."""

from dataclasses import dataclass, replace

from bot.clock import period_of
from bot.errors import HostLimitReached, NotEnoughCredits, QuotaPaused, ShareUsedUp
from bot.ids import new_id
from bot.models import Quota, Task
from bot.store.allowance import (
    UNLIMITED,
    QuotaRules,
    Standing,
    carry_due,
    limit_of,
    policy_of,
    standing_in,
    standing_of,
)
from bot.store.rows import task_from
from bot.store.sql import Row, Sql

__all__ = ["Booking", "Counter", "QuotaRules", "Taken", "give_back", "open_period", "settle", "state", "take"]


@dataclass(frozen=True, slots=True)
class Taken:
    """The guild's period that the price came from, and its quota after that."""

    period: str
    quota: Quota


@dataclass(frozen=True, slots=True)
class Counter:
    guild_id: int
    scope: str
    scope_id: int
    period: str

    def values(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Booking:
    """Who did what for whom; it may change several counters, each with a line in the ledger. `actor_id` 0: the bot."""

    id: int
    entry: str
    actor_id: int
    member_id: int
    now: int
    task_id: int = 0
    why: str = ""

    @classmethod
    def of(cls, entry: str, actor_id: int, member_id: int, now: int, task_id: int = 0, why: str = "") -> "Booking":
        return cls(new_id(now), entry, actor_id, member_id, now, task_id, why)

    async def take(self, sql: Sql, counter: Counter, amount: int, allowed: int) -> int | None:
        """What is counted after it; None, and nothing booked, where that would pass `allowed`."""
        taken = await sql.one("take", amount=amount, allowed=allowed, **counter.values())
        if taken is None:
            return None
        await self.note(sql, counter, amount)
        return int(taken["used"])

    async def add(self, sql: Sql, counter: Counter, amount: int) -> None:
        await sql.one("add_to_use", amount=amount, **counter.values())
        await self.note(sql, counter, amount)

    async def note(self, sql: Sql, counter: Counter, amount: int) -> None:
        who = {"member_id": self.member_id, "actor_id": self.actor_id, "why": self.why, "now": self.now}
        what = {"booking_id": self.id, "task_id": self.task_id, "entry": self.entry, "amount": amount}
        await sql.one("note", **what, **who, **counter.values())


async def state(sql: Sql, rules: QuotaRules, guild_id: int, now: int) -> Quota:
    """Two or three look-ups by key."""
    return (await standing_of(sql, guild_id, await policy_of(sql, rules, guild_id), now)).quota


async def take(
    sql: Sql,
    rules: QuotaRules,
    booking: Booking,
    guild_id: int,
    price: int,
    role_ids: frozenset[int] = frozenset(),
) -> Taken:
    """Take the price from the guild's, the member's and the host's counters, in this order, and book it.

    Raises `QuotaPaused`, `NotEnoughCredits`, `ShareUsedUp` or `HostLimitReached` for the first limit that it would
    pass; the caller's transaction then rolls back whole.
    """
    standing = await _standing_to_take(sql, rules, guild_id, booking.now)
    guild = Counter(guild_id, "guild", guild_id, standing.period.key)
    used = await booking.take(sql, guild, price, standing.allowed)
    if used is None:
        spent = await _counted(sql, guild)
        raise NotEnoughCredits(price, max(0, standing.allowed - spent), standing.period.end)
    if standing.policy.shares:
        await _take_share(sql, booking, guild_id, standing, price, role_ids)
    host = period_of(booking.now, rules.period)
    total = UNLIMITED if rules.total is None else rules.total
    if await booking.take(sql, Counter(0, "host", 0, host.key), price, total) is None:
        raise HostLimitReached(price, host.end)
    return Taken(guild.period, replace(standing, used=used).quota)


async def _standing_to_take(sql: Sql, rules: QuotaRules, guild_id: int, now: int) -> Standing:
    """Guilds where nobody has set anything need no look at what was added to their period. Raises `QuotaPaused`."""
    policy = await policy_of(sql, rules, guild_id)
    if policy.paused:
        raise QuotaPaused
    period = policy.period(now)
    if not policy.stored:
        return Standing(policy, period)
    return await open_period(sql, guild_id, await standing_in(sql, guild_id, policy, period), now)


async def _counted(sql: Sql, counter: Counter) -> int:
    row = await sql.one("used", **counter.values())
    return int(row["used"]) if row else 0


async def _take_share(
    sql: Sql, booking: Booking, guild_id: int, standing: Standing, price: int, role_ids: frozenset[int]
) -> None:
    """From the member's counter, which first learns of what they have used of the period without a limit."""
    member_id, period = booking.member_id, standing.period
    limit = await limit_of(sql, guild_id, period, member_id, role_ids)
    if limit is None:
        return
    counter = Counter(guild_id, "member", member_id, period.key)
    await count_member(sql, counter, booking.now, booking.task_id)
    if await booking.take(sql, counter, price, limit.amount) is None:
        raise ShareUsedUp(price, await _counted(sql, counter), limit.amount, period.end, limit.role_id)


async def count_member(sql: Sql, counter: Counter, now: int, task_id: int = 0) -> None:
    """Add to a member's counter the requests that it has not learned of; not `task_id`, which is just being taken."""
    values = {"guild_id": counter.guild_id, "period": counter.period, "member_id": counter.scope_id, "now": now}
    missed = await sql.all("recount_member", booking_id=new_id(now), task_id=task_id, **values)
    if missed:
        await sql.one("add_to_use", amount=sum(int(row["amount"]) for row in missed), **counter.values())


async def open_period(sql: Sql, guild_id: int, standing: Standing, now: int) -> Standing:
    """Before anything else is booked in a period, what comes over from the one before is."""
    if standing.opened:
        return standing
    due = await carry_due(sql, guild_id, standing)
    booking, period = Booking.of("carry", 0, 0, now), standing.period.key
    if due:
        await booking.add(sql, Counter(guild_id, "carried", guild_id, period), due)
    await sql.one("add_to_use", amount=0, **Counter(guild_id, "guild", guild_id, period).values())
    return await standing_in(sql, guild_id, standing.policy, standing.period)


async def count_booking(sql: Sql, booking_id: int, guild_id: int) -> dict[str, int]:
    """Let the counters follow what a statement has booked for many tasks at once; the sum for each scope."""
    sums: dict[str, int] = {}
    for row in await sql.all("count_booking", booking_id=booking_id, guild_id=guild_id):
        amount = int(row["amount"])
        counter = Counter(guild_id, row["scope"], row["scope_id"], row["period"])
        await sql.one("add_to_use", amount=amount, **counter.values())
        sums[counter.scope] = sums.get(counter.scope, 0) + amount
    return sums


async def give_back(sql: Sql, rules: QuotaRules, task_id: int, now: int) -> Task | None:
    """Return the price to the period it came from, at most once a task. None where it was returned before."""
    await sql.one("lock_books")
    entries = await sql.all("give_back", task_id=task_id, booking_id=new_id(now), now=now)
    for entry in entries:
        counter = Counter(entry["guild_id"], entry["scope"], entry["scope_id"], entry["period"])
        await sql.one("add_to_use", amount=int(entry["amount"]), **counter.values())
    for entry in entries:
        if entry["scope"] == "guild":
            await _carry_late(sql, rules, entry, now)
    row = await sql.one("mark_given_back", task_id=task_id) if entries else None
    return task_from(row) if row else None


async def _carry_late(sql: Sql, rules: QuotaRules, entry: Row, now: int) -> None:
    """What comes back to a period that is over was unused there, so it is carried over as well."""
    guild_id = int(entry["guild_id"])
    policy = await policy_of(sql, rules, guild_id)
    if not policy.carry:
        return
    standing = await standing_in(sql, guild_id, policy, policy.period(now))
    if not standing.opened or entry["period"] != policy.before(standing.period).key:
        return
    more = min(-int(entry["amount"]), await carry_due(sql, guild_id, standing) - standing.carried)
    if more > 0:
        booking = Booking.of("carry", 0, 0, now)
        await booking.add(sql, Counter(guild_id, "carried", guild_id, standing.period.key), more)


async def settle(sql: Sql, task: Task, now: int) -> None:
    """Book that the price of a delivered task is kept; counters stay as they are."""
    if not task.given_back:
        booking = Booking.of("settle", 0, task.member_id, now, task.id)
        await booking.note(sql, Counter(task.guild_id, "guild", task.guild_id, task.period), 0)
