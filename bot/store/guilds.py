"""What is kept for a guild besides its quota: settings by name, and the audit of changes."""

from dataclasses import dataclass

from bot.store.database import Database


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

    async def audit(self, guild_id: int, many: int = 50) -> list[Change]:
        """The latest changes, newest first."""
        rows = await self._database.read(lambda sql: sql.all("audit_of", guild_id=guild_id, many=many))
        return [Change(**row) for row in rows]
