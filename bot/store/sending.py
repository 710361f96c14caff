"""Sending: from a queued row to one that the service knows, or back."""

from dataclasses import dataclass

from bot.clock import DAY
from bot.errors import LeaseLost
from bot.models import DeliveryKind, Reason, Task
from bot.store.database import Database
from bot.store.holds import Hold, hold_of
from bot.store.intake import owe
from bot.store.leases import Lease
from bot.store.rows import task_from
from bot.store.sql import Sql


@dataclass(frozen=True, slots=True)
class Gate:
    """How much may be sent: creates in a sliding window of `window` milliseconds, and tasks at the service at once."""

    creates: int
    window: int
    per_guild: int
    per_member: int


class _Nothing(Exception):
    """Nothing may be sent now; raised so that the look costs no flush."""


class Sending:
    def __init__(self, database: Database, host: str) -> None:
        self._database = database
        self._host = host

    async def room(self, gate: Gate, now: int) -> int:
        """How many creates the window still takes, told without keeping a writer busy."""
        sent = await self._database.read(lambda sql: sql.one("sends_since", moment=now - gate.window))
        return max(0, gate.creates - int(sent["many"])) if sent else 0

    async def claim(self, gate: Gate, owner: str, lease_length: int, now: int) -> tuple[Task, Lease] | None:
        """queued → submitting for the row whose turn it is, under a new lease; None when none may be sent now.

        The create times in the rows are the sliding window, so all workers share it; the gate's row makes them queue.
        """

        async def work(sql: Sql) -> tuple[Task, Lease] | None:
            await sql.one("next_number", name="create")
            sent = await sql.one("sends_since", moment=now - gate.window)
            if sent is None or sent["many"] >= gate.creates:
                raise _Nothing
            caps = {"cap_guild": gate.per_guild, "cap_member": gate.per_member}
            row = await sql.one("claim", host=self._host, now=now, **caps)
            if row is None:
                raise _Nothing
            task = task_from(row)
            lease = Lease.new("create", task.id, owner, lease_length)
            await lease.take(sql, now)
            await sql.one("note_send", task_id=task.id, now=now)
            await sql.run("forget_sends", before=now - DAY)
            return task, lease

        try:
            return await self._database.write(work)
        except _Nothing:
            return None

    async def started(self, task_id: int, service_task_id: str, next_poll_at: int) -> Task | None:
        """Store the service's id, whatever the state is by then. None where an id was known already."""
        return await self._one("started", task_id=task_id, service_task_id=service_task_id, next_poll_at=next_poll_at)

    async def still_to_send(self, lease: Lease, now: int) -> None:
        """Right before the call. Raises `LeaseLost` where the row was given up while this worker stood still."""

        async def work(sql: Sql) -> None:
            await lease.hold(sql, now)
            if await sql.one("still_to_send", task_id=lease.item) is None:
                raise LeaseLost(f"{lease.lane} {lease.item}")

        await self._database.write(work)

    async def requeue(self, lease: Lease, reason: Reason | None, not_before: int, now: int) -> Task | None:
        """submitting → queued: nothing was started, the charge is kept."""

        async def work(sql: Sql) -> Task | None:
            await lease.hold(sql, now)
            row = await sql.one("requeue", task_id=lease.item, reason=reason, not_before=not_before)
            return task_from(row) if row else None

        return await self._database.write(work)

    async def overdue(self, before: int, many: int) -> list[Task]:
        """Confirmed rows that have waited since `before` or longer, or that wait for another host."""
        return await self._many("overdue_in_queue", host=self._host, before=before, many=many)

    async def suspects(self, sent_before: int, now: int, many: int) -> list[Task]:
        """Rows that were sent before then, have no answer, and are in nobody's hands."""
        return await self._many("suspects", sent_before=sent_before, now=now, many=many)

    async def hold(self) -> Hold | None:
        """Why creates are held back now, if they are."""
        return await self._database.read(lambda sql: hold_of(sql, self._host))

    async def hold_creates(self, reason: Reason, probe_at: int, now: int, found_by: Task | None = None) -> bool:
        """Hold creates back; whether they were not held for this reason before.

        Then the owner is owed a line about the request by which it was found out.
        """

        async def work(sql: Sql) -> bool:
            before = await hold_of(sql, self._host)
            await sql.one("hold_creates", host=self._host, reason=reason, probe_at=probe_at, now=now)
            news = before is None or before.reason is not reason
            if news and found_by is not None:
                await owe(sql, found_by, DeliveryKind.OWNER, now, reason=reason)
            return news

        return await self._database.write(work)

    async def release_creates(self) -> bool:
        """Let creates through again; False where they were not held."""
        return await self._database.write(lambda sql: sql.one("release_creates", host=self._host)) is not None

    async def _one(self, query: str, **values: object) -> Task | None:
        row = await self._database.write(lambda sql: sql.one(query, **values))
        return task_from(row) if row else None

    async def _many(self, query: str, **values: object) -> list[Task]:
        return [task_from(row) for row in await self._database.read(lambda sql: sql.all(query, **values))]
