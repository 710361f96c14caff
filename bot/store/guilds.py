"""What is kept for a guild besides its quota: settings by name, and the audit of changes."""

from dataclasses import dataclass

from bot.models import new_id
from bot.store.database import Database
from bot.store.sql import Sql

LANGUAGE = "language"
"""The setting that says in which language public messages are written; empty or missing: the server's own."""


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

    async def change(self, guild_id: int, name: str, value: str, actor_id: int, now: int) -> None:
        """What a manager sets, with a line in the audit."""

        async def work(sql: Sql) -> None:
            before = await sql.one("guild_setting", guild_id=guild_id, name=name)
            await sql.one("set_guild_setting", guild_id=guild_id, name=name, value=value)
            line = {"action": name, "before": before["value"] if before else "", "after": value}
            await sql.one("note_audit", audit_id=new_id(now), guild_id=guild_id, actor_id=actor_id, now=now, **line)

        await self._database.write(work)

    async def audit(self, guild_id: int, many: int = 50) -> list[Change]:
        """The latest changes, newest first."""
        rows = await self._database.read(lambda sql: sql.all("audit_of", guild_id=guild_id, many=many))
        return [Change(**row) for row in rows]
