"""What managers and members have set, the audit of changes, and how often a blocked word was asked for."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.guild_rules import PINGS, GuildSettings, Pings
from bot.ids import new_id
from bot.store.bookings import LogTo, log_to
from bot.store.database import Database
from bot.store.managing import Act
from bot.store.sql import Sql


@dataclass(frozen=True, slots=True)
class Change:
    """A line of the audit."""

    actor_id: int
    action: str
    before: str
    after: str
    at: int


class Guilds:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def setting(self, guild_id: int, name: str) -> str | None:
        """Guild 0 stands for the bot itself."""
        row = await self._database.read(lambda sql: sql.one("guild_setting", guild_id=guild_id, name=name))
        return str(row["value"]) if row else None

    async def set(self, guild_id: int, name: str, value: str) -> None:
        values = {"guild_id": guild_id, "name": name, "value": value}
        await self._database.write(lambda sql: sql.one("set_guild_setting", **values))

    async def settings(self, guild_id: int) -> GuildSettings:
        return await self._database.read(lambda sql: settings_of(sql, guild_id))

    async def change(self, act: Act, changes: Mapping[str, str], log: LogTo | None = None) -> None:
        """What a manager sets, all at once, with a line each in the audit; an empty value takes a setting back."""

        async def work(sql: Sql) -> None:
            for name, value in changes.items():
                await _change(sql, act, name, value)
            if log is not None:
                await log_to(sql, act, log)

        await self._database.write(work)

    async def audit(self, guild_id: int, many: int = 50) -> list[Change]:
        """The latest changes, newest first."""
        rows = await self._database.read(lambda sql: sql.all("audit_of", guild_id=guild_id, many=many))
        return [Change(**row) for row in rows]

    async def member_pings(self, guild_id: int, member_id: int) -> Pings:
        values = {"guild_id": guild_id, "member_id": member_id, "name": PINGS}
        row = await self._database.read(lambda sql: sql.one("member_setting", **values))
        return Pings(row["value"]) if row else Pings.ON

    async def set_member_pings(self, guild_id: int, member_id: int, pings: Pings) -> None:
        values = {"guild_id": guild_id, "member_id": member_id, "name": PINGS, "value": pings}
        await self._database.write(lambda sql: sql.one("set_member_setting", **values))

    async def count_blocked(self, guild_id: int, word: str) -> None:
        """A request was refused for this word."""
        await self._database.write(lambda sql: sql.one("count_blocked", guild_id=guild_id, word=word))

    async def blocked_counts(self, guild_id: int) -> dict[str, int]:
        """How often each word was refused, the most frequent first; also words that are allowed again."""
        rows = await self._database.read(lambda sql: sql.all("blocked_counts", guild_id=guild_id))
        return {row["word"]: int(row["many"]) for row in rows}

    async def warn_again(self, name: str, now: int, pause: int) -> bool:
        """Whether it is time for a warning that may come once in `pause` milliseconds; then it counts as given."""
        values = {"name": name, "value": str(now), "before": now - pause}
        return await self._database.write(lambda sql: sql.one("warn_again", **values)) is not None


async def _change(sql: Sql, act: Act, name: str, value: str) -> None:
    row = await sql.one("guild_setting", guild_id=act.guild_id, name=name)
    before = row["value"] if row else ""
    if before == value:
        return
    if value:
        await sql.one("set_guild_setting", guild_id=act.guild_id, name=name, value=value)
    else:
        await sql.one("unset_guild_setting", guild_id=act.guild_id, name=name)
    line = {"action": name, "before": before, "after": value, "audit_id": new_id(act.now), "now": act.now}
    await sql.one("note_audit", guild_id=act.guild_id, actor_id=act.actor_id, **line)


async def settings_of(sql: Sql, guild_id: int) -> GuildSettings:
    """One range of the primary key."""
    rows = await sql.all("guild_settings_of", guild_id=guild_id)
    return GuildSettings.read({row["name"]: row["value"] for row in rows if row["value"]})
