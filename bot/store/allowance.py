"""What a guild may use in its running period: the host's rules, what managers have set, and what was added to it."""

from dataclasses import dataclass, replace

from bot.clock import Period, fit_into, period_of
from bot.models import Quota, Share
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
class Policy:
    """What holds for a guild: the host's rules with what its managers have set (`stored`: they have set something).

    `most` is what the amount, grants and what was forgiven may come to together; only the owner may go above it.
    `reached`: periods are cut as if it were at least this moment, so that each is had once, in whichever time zone it
    began: a zone that is still in the month before does not bring that back.
    """

    amount: int
    length: str
    most: int
    by_owner: bool = False
    zone: str = "UTC"
    revision: int = 0
    reached: int = 0
    carry: bool = False
    carry_since: int = 0
    paused: bool = False
    shares: bool = False
    stored: bool = False

    def period(self, now: int) -> Period:
        """Its key is another one after each change of length; a zone's change only moves where it begins and ends."""
        return self._cut(max(now, self.reached))

    def before(self, period: Period) -> Period:
        return self._cut(period.start - 1)

    def _cut(self, moment: int) -> Period:
        period = period_of(moment, self.length, self.zone)
        return replace(period, key=f"{period.key}#{self.revision}") if self.revision else period


@dataclass(frozen=True, slots=True)
class Standing:
    """A guild's counters in one period; `opened` when anything has been booked in it."""

    policy: Policy
    period: Period
    used: int = 0
    grant: int = 0
    owner_grant: int = 0
    carried: int = 0
    forgiven: int = 0
    opened: bool = False

    @property
    def ceiling(self) -> int:
        """The most that amount and managers' grants may come to, with what they have forgiven taken off."""
        return max(0, max(self.policy.most, self.policy.amount if self.policy.by_owner else 0) - self.forgiven)

    @property
    def came_over(self) -> int:
        """At most one period's amount, also where that was made smaller after it was booked."""
        return min(self.carried, self.policy.amount)

    @property
    def allowed(self) -> int:
        return min(self.policy.amount + self.grant, self.ceiling) + self.owner_grant + self.came_over

    @property
    def quota(self) -> Quota:
        policy, period = self.policy, self.period
        granted = min(self.grant, max(0, self.ceiling - policy.amount)) + self.owner_grant
        return Quota(
            amount=self.allowed,
            used=self.used,
            period=policy.length,
            resets_at=period.end,
            begins_at=period.start,
            zone=policy.zone,
            base=policy.amount,
            granted=granted,
            carried=self.came_over,
            carry=policy.carry,
            paused=policy.paused,
        )


async def policy_of(sql: Sql, rules: QuotaRules, guild_id: int) -> Policy:
    """One look-up by primary key."""
    row = await sql.one("quota_of", guild_id=guild_id)
    if row is None:
        return Policy(rules.default, rules.period, rules.most(rules.period))
    length, by_owner = row["period"] or rules.period, bool(row["by_owner"])
    amount = rules.default if row["amount"] is None else int(row["amount"])
    return Policy(
        amount if by_owner else min(amount, rules.most(length)),
        length,
        rules.most(length),
        by_owner,
        zone=row["zone"],
        revision=int(row["revision"]),
        reached=int(row["reached"]),
        carry=bool(row["carry"]),
        carry_since=int(row["carry_since"]),
        paused=bool(row["paused"]),
        shares=bool(row["shares"]),
        stored=True,
    )


async def standing_in(sql: Sql, guild_id: int, policy: Policy, period: Period) -> Standing:
    rows = await sql.all("guild_counters", guild_id=guild_id, period=period.key)
    counters = {row["scope"]: int(row["used"]) for row in rows}
    opened = "guild" in counters
    return Standing(policy, period, counters.pop("guild", 0), opened=opened, **counters)


async def standing_of(sql: Sql, guild_id: int, policy: Policy, now: int) -> Standing:
    """In the running period, with what comes over from the one before, booked or not."""
    standing = await standing_in(sql, guild_id, policy, policy.period(now))
    if standing.opened:
        return standing
    return replace(standing, carried=await carry_due(sql, guild_id, standing))


async def carry_due(sql: Sql, guild_id: int, standing: Standing) -> int:
    """What was left unused in the period before, at most one period's amount.

    Nothing where the settings of today did not hold when that period ended. A period in which nothing was booked had
    its whole amount left.
    """
    policy, period = standing.policy, standing.period
    if not policy.carry or policy.carry_since >= period.start:
        return 0
    before = await standing_in(sql, guild_id, policy, policy.before(period))
    return min(policy.amount, max(0, before.allowed - before.used))


@dataclass(frozen=True, slots=True)
class Limit:
    """A share with what was granted to the member; `role_id` as in `Share`."""

    amount: int
    role_id: int | None


async def limit_of(sql: Sql, guild_id: int, period: Period, member_id: int, role_ids: frozenset[int]) -> Limit | None:
    """The member's own share, else the most generous of their roles; None: no limit."""
    rows = await sql.all("shares_of", guild_id=guild_id)
    own = [row for row in rows if row["scope"] == "member" and row["scope_id"] == member_id]
    shares = own or [row for row in rows if row["scope"] == "role" and row["scope_id"] in role_ids]
    if not shares:
        return None
    best = max(shares, key=lambda row: int(row["amount"]))
    granted = await sql.one("used", guild_id=guild_id, scope="member_grant", scope_id=member_id, period=period.key)
    amount = int(best["amount"]) + (int(granted["used"]) if granted else 0)
    role_id = 0 if best["scope_id"] == guild_id else int(best["scope_id"])
    return Limit(amount, None if own else role_id)


async def share_of(sql: Sql, guild_id: int, period: Period, member_id: int, role_ids: frozenset[int]) -> Share | None:
    """The member's limit with what they have used of it, also while they had none."""
    limit = await limit_of(sql, guild_id, period, member_id, role_ids)
    if limit is None:
        return None
    row = await sql.one("used_by_member", guild_id=guild_id, period=period.key, member_id=member_id)
    return Share(limit.amount, int(row["used"]) if row else 0, limit.role_id)
