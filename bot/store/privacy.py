"""Privacy: everything that is kept about a member of a guild, given out in portions or erased in portions.

Erasing may be repeated at any point: each portion is one transaction, and the row in `forgetting` ends with the last.
"""

from dataclasses import asdict, dataclass
from typing import Any

from bot.models import Draft, Task, Track
from bot.store import quotas, unnaming
from bot.store.allowance import QuotaRules
from bot.store.database import Database
from bot.store.managing import in_audit
from bot.store.rows import task_from, track_from
from bot.store.sql import Sql
from bot.store.words import words_in

PORTION = 50
"""Requests in one transaction; others wait no longer for it than a few milliseconds."""


@dataclass(frozen=True, slots=True)
class Forgetting:
    """A member whose requests up to `at` are to be erased."""

    guild_id: int
    member_id: int
    at: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A request with all that hangs on it; `posts` and `bookings` are plain values."""

    task: Task
    tracks: tuple[Track, ...]
    timed: dict[int, str]
    drafts: tuple[Draft, ...]
    posts: tuple[dict[str, Any], ...]
    bookings: tuple[dict[str, Any], ...]


class Privacy:
    def __init__(self, database: Database, rules: QuotaRules) -> None:
        self._database = database
        self._rules = rules

    async def begin(self, guild_id: int, member_id: int, now: int) -> tuple[Forgetting, list[Task]]:
        """Note that the member wants to be forgotten, and cancel what waits, given back; the cancelled requests."""
        member = {"guild_id": guild_id, "member_id": member_id}
        # Alone: together with others' rows, it would take them in another order than those who post.
        await self._database.write(lambda sql: sql.run("erase_from_posts", **member))

        async def work(sql: Sql) -> tuple[Forgetting, list[Task]]:
            forgetting = Forgetting(guild_id, member_id, now)
            cancelled = await _cancel(sql, self._rules, forgetting, now)
            await sql.one("lock_books")  # after the rows of requests, as everywhere
            until = await unnaming.keep_use(sql, self._rules, guild_id, member_id, now)
            await sql.one("begin_forgetting", now=now, until=until, **member)
            for query in ("erase_member_settings", "erase_from_audit", "erase_acts", "erase_from_grants"):
                await sql.run(query, **member)
            names = {"named": in_audit(member_id), "unnamed": in_audit(0)}
            await sql.run("erase_named_in_audit", guild_id=guild_id, **names)
            return forgetting, cancelled

        return await self._database.write(work)

    async def due(self, now: int, many: int) -> list[Forgetting]:
        """Members of whom something can be erased now. Walks a table that is nearly always empty."""
        rows = await self._database.read(lambda sql: sql.all("forgetting_due", now=now, many=many))
        return [Forgetting(**row) for row in rows]

    async def erase_some(self, forgetting: Forgetting, now: int) -> int:
        """Erase a portion of what has ended; how many requests that were.

        One that was at the service and came back into the queue is cancelled, for its text goes.
        """

        async def work(sql: Sql) -> int:
            await _cancel(sql, self._rules, forgetting, now)
            rows = await sql.all("tasks_to_erase", many=PORTION, **asdict(forgetting))
            for row in rows:
                await _erase(sql, task_from(row))
            return len(rows)

        return await self._database.write(work)

    async def finish(self, forgetting: Forgetting, now: int) -> bool:
        """Whether no request of the member is left; as long as something runs at the service, one is.

        Counters of theirs lose their number when their period is over; only then the member is forgotten whole.
        """

        async def work(sql: Sql) -> bool:
            await sql.one("lock_books")
            await unnaming.fold(sql, self._rules, forgetting.guild_id, forgetting.member_id, now)
            if await sql.one("left_of_member", **asdict(forgetting)) is not None:
                return False
            await sql.one("end_forgetting", now=now, **asdict(forgetting))
            return True

        return await self._database.write(work)

    async def kept(self, guild_id: int, member_id: int, after: int) -> list[Kept]:
        """The next requests of the member above the number `after`, at most `PORTION`."""

        async def work(sql: Sql) -> list[Kept]:
            member = {"guild_id": guild_id, "member_id": member_id}
            rows = await sql.all("tasks_of_member", after=after, many=PORTION, **member)
            return [await _kept(sql, task_from(row)) for row in rows]

        return await self._database.read(work)

    async def about(self, guild_id: int, member_id: int) -> dict[str, list[dict[str, Any]]]:
        """What is kept besides requests: the member's settings, what they changed as a manager, what the books hold."""

        async def work(sql: Sql) -> dict[str, list[dict[str, Any]]]:
            member = {"guild_id": guild_id, "member_id": member_id}
            names = {"settings": "member_settings_of", "changes": "changes_by", "posted_again": "posted_again_by"}
            plain = {name: [dict(row) for row in await sql.all(query, **member)] for name, query in names.items()}
            return plain | await unnaming.about(sql, guild_id, member_id)

        return await self._database.read(work)


async def _cancel(sql: Sql, rules: QuotaRules, forgetting: Forgetting, now: int) -> list[Task]:
    rows = await sql.all("cancel_of_member", now=now, **asdict(forgetting))
    return [await quotas.give_back(sql, rules, row["id"], now) or task_from(row) for row in rows]


async def _erase(sql: Sql, task: Task) -> None:
    """Songs stay, with title and style; the idea goes from the search as well.

    Which words came from it only the index knows: title and style may have been others when it was written.

    The request's row first, as where songs come: who takes rows in another order may wait for ever, and a look that
    would bring words waits for this one.
    """
    if await sql.one("erase_words_of_task", task_id=task.id) is None:
        return
    for row in await sql.all("erase_words_of_tracks", task_id=task.id):
        track = track_from(row)
        await sql.run("erase_timed_lyrics", track_id=track.id)
        kept = set(words_in(f"{track.title} {track.style}"))
        for entry in await sql.all("words_of_track", track_id=track.id):
            if entry["word"] not in kept:
                await sql.run("unindex_word", **entry)
    for query in ("erase_drafts", "silence_deliveries"):
        await sql.run(query, task_id=task.id)
    await sql.run("erase_from_ledger", task_id=task.id, member_id=task.member_id)


async def _kept(sql: Sql, task: Task) -> Kept:
    tracks = tuple(track_from(row) for row in await sql.all("tracks_of", task_id=task.id))
    timed = {track.id: await sql.one("timed_lyrics", track_id=track.id) for track in tracks}
    drafts = [Draft(**row) for row in await sql.all("drafts_of", task_id=task.id)]
    posts = await sql.all("deliveries_of_task", task_id=task.id)
    bookings = await sql.all("ledger_of_task", task_id=task.id)
    return Kept(
        task,
        tracks,
        {track_id: str(row["words"]) for track_id, row in timed.items() if row},
        tuple(drafts),
        tuple({key: value for key, value in dict(row).items() if key != "posted_by"} for row in posts),  # others' too
        tuple(dict(row) for row in bookings),
    )
