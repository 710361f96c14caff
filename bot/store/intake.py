"""Accepting: from a command to a queued row that the member knows of, or to no row at all."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot import guild_rules
from bot.errors import AlreadyAsked
from bot.guild_rules import PINGS, GuildSettings, Pings, quieter
from bot.ids import new_id
from bot.models import KIND_OF_MODE, Asked, DeliveryKind, Kind, Quota, Reason, Request, Task
from bot.store import quotas
from bot.store.database import Database
from bot.store.guilds import settings_of
from bot.store.holds import Hold, hold_of
from bot.store.rows import task_from
from bot.store.sql import Sql


@dataclass(frozen=True, slots=True)
class Terms:
    """What a request is accepted under; kept in its row as they were.

    `complete` makes it whole by what the guild has set, or raises what is wrong with it.
    """

    profile: str
    host: str
    price: int
    source_track_id: int | None = None
    complete: Callable[[Request, GuildSettings], Request] = lambda request, _: request


@dataclass(frozen=True, slots=True)
class Intaken:
    """`fresh` is False when the interaction had been accepted before: nothing was charged again."""

    task: Task
    quota: Quota
    place: int
    waiting: int
    hold: Hold | None
    fresh: bool
    per_guild: int | None = None


class Intake:
    def __init__(self, database: Database, rules: quotas.QuotaRules) -> None:
        self._database = database
        self._rules = rules

    async def accept(self, asked: Asked, terms: Terms, now: int) -> Intaken:
        """Take the price and write the row, keyed by the interaction's id, in one transaction.

        Raises what `terms.complete` and `guild_rules.check` do, `QuotaPaused`, `NotEnoughCredits`, `ShareUsedUp`,
        `HostLimitReached`; then nothing is written.
        """

        async def work(sql: Sql) -> Intaken:
            number = await sql.one("next_number", name="request")  # first, so that accepting is one after the other
            known = await sql.one("task_of_interaction", interaction_id=asked.interaction_id)
            chosen = await settings_of(sql, asked.guild_id)  # read here, for another process may just have changed them
            if known is None:
                whole = replace(asked, request=terms.complete(asked.request, chosen))
                guild_rules.check(chosen, whole)
                await _refuse_second_wav(sql, terms, whole)
                await note_thread(sql, asked.guild_id, asked.channel_id, asked.open_parent_id)
                task_id = int(number["value"]) if number else 0
                task, quota = await self._insert(sql, task_id, whole, terms, chosen.language, now)
            else:
                task, quota = task_from(known), await quotas.state(sql, self._rules, asked.guild_id, now)
            place, waiting = await place_of(sql, task)
            hold = await hold_of(sql, terms.host)
            return Intaken(task, quota, place, waiting, hold, known is None, chosen.per_guild)

        return await self._database.write(work)

    async def _insert(
        self, sql: Sql, task_id: int, asked: Asked, terms: Terms, language: str, now: int
    ) -> tuple[Task, Quota]:
        kind, member_id = KIND_OF_MODE[asked.request.mode], asked.member_id
        booking = quotas.Booking.of("take", member_id, member_id, now, task_id, kind)
        taken = await quotas.take(sql, self._rules, booking, asked.guild_id, terms.price, asked.role_ids)
        row = await sql.one(
            "insert_task",
            task_id=task_id,
            interaction_id=asked.interaction_id,
            interaction_token=asked.interaction_token,
            guild_id=asked.guild_id,
            channel_id=asked.channel_id,
            member_id=asked.member_id,
            member_name=asked.member_name,
            locale=language or asked.locale,
            kind=kind,
            model=getattr(asked.request, "model", ""),
            request=asked.request.model_dump_json(),
            profile=terms.profile,
            host=terms.host,
            price=terms.price,
            period=taken.period,
            callback_key=secrets.token_urlsafe(24),
            source_track_id=terms.source_track_id,
            now=now,
        )
        assert row is not None  # noqa: S101 - an INSERT without a condition
        return task_from(row), taken.quota

    async def confirm(self, task_id: int, message_id: int, version: int, digest: str, now: int, later: int) -> bool:
        """The member has the public status message, which shows `version`; from now on the row may be sent."""
        values = {"task_id": task_id, "message_id": message_id, "version": version, "digest": digest}
        write = self._database.write(lambda sql: sql.one("confirm", now=now, later=later, **values))
        return await write is not None

    async def confirm_privately(self, task_id: int, now: int) -> bool:
        """The member was answered by a private defer; the public status message is owed by the worker."""

        async def work(sql: Sql) -> bool:
            row = await sql.one("confirm_privately", task_id=task_id)
            if row is not None:
                await owe(sql, task_from(row), DeliveryKind.STATUS, now)
            return row is not None

        return await self._database.write(work)

    async def unconfirmed(self, before: int, now: int, many: int) -> list[Task]:
        """Rows that no command confirmed in time, the oldest first; cancelled ones too: their message must say so."""
        rows = await self._database.read(lambda sql: sql.all("unconfirmed", before=before, now=now, many=many))
        return [task_from(row) for row in rows]

    async def look_later(self, task_id: int, not_before: int) -> None:
        """Discord could not be asked; the row stays unconfirmed until then."""
        await self._database.write(lambda sql: sql.one("look_later", task_id=task_id, not_before=not_before))

    async def looked_up(self, task_id: int) -> None:
        """It is known how the member was answered: nobody is to look any more."""
        await self._database.write(lambda sql: sql.one("looked_up", task_id=task_id))

    async def withdraw(self, task_id: int, now: int) -> Task | None:
        """The member never saw an answer: cancelled and given back. None where it was confirmed or ended already."""
        return await self._ended("withdraw", now, task_id=task_id)

    async def cancel(self, task_id: int, guild_id: int, now: int) -> Task | None:
        """queued → cancelled, given back. None where the row is not waiting any more."""
        return await self._ended("cancel", now, task_id=task_id, guild_id=guild_id)

    async def _ended(self, query: str, now: int, *, task_id: int, **values: object) -> Task | None:
        async def work(sql: Sql) -> Task | None:
            row = await sql.one(query, task_id=task_id, now=now, **values)
            return None if row is None else await quotas.give_back(sql, self._rules, task_id, now) or task_from(row)

        return await self._database.write(work)


async def _refuse_second_wav(sql: Sql, terms: Terms, asked: Asked) -> None:
    """Raises `AlreadyAsked`: whoever asks for the same WAV gets the first one."""
    if KIND_OF_MODE[asked.request.mode] is Kind.WAV:
        row = await sql.one("live_wav", track_id=terms.source_track_id)
        if row is not None:
            raise AlreadyAsked(int(row["id"]))


async def note_thread(sql: Sql, guild_id: int, channel_id: int, open_parent_id: int | None) -> None:
    """Keep who sees a public thread, as long as Discord tells it."""
    if open_parent_id is not None:
        await sql.one("note_thread", guild_id=guild_id, channel_id=channel_id, parent_id=open_parent_id)


async def place_of(sql: Sql, task: Task) -> tuple[int, int]:
    """The task's place among its guild's waiting ones, and how many wait. Reads the open rows of the guild."""
    row = await sql.one("place", task_id=task.id, guild_id=task.guild_id, created_at=task.created_at)
    return (int(row["place"]), int(row["waiting"])) if row else (0, 0)


async def owe(
    sql: Sql,
    task: Task,
    kind: DeliveryKind,
    now: int,
    *,
    track_id: int | None = None,
    channel_id: int | None = None,
    after_id: int | None = None,
    reason: Reason | None = None,
    ping: bool = False,
    posted_by: int | None = None,
) -> None:
    """Write a delivery row: a message that the worker owes. What concerns a song is owed once, whoever asks.

    `ping`: as far as guild and member want to be pinged; nobody is, where the member has been forgotten.
    """
    wish = await _pings(sql, task) if ping and task.member_id else Pings.OFF
    place = {"guild_id": task.guild_id, "channel_id": channel_id or task.channel_id, "after_id": after_id}
    what = {"task_id": task.id, "track_id": track_id, "kind": kind, "reason": reason or task.reason}
    whom = {"ping": wish is not Pings.OFF, "silent": wish is Pings.QUIET, "posted_by": posted_by}
    await sql.one("insert_delivery", delivery_id=new_id(now), now=now, **place, **what, **whom)


async def _pings(sql: Sql, task: Task) -> Pings:
    """The quieter of what guild and member want. One look-up, by primary keys."""
    rows = await sql.all("wishes_of", guild_id=task.guild_id, member_id=task.member_id, name=PINGS)
    return quieter(Pings.ON, *(Pings(row["value"]) for row in rows))
