"""What managers change of a guild's quota, each in one transaction with its lines in ledger and audit."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.clock import begun, fit_into, moved_to
from bot.errors import GrantTooHigh, PeriodTooShort
from bot.ids import id_at, new_id
from bot.models import Quota, Share
from bot.store.allowance import Policy, QuotaRules, Standing, policy_of, share_of, standing_in
from bot.store.database import Database
from bot.store.quotas import Booking, Counter, count_booking, open_period, state
from bot.store.sql import Sql

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LedgerDifference:
    """A counter that is not the sum of its entries; there should never be one."""

    guild_id: int
    scope: str
    scope_id: int
    period: str
    used: int
    booked: int


@dataclass(frozen=True, slots=True)
class SetShare:
    """What one member, or each member with a role (`scope` is `member` or `role`), may use in a period."""

    scope: str
    scope_id: int
    amount: int


@dataclass(frozen=True, slots=True)
class Act:
    """Who changes something, when, and whether as the application's owner."""

    guild_id: int
    actor_id: int
    now: int
    by_owner: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to set of a policy; None: as it is."""

    amount: int | None
    length: str | None
    zone: str | None
    carry: bool | None


Changing = Callable[[Sql, Standing], Awaitable[tuple[str, str, T]]]


class Quotas:
    def __init__(self, database: Database, rules: QuotaRules) -> None:
        self._database = database
        self._rules = rules

    def most(self, length: str) -> int:
        """What a manager may set for each period of `length`."""
        return self._rules.most(length)

    async def state(self, guild_id: int, now: int) -> Quota:
        return await self._database.read(lambda sql: state(sql, self._rules, guild_id, now))

    async def share(self, guild_id: int, member_id: int, role_ids: frozenset[int], now: int) -> Share | None:
        """What the member may use and has used; None where only the guild's quota limits them."""

        async def work(sql: Sql) -> Share | None:
            policy = await policy_of(sql, self._rules, guild_id)
            return await share_of(sql, guild_id, policy.period(now), member_id, role_ids) if policy.shares else None

        return await self._database.read(work)

    async def shares(self, guild_id: int) -> list[SetShare]:
        """Roles first, the most generous first."""
        rows = await self._database.read(lambda sql: sql.all("shares_of", guild_id=guild_id))
        return [SetShare(row["scope"], int(row["scope_id"]), int(row["amount"])) for row in rows]

    async def set(
        self,
        act: Act,
        amount: int | None,
        length: str | None,
        zone: str | None = None,
        carry: bool | None = None,
    ) -> tuple[Quota, Quota]:
        """Set what is not None; the quota before and after. What was taken since the new period's start counts in it.

        A manager who changes the length of what the owner has set is bound by the host's maximum again. Raises
        `PeriodTooShort`.
        """

        async def work(sql: Sql, standing: Standing) -> tuple[str, str, tuple[Quota, Quota]]:
            if not act.by_owner and length is not None:
                self._require_fair(standing, length, act.now)
            await _write_policy(sql, standing, Wanted(amount, length, zone, carry), act)
            after = await policy_of(sql, self._rules, act.guild_id)
            if after.period(act.now).key != standing.period.key:
                await _move(sql, standing, after, act)
            quota = await state(sql, self._rules, act.guild_id, act.now)
            return _words(standing.quota), _words(quota), (standing.quota, quota)

        return await self._change(act, "quota", work)

    async def grant(self, act: Act, amount: int) -> Quota:
        """Add to the guild's running period alone. Raises `GrantTooHigh` where that is more than the host allows."""

        async def work(sql: Sql, standing: Standing) -> tuple[str, str, Quota]:
            scope = "owner_grant" if act.by_owner else "grant"
            room = max(0, standing.ceiling - standing.policy.amount - standing.grant)
            if not act.by_owner and amount > room:
                raise GrantTooHigh(room, standing.policy.most)
            counter = Counter(act.guild_id, scope, act.guild_id, standing.period.key)
            await Booking.of("grant", act.actor_id, 0, act.now).add(sql, counter, amount)
            return "", str(amount), await state(sql, self._rules, act.guild_id, act.now)

        return await self._change(act, "quota grant", work)

    async def grant_member(self, act: Act, member_id: int, amount: int) -> Quota:
        """Add to what one member may use in the running period; the guild's quota stays as it is."""

        async def work(sql: Sql, standing: Standing) -> tuple[str, str, Quota]:
            counter = Counter(act.guild_id, "member_grant", member_id, standing.period.key)
            await Booking.of("grant", act.actor_id, member_id, act.now).add(sql, counter, amount)
            return "", f"{in_audit(member_id)} {amount}", standing.quota

        return await self._change(act, "quota grant", work)

    async def reset(self, act: Act) -> tuple[int, Quota]:
        """Nothing of the running period's use counts from now on, for guild and members; how much that was.

        What a manager forgives still counts towards the most that the host allows.
        """

        async def work(sql: Sql, standing: Standing) -> tuple[str, str, tuple[int, Quota]]:
            booking = Booking.of("reset", act.actor_id, 0, act.now)
            await booking.note(sql, Counter(act.guild_id, "guild", act.guild_id, standing.period.key), 0)
            values = {"booking_id": booking.id, "guild_id": act.guild_id}
            await sql.run("forgive_use", period=standing.period.key, actor_id=act.actor_id, now=act.now, **values)
            if not act.by_owner:
                await sql.run("note_forgiven", **values)
            sums = await count_booking(sql, booking.id, act.guild_id)
            forgiven = -sums.get("guild", 0)
            return f"{forgiven} used", "0 used", (forgiven, await state(sql, self._rules, act.guild_id, act.now))

        return await self._change(act, "quota reset", work)

    async def pause(self, act: Act, paused: bool) -> None:
        async def work(sql: Sql, standing: Standing) -> tuple[str, str, None]:
            await sql.one("pause_quota", guild_id=act.guild_id, paused=paused, now=act.now)
            return _switch(standing.policy.paused), _switch(paused), None

        await self._change(act, "quota pause", work)

    async def set_share(self, act: Act, scope: str, scope_id: int, amount: int | None) -> bool:
        """None takes the share away; whether there was one."""

        async def work(sql: Sql, _: Standing) -> tuple[str, str, bool]:
            key = {"guild_id": act.guild_id, "scope": scope, "scope_id": scope_id}
            before = await sql.one("drop_share", **key)
            if amount is not None:
                await sql.one("set_share", amount=amount, **key)
            had = str(before["amount"]) if before else "none"
            whose = in_audit(scope_id, scope)
            return f"{whose} {had}", f"{whose} {'none' if amount is None else amount}", before is not None

        return await self._change(act, "quota share", work)

    async def differences(self) -> Sequence[LedgerDifference]:
        """Recompute every counter from the ledger; reads both tables whole."""
        rows = await self._database.read(lambda sql: sql.all("ledger_differences"))
        names = ("guild_id", "scope", "scope_id", "period")
        return [
            LedgerDifference(**{name: row[name] for name in names}, used=int(row["used"]), booked=int(row["booked"]))
            for row in rows
        ]

    def _require_fair(self, standing: Standing, length: str, now: int) -> None:
        """Counting more often must not bring more: else a month could be used up on its first day, and each week after.

        Raises `PeriodTooShort` where the running period has used more than the shorter ones would have had so far.
        """
        policy, period = standing.policy, standing.period
        if fit_into(policy.length, length) == 1:
            return
        most, many = self.most(length), begun(period, max(now, policy.reached), length, policy.zone)
        used = standing.used + standing.forgiven - standing.owner_grant - standing.came_over
        if used > many * most:
            raise PeriodTooShort(policy.length, length, used, most, period.end)

    async def _change(self, act: Act, action: str, work: Changing[T]) -> T:
        """Run `work`, which returns the audit's words for before and after, in the running period."""

        async def changing(sql: Sql) -> T:
            await sql.one("lock_books")
            await sql.run("ensure_quota", guild_id=act.guild_id, now=act.now)
            policy = await policy_of(sql, self._rules, act.guild_id)
            found = await standing_in(sql, act.guild_id, policy, policy.period(act.now))
            before, after, result = await work(sql, await open_period(sql, act.guild_id, found, act.now))
            line = {"action": action, "before": before, "after": after}
            values = {"audit_id": new_id(act.now), "guild_id": act.guild_id, "actor_id": act.actor_id, "now": act.now}
            await sql.one("note_audit", **values, **line)
            return result

        return await self._database.write(changing)


