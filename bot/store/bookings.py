"""Reading the ledger: the log of what people did, what a period was used for, and what a log channel has not seen."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from bot.clock import day_of
from bot.ids import id_at, new_id
from bot.models import Kind
from bot.store.allowance import QuotaRules, policy_of, standing_of
from bot.store.database import Database
from bot.store.leases import Lease
from bot.store.managing import Act
from bot.store.sql import Row, Sql

CHUNK = 500
"""Rows of one read of a long log."""

QUARTER = 900_000
SETTLED = 10_000
"""Milliseconds after which a booking is told in a log channel: others with lower ids may still be on their way."""

END = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Booked:
    """One line of the log. `actor_id` 0: the bot itself; `task_id` 0: about no request; `why` a kind or a reason."""

    id: int
    entry: str
    amount: int
    task_id: int
    member_id: int
    member_name: str
    actor_id: int
    why: str
    at: int
    period: str


@dataclass(frozen=True, slots=True)
class Day:
    """The day of the period (1 is its first), and what its requests have used and got back."""

    number: int
    kept: int
    back: int


@dataclass(frozen=True, slots=True)
class Use:
    """What the running period was used for. `today` is the number of its present day, `length` that of its last."""

    days: tuple[Day, ...]
    kinds: tuple[tuple[Kind, int], ...]
    members: tuple[tuple[str, int], ...]
    today: int
    length: int


@dataclass(frozen=True, slots=True)
class LogTo:
    """Where bookings are told (None: nowhere), in `locale` where the guild has set no language."""

    channel_id: int | None
    locale: str


@dataclass(frozen=True, slots=True)
class Untold:
    """A guild's bookings that its log channel has not seen, the oldest first."""

    guild_id: int
    channel_id: int
    locale: str
    bookings: tuple[Booked, ...]


class Bookings:
    def __init__(self, database: Database, rules: QuotaRules) -> None:
        self._database = database
        self._rules = rules

    async def page(self, guild_id: int, number: int, size: int) -> tuple[list[Booked], bool]:
        """The newest first; whether there are more after it."""
        values = {"guild_id": guild_id, "after": 0, "before": END, "many": size + 1, "skipped": (number - 1) * size}
        rows = await self._database.read(lambda sql: sql.all("bookings", **values))
        return [_booked(row) for row in rows[:size]], len(rows) > size

    async def all(self, guild_id: int) -> AsyncIterator[Booked]:
        """The whole log, the newest first, read piece by piece."""
        before = END
        while rows := await self._chunk(guild_id, before):
            for row in rows:
                yield _booked(row)
            before = int(rows[-1]["booking_id"])

    async def _chunk(self, guild_id: int, before: int) -> list[Row]:
        values = {"guild_id": guild_id, "after": 0, "before": before, "many": CHUNK, "skipped": 0}
        return await self._database.read(lambda sql: sql.all("bookings", **values))

    async def use(self, guild_id: int, now: int, top: int) -> Use:
        """Reads the lines of the running period."""

        async def work(sql: Sql) -> Use:
            standing = await standing_of(sql, guild_id, await policy_of(sql, self._rules, guild_id), now)
            counter = {"guild_id": guild_id, "period": standing.period.key}
            kinds = await sql.all("use_by_kind", **counter)
            members = await sql.all("use_by_member", many=top, **counter)
            first = day_of(standing.period.start, standing.policy.zone).toordinal()

            def number(moment: int) -> int:
                return max(1, day_of(moment, standing.policy.zone).toordinal() - first + 1)

            days: dict[int, tuple[int, int]] = {}
            for row in await sql.all("use_by_time", **counter):
                day = number(int(row["quarter"]) * QUARTER)
                kept, back = days.get(day, (0, 0))
                days[day] = kept + int(row["kept"]), back + int(row["back"])
            return Use(
                tuple(Day(day, *sums) for day, sums in sorted(days.items())),
                tuple((Kind(row["kind"]), int(row["kept"])) for row in kinds),
                tuple((str(row["name"]), int(row["kept"])) for row in members),
                number(now),
                number(standing.period.end - 1),
            )

        return await self._database.read(work)

    async def log_channel(self, guild_id: int) -> int | None:
        row = await self._database.read(lambda sql: sql.one("quota_of", guild_id=guild_id))
        return row["log_channel"] if row else None

    async def set_log_channel(self, act: Act, channel_id: int | None, locale: str) -> None:
        await self._database.write(lambda sql: log_to(sql, act, LogTo(channel_id, locale)))

    async def untold(self, now: int, guilds: int, many: int) -> list[Untold]:
        """For each of so many guilds the oldest bookings that are not told yet."""
        before = id_at(now - SETTLED)

        async def work(sql: Sql) -> list[Untold]:
            return [
                await _untold(sql, row, before, many) for row in await sql.all("to_log", before=before, many=guilds)
            ]

        return await self._database.read(work)

    async def told(self, lease: Lease, untold: Untold, up_to: int, now: int) -> None:
        async def work(sql: Sql) -> None:
            await lease.hold(sql, now)
            await sql.one("logged", guild_id=untold.guild_id, channel_id=untold.channel_id, logged_to=up_to)

        await self._database.write(work)


async def log_to(sql: Sql, act: Act, to: LogTo) -> None:
    """What is booked from now on is told there. Where it is already, nothing changes, and nothing is left out."""
    await sql.run("ensure_quota", guild_id=act.guild_id, now=act.now)
    before = await sql.one("quota_of", guild_id=act.guild_id)
    if before is None or before["log_channel"] == to.channel_id:
        return
    values = {"channel_id": to.channel_id, "locale": to.locale, "logged_to": new_id(act.now)}
    await sql.one("set_log_channel", guild_id=act.guild_id, **values)
    line = {"action": "quota log", "before": str(before["log_channel"] or ""), "after": str(to.channel_id or "")}
    values = {"audit_id": new_id(act.now), "guild_id": act.guild_id, "actor_id": act.actor_id}
    await sql.one("note_audit", now=act.now, **values, **line)


async def _untold(sql: Sql, row: Row, before: int, many: int) -> Untold:
    values = {"guild_id": row["guild_id"], "after": row["logged_to"], "before": before}
    found = await sql.all("oldest_bookings", many=many, **values)
    locale = row["language"] or row["log_locale"]
    return Untold(row["guild_id"], row["log_channel"], locale, tuple(_booked(one) for one in found))


def _booked(row: Row) -> Booked:
    names = ("entry", "task_id", "member_id", "actor_id", "why", "at", "period")
    values = {name: row[name] for name in names}
    return Booked(id=int(row["booking_id"]), amount=int(row["amount"]), member_name=row["member_name"] or "", **values)
