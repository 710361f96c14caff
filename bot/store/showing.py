"""Showing: what the status messages are behind on, and what a view of a request is gathered from."""

from dataclasses import dataclass

from bot.models import DeliveryKind, Kind, Quota, Task, Track
from bot.store import quotas
from bot.store.database import Database
from bot.store.deliveries import songs_of
from bot.store.guilds import settings_of
from bot.store.holds import Hold, hold_of
from bot.store.intake import owe, place_of
from bot.store.rows import task_from, track_from
from bot.store.sql import Sql


@dataclass(frozen=True, slots=True)
class Gathered:
    """One consistent read of all rows that a view shows; `hold` where creates at its host are held.

    `per_guild` is how many the guild lets run at once, where it has set that.
    """

    task: Task
    quota: Quota
    tracks: tuple[Track, ...]
    posted: int
    place: int
    waiting: int
    hold: Hold | None
    drafts: int = 0
    lost: int = 0
    per_guild: int | None = None


class Showing:
    def __init__(self, database: Database, rules: quotas.QuotaRules) -> None:
        self._database = database
        self._rules = rules

    async def due(self, now: int, refresh_before: int, many: int) -> list[Task]:
        """Rows whose message is behind, and open ones that nobody has looked at since `refresh_before`."""
        values = {"now": now, "refresh_before": refresh_before, "many": many}
        rows = await self._database.read(lambda sql: sql.all("to_show", **values))
        return [task_from(row) for row in rows]

    async def gather(self, task_id: int, now: int, guild_id: int | None = None) -> Gathered | None:
        """Six look-ups by key. With `guild_id`, a request of another guild is not found."""

        async def work(sql: Sql) -> Gathered | None:
            row = (
                await sql.one("task", task_id=task_id)
                if guild_id is None
                else await sql.one("task_in_guild", task_id=task_id, guild_id=guild_id)
            )
            return await self._gather(sql, task_from(row), now) if row else None

        return await self._database.read(work)

    async def open_in_guild(self, guild_id: int, now: int, many: int) -> list[Gathered]:
        async def work(sql: Sql) -> list[Gathered]:
            rows = await sql.all("open_in_guild", guild_id=guild_id, many=many)
            return [await self._gather(sql, task_from(row), now) for row in rows]

        return await self._database.read(work)

    async def _gather(self, sql: Sql, task: Task, now: int) -> Gathered:
        tracks = tuple(track_from(row) for row in await sql.all("tracks_of", task_id=task.id))
        songs = await songs_of(sql, task.id)
        place, waiting = await place_of(sql, task)
        hold = await hold_of(sql, task.host)
        quota = await quotas.state(sql, self._rules, task.guild_id, now)
        drafts = len(await sql.all("drafts_of", task_id=task.id)) if task.kind is Kind.LYRICS else 0
        queued = place > 1  # else it does not matter how many may run
        per_guild = (await settings_of(sql, task.guild_id)).per_guild if queued else None
        return Gathered(task, quota, tracks, songs.posted, place, waiting, hold, drafts, songs.lost, per_guild)

    async def shown(self, task: Task, digest: str, later: int) -> None:
        """The message shows this version; `later` is when it may be touched again."""
        values = {"task_id": task.id, "version": task.version, "digest": digest, "later": later}
        await self._database.write(lambda sql: sql.one("shown", **values))

    async def failed(self, task: Task, later: int) -> None:
        await self._database.write(lambda sql: sql.one("show_failed", task_id=task.id, later=later))

    async def replace(self, task: Task, now: int) -> bool:
        """The message is gone or too old: owe one new one, once a request. False where that was done before."""

        async def work(sql: Sql) -> bool:
            row = await sql.one("lose_status", task_id=task.id)
            if row is not None:
                await owe(sql, task_from(row), DeliveryKind.STATUS, now, after_id=task.status_message_id)
            return row is not None

        return await self._database.write(work)