async def _write_policy(sql: Sql, standing: Standing, wanted: Wanted, act: Act) -> None:
    """What is None stays. A manager is bound by the host's maximum again where what the owner set would change."""
    row, policy = await sql.one("quota_of", guild_id=act.guild_id), standing.policy
    stored = dict(row or {})
    length, zone = wanted.length or policy.length, wanted.zone or policy.zone
    carry = policy.carry if wanted.carry is None else wanted.carry
    reached = policy.reached if zone == policy.zone else moved_to(standing.period, policy.zone, zone)
    as_before = (carry, length, zone) == (policy.carry, policy.length, policy.zone)
    kept = policy.carry_since if as_before else max(act.now, reached)
    owned = policy.by_owner and (act.by_owner or length == policy.length)
    await sql.one(
        "set_quota",
        guild_id=act.guild_id,
        amount=stored.get("amount") if wanted.amount is None else wanted.amount,
        period=wanted.length or stored.get("period"),
        by_owner=owned if wanted.amount is None else act.by_owner,
        zone=zone,
        revision=policy.revision + (length != policy.length),
        reached=reached,
        carry=carry,
        carry_since=kept,
        now=act.now,
    )


async def _move(sql: Sql, before: Standing, policy: Policy, act: Act) -> None:
    """Begin the period as it is cut from now on: with what was taken since its start, and what had been added.

    What was added is spent first. So that it cannot be had twice, what takes of before the new start have used up of it
    stays behind.
    """
    guild_id, period = act.guild_id, policy.period(act.now)
    booking = Booking.of("moved", act.actor_id, 0, act.now)
    values = {"booking_id": booking.id, "guild_id": guild_id, "period": period.key, "since": id_at(period.start)}
    running = before.period.key if period.start > act.now else ""  # it goes on until the new one begins by the clock
    for query in ("recount_guild", "recount_forgiven"):
        await sql.run(query, same=period.key.partition("#")[0], running=running, now=act.now, **values)
    await sql.one("add_to_use", amount=0, **Counter(guild_id, "guild", guild_id, period.key).values())
    used = (await count_booking(sql, booking.id, guild_id)).get("guild", 0)
    spent = max(0, before.used - used)
    for scope in ("carried", "grant", "owner_grant"):
        added = getattr(before, scope)
        most = policy.amount if scope == "carried" else added
        await _move_counter(
            sql, guild_id, scope, guild_id, (before.period.key, period.key), min(most, max(0, added - spent)), act
        )
        spent = max(0, spent - added)
    for row in await sql.all("member_grants", guild_id=guild_id, period=before.period.key):
        keys = (before.period.key, period.key)
        await _move_counter(sql, guild_id, "member_grant", int(row["scope_id"]), keys, int(row["used"]), act)


async def _move_counter(
    sql: Sql, guild_id: int, scope: str, scope_id: int, keys: tuple[str, str], amount: int, act: Act
) -> None:
    if amount:
        booking = Booking.of("moved", act.actor_id, scope_id if scope == "member_grant" else 0, act.now)
        for key, change in zip(keys, (-amount, amount), strict=True):
            await booking.add(sql, Counter(guild_id, scope, scope_id, key), change)


def in_audit(scope_id: int, scope: str = "member") -> str:
    """How the audit names whom a share or a grant is for; 0 stands for a member who was forgotten."""
    return f"{scope} {scope_id}:"


def _words(quota: Quota) -> str:
    zone = "" if quota.zone == "UTC" else f" in {quota.zone}"
    return f"{quota.base} per {quota.period}{zone}{', carried over' if quota.carry else ''}"


def _switch(on: bool) -> str:
    return "on" if on else "off"
