"""Deliveries: the messages that the worker owes, and what became of each."""

from dataclasses import dataclass

from bot.clock import HOUR
from bot.models import Delivery, DeliveryKind, DeliveryState, Reason, State, Task, Track
from bot.store import quotas
from bot.store.database import Database
from bot.store.intake import owe
from bot.store.leases import Lease
from bot.store.rows import delivery_from, task_from, track_from
from bot.store.sql import Sql


@dataclass(frozen=True, slots=True)
class Songs:
    """How the songs of a task stand: owed in all, still pending, lost at the service, seen posted."""

    songs: int
    pending: int
    lost: int
    posted: int


RESULTS = frozenset({DeliveryKind.SONG, DeliveryKind.WAV, DeliveryKind.DRAFTS})
"""What a task is done for; with the last of them it ends."""


class Deliveries:
    def __init__(self, database: Database, rules: quotas.QuotaRules) -> None:
        self._database = database
        self._rules = rules

    async def due(self, now: int, many: int) -> list[Delivery]:
        """The oldest pending one of each channel where none is under way; songs to be posted again come last."""
        rows = await self._database.read(lambda sql: sql.all("to_post", now=now, many=many))
        return [delivery_from(row) for row in rows]

    async def still_due(self, delivery_id: int, now: int) -> Delivery | None:
        """The row as it stands once the lease is held; None where another has posted or postponed it meanwhile."""
        row = await self._database.read(lambda sql: sql.one("delivery_due", delivery_id=delivery_id, now=now))
        return delivery_from(row) if row else None

    async def attempted(self, lease: Lease, delivery: Delivery, now: int) -> None:
        """Note down an attempt before it is made."""

        async def work(sql: Sql) -> None:
            await lease.hold(sql, now)
            await sql.one("attempted", delivery_id=delivery.id, now=now)

        await self._database.write(work)

    async def settle(
        self,
        lease: Lease,
        delivery: Delivery,
        state: DeliveryState,
        message_id: int | None,
        now: int,
        *,
        reason: Reason | None = None,
    ) -> Task | None:
        """pending → posted, unsure or lost. With its last song the task is delivered, or failed where all are lost.

        `reason` says why it is lost; where a song was to be posted again and is gone, a notice says so.
        """

        async def work(sql: Sql) -> Task | None:
            await lease.hold(sql, now)
            values = {"delivery_id": delivery.id, "state": state, "message_id": message_id, "reason": reason}
            if await sql.one("settle_delivery", **values) is None:
                return None
            if delivery.kind is DeliveryKind.REPOST and reason is Reason.GONE:
                await _tell_gone(sql, delivery, now)
            if state is DeliveryState.POSTED:
                await sql.one("show_soon", task_id=delivery.task_id, now=now)  # the channel is open
            if delivery.kind not in RESULTS:
                return None
            if state is DeliveryState.UNSURE:
                await _tell_unsure(sql, delivery, now)
            return await close(sql, self._rules, delivery.task_id, now)

        return await self._database.write(work)

    async def settle_status(
        self, lease: Lease, delivery: Delivery, message_id: int, version: int, digest: str, later: int, now: int
    ) -> None:
        """A status message that the worker posted stands now for the row, and shows `version`."""

        async def work(sql: Sql) -> None:
            await lease.hold(sql, now)
            state = DeliveryState.POSTED
            settled = {"delivery_id": delivery.id, "state": state, "message_id": message_id, "reason": None}
            if await sql.one("settle_delivery", **settled) is None:
                return
            values = {"task_id": delivery.task_id, "message_id": message_id, "version": version, "digest": digest}
            await sql.one("status_posted", later=later, **values)

        await self._database.write(work)

    async def postpone(
        self, lease: Lease, delivery: Delivery, not_before: int, now: int, *, refused: bool = False
    ) -> None:
        """`refused`: nothing can have come of the attempt that was made since `delivery` was read."""

        async def work(sql: Sql) -> None:
            await lease.hold(sql, now)
            if refused:
                await _forget_attempt(sql, delivery)
            await sql.one("postpone", delivery_id=delivery.id, not_before=not_before)

        await self._database.write(work)

    async def close_channel(self, lease: Lease, delivery: Delivery, not_before: int, now: int) -> None:
        """The channel has refused `delivery`: nothing is tried there before then.

        Whoever waits there for a result, or for word of a failure, is told directly, once a request.
        """

        async def work(sql: Sql) -> None:
            await lease.hold(sql, now)
            await _forget_attempt(sql, delivery)
            await sql.run("postpone_channel", channel_id=delivery.channel_id, not_before=not_before)
            for row in await sql.all("untold_in", channel_id=delivery.channel_id):
                await owe(sql, task_from(row), DeliveryKind.DIRECT, now)

        await self._database.write(work)

    async def of_song(self, delivery_id: int, guild_id: int) -> tuple[Delivery, Task, Track] | None:
        """A song's delivery with its task and track, seen from its own guild only."""

        async def work(sql: Sql) -> tuple[Delivery, Task, Track] | None:
            row = await sql.one("delivery_in_guild", delivery_id=delivery_id, guild_id=guild_id)
            if row is None or row["track_id"] is None:
                return None
            task = await sql.one("task", task_id=row["task_id"])
            track = await sql.one("track", track_id=row["track_id"])
            return (delivery_from(row), task_from(task), track_from(track)) if task and track else None

        return await self._database.read(work)

    async def mark_deleted(self, delivery_id: int, guild_id: int, now: int) -> None:
        """The message was deleted on purpose; the song stays in the library."""
        values = {"delivery_id": delivery_id, "guild_id": guild_id, "now": now}
        await self._database.write(lambda sql: sql.one("mark_deleted", **values))


