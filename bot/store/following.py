"""Following and ending: what the poller writes, and every way a task comes to its end."""

from bot.clock import MINUTE, SECOND
from bot.models import DeliveryKind, Kind, Reason, Stage, State, Task
from bot.store import outcomes, quotas
from bot.store.database import Database
from bot.store.deliveries import close
from bot.store.intake import owe
from bot.store.leases import Lease
from bot.store.outcomes import NewSongs, Outcome
from bot.store.rows import task_from
from bot.store.sql import Sql

NOTICE_AFTER = 30 * SECOND
"""A failure later than this after the command gets a reply that pings: nobody watches the message any more."""

WATCHED = 2 * MINUTE
"""A task that was looked at so long before its result came was watched: looks are a minute apart at most."""


class Following:
    def __init__(self, database: Database, rules: quotas.QuotaRules) -> None:
        self._database = database
        self._rules = rules

    async def due(self, now: int, many: int) -> list[Task]:
        """Tasks to look at now: running, named by a callback, or ended ones that may still come late."""
        return await self._many("to_poll", now=now, many=many)

    async def hint(self, callback_key: str, service_task_id: str | None, now: int, gap: int = 0) -> bool:
        """A callback came for this key; whether there is such a key. Ended tasks are left as they are.

        The next look is made now, or `gap` milliseconds after the last one. One that changes nothing writes nothing.
        """
        values = {"callback_key": callback_key, "service_task_id": service_task_id, "now": now, "gap": gap}
        row = await self._database.read(lambda sql: sql.one("hinted", **values))
        if row is not None and row["changes"]:
            await self._database.write(lambda sql: sql.one("hint", **values))
        return row is not None

    async def forget_hint(self, lease: Lease, hinted_id: str | None, now: int) -> None:
        """The id that a callback named is not ours; another, named meanwhile, stays."""
        await self._one(lease, now, "forget_hint", task_id=lease.item, hinted_id=hinted_id)

    async def looked(self, lease: Lease, next_poll_at: int | None, now: int) -> None:
        await self._one(lease, now, "looked", task_id=lease.item, next_poll_at=next_poll_at)

    async def progress(self, lease: Lease, stage: Stage, songs: NewSongs, next_poll_at: int, now: int) -> None:
        """What a look at a running task showed; a song that can be downloaded already need not wait for the others."""

        async def work(sql: Sql) -> None:
            await lease.hold(sql, now)
            row = await sql.one("looked", task_id=lease.item, next_poll_at=next_poll_at, now=now)
            if row is not None:
                await outcomes.write_songs(sql, task_from(row), songs, now)
                await sql.one("staged", task_id=lease.item, stage=stage)

        await self._database.write(work)

    async def ready(self, lease: Lease, outcome: Outcome, now: int) -> Task | None:
        """running, failed or unknown → ready, with what it has brought and a delivery for each part of it.

        None where nothing more is owed: it was brought before, or another request brings it.
        """

        async def work(sql: Sql) -> Task | None:
            await lease.hold(sql, now)
            row = await sql.one("ready", task_id=lease.item, now=now)
            if row is None:
                return None
            task = task_from(row)
            await outcomes.write(sql, task, outcome, now)
            return await close(sql, self._rules, task.id, now) or task  # all of it may have been posted on the way

        return await self._database.write(work)

    async def end(
        self, lease: Lease | None, task: Task, new: State, reason: Reason, now: int, next_poll_at: int | None = None
    ) -> Task | None:
        """`task.state` → failed or unknown: given back, told to the member, and to the owner where that helps.

        None where the row has moved on meanwhile; then nothing is written.
        """

        async def work(sql: Sql) -> Task | None:
            if lease is not None:
                await lease.hold(sql, now)
            values = {"old": task.state, "new": new, "reason": reason, "next_poll_at": next_poll_at}
            row = await sql.one("end_task", task_id=task.id, now=now, **values)
            if row is None:
                return None
            ended = await quotas.give_back(sql, self._rules, task.id, now) or task_from(row)
            if now - task.created_at > NOTICE_AFTER:
                await owe(sql, ended, DeliveryKind.NOTICE, now, ping=True)
            if reason is Reason.UNCLEAR:
                await owe(sql, ended, DeliveryKind.OWNER, now)
            return ended

        return await self._database.write(work)

    async def durations(self, kind: Kind, model: str, longest: int, many: int = 50) -> list[int]:
        """How long the latest tasks of this kind and model took, in milliseconds, unsorted, `longest` at most.

        Reads `many` index rows, and those of tasks that nobody watched to their end.
        """
        values = {"kind": kind, "model": model, "longest": longest, "gap": WATCHED, "many": many}
        rows = await self._database.read(lambda sql: sql.all("durations", **values))
        return [int(row["length"]) for row in rows]

    async def _one(self, lease: Lease, now: int, query: str, **values: object) -> None:
        async def work(sql: Sql) -> None:
            await lease.hold(sql, now)
            await sql.one(query, now=now, **values)

        await self._database.write(work)

    async def _many(self, query: str, **values: object) -> list[Task]:
        return [task_from(row) for row in await self._database.read(lambda sql: sql.all(query, **values))]
