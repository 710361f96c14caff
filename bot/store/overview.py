"""What the owner of the bot sees of all guilds, and does about requests whose fate nobody knows."""

from dataclasses import dataclass

from bot.models import Kind, Reason, Task
from bot.store.database import Database
from bot.store.rows import task_from
from bot.store.sql import Sql

GUILDS, UNKNOWN = 10, 5


@dataclass(frozen=True, slots=True)
class GuildUse:
    """`spent` is in thousandths of a credit, without what was given back."""

    guild_id: int
    requests: int
    spent: int


@dataclass(frozen=True, slots=True)
class Overview:
    """`made` counts what the service was paid for, `guilds` are the ten that spent most, `unknown` the latest five."""

    made: dict[Kind, int]
    guilds: tuple[GuildUse, ...]
    failures: dict[Reason, int]
    unknown: tuple[Task, ...]


class Overviews:
    def __init__(self, database: Database, host: str) -> None:
        self._database = database
        self._host = host

    async def since(self, moment: int) -> Overview:
        """Reads the tasks that have ended since then."""

        async def work(sql: Sql) -> Overview:
            made = await _made(sql, moment)
            rows = await sql.all("use_by_guild", since=moment, many=GUILDS)
            guilds = tuple(GuildUse(row["guild_id"], int(row["requests"]), int(row["spent"])) for row in rows)
            rows = await sql.all("failures_by_reason", since=moment)
            failures = {Reason(row["reason"]): int(row["many"]) for row in rows}
            unknown = tuple(task_from(row) for row in await sql.all("unknown_tasks", many=UNKNOWN))
            return Overview(made, guilds, failures, unknown)

        return await self._database.read(work)

    async def made_since(self, moment: int) -> dict[Kind, int]:
        """What the service was paid for since then."""
        return await self._database.read(lambda sql: _made(sql, moment))

    async def unknown(self, task_id: int) -> Task | None:
        row = await self._database.read(lambda sql: sql.one("unknown_task", task_id=task_id))
        return task_from(row) if row else None

    async def look_now(self, task_id: int, now: int) -> Task | None:
        """None where the row is not unknown any more, has no id to look for, or is another host's."""
        return await self._one("look_now", task_id=task_id, host=self._host, now=now)

    async def give_up(self, task_id: int) -> Task | None:
        """No look any more, and gone from the owner's list; what was given back stays back."""
        return await self._one("give_up", task_id=task_id)

    async def send_anew(self, task_id: int, now: int) -> Task | None:
        """unknown → queued, free for the guild. None where an id is known, the text was
        erased, or it is another host's."""
        return await self._one("send_anew", task_id=task_id, host=self._host, now=now)

    async def _one(self, query: str, **values: object) -> Task | None:
        row = await self._database.write(lambda sql: sql.one(query, **values))
        return task_from(row) if row else None


async def _made(sql: Sql, since: int) -> dict[Kind, int]:
    return {Kind(row["kind"]): int(row["many"]) for row in await sql.all("made_since", since=since)}