async def _forget_attempt(sql: Sql, delivery: Delivery) -> None:
    await sql.one("forget_attempt", delivery_id=delivery.id, last_attempt_at=delivery.last_attempt_at)


async def _tell_unsure(sql: Sql, delivery: Delivery, now: int) -> None:
    row = await sql.one("task", task_id=delivery.task_id)
    if row is not None:
        for kind in (DeliveryKind.NOTICE, DeliveryKind.OWNER):
            await owe(sql, task_from(row), kind, now, track_id=delivery.track_id, reason=Reason.UNSURE)


async def _tell_gone(sql: Sql, delivery: Delivery, now: int) -> None:
    row = await sql.one("task", task_id=delivery.task_id)
    if row is not None:
        await owe(
            sql,
            task_from(row),
            DeliveryKind.NOTICE,
            now,
            track_id=delivery.track_id,
            channel_id=delivery.channel_id,
            after_id=delivery.after_id,
            reason=Reason.GONE,
        )


async def close(sql: Sql, rules: quotas.QuotaRules, task_id: int, now: int) -> Task | None:
    """ready → delivered when no song is pending; → failed, given back, when every song was lost.

    Where others came, a notice tells of each that was lost; it pings where that one was to ping.
    """
    counts = await songs_of(sql, task_id)
    if counts.pending:
        return None
    lost = [delivery_from(row) for row in await sql.all("lost_of", task_id=task_id)]
    failed = counts.lost == counts.songs
    why = lost[0].reason if lost else None
    new, reason = (State.FAILED, why or Reason.SERVICE_FAILED) if failed else (State.DELIVERED, None)
    values = {"old": State.READY, "new": new, "reason": reason, "next_poll_at": None}
    row = await sql.one("end_task", task_id=task_id, now=now, **values)
    if row is None:
        return None
    if failed:
        task = await quotas.give_back(sql, rules, task_id, now) or task_from(row)
        await owe(sql, task, DeliveryKind.NOTICE, now, ping=True)
        await _tell_owner(sql, task, now)
        return task
    await quotas.settle(sql, task_from(row), now)
    for one in lost:
        await owe(
            sql, task_from(row), DeliveryKind.NOTICE, now, track_id=one.track_id, reason=one.reason, ping=one.ping
        )
    return task_from(row)


async def _tell_owner(sql: Sql, task: Task, now: int) -> None:
    """All that was paid for at the service is lost, and what did that may do it to others: once an hour for each cause.

    Whom a guild lets post is its own affair.
    """
    if task.reason is not Reason.CLOSED:
        often = {"name": f"lost: {task.reason}", "value": str(now), "before": now - HOUR}
        if await sql.one("warn_again", **often) is not None:
            await owe(sql, task, DeliveryKind.OWNER, now)


async def songs_of(sql: Sql, task_id: int) -> Songs:
    row = await sql.one("song_states", task_id=task_id)
    return Songs(*(int(row[name]) for name in ("songs", "pending", "lost", "posted"))) if row else Songs(0, 0, 0, 0)
