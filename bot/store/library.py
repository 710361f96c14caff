"""The library: all songs of a guild, found by words, posted again, made longer, with their lyrics in time."""

import json
from dataclasses import dataclass
from typing import Any

from bot.models import Delivery, DeliveryKind, DeliveryState, Draft, Task, Track
from bot.store.database import Database
from bot.store.intake import note_thread, owe
from bot.store.rows import delivery_from, task_from, track_from
from bot.store.sql import Row, Sql
from bot.store.words import Search

NEWEST = 5000
"""Songs that a search by words looks through before it looks through all."""

RARE = 1000
"""Songs that have a word, for it to count as rare."""


@dataclass(frozen=True, slots=True)
class Song:
    """A track with what the library says about it. `posted` are messages of ours that carry it, newest first; `came`
    says what became of the latest try to post it where there is none."""

    track: Track
    task: Task
    posted: tuple[Delivery, ...]
    came: DeliveryState | None = None


class Library:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def search(self, search: Search, many: int, skip: int = 0) -> list[Song]:
        """Newest first. Walks an index; three look-ups by key for each song found."""

        async def work(sql: Sql) -> list[Song]:
            return [await _song(sql, row) for row in await _rows(sql, search, many, skip)]

        return await self._database.read(work)

    async def count(self, search: Search) -> int:
        row = await self._database.read(lambda sql: sql.one("count_songs", **search.values()))
        return int(row["many"]) if row else 0

    async def channels(self, guild_id: int) -> dict[int, int]:
        """Channels of the guild that have songs, and for each the one that tells who sees it: the thread's, or itself.

        `Search.hidden` names the latter.
        """
        rows = await self._database.read(lambda sql: sql.all("song_channels", guild_id=guild_id))
        return {int(row["channel_id"]): int(row["teller_id"]) for row in rows}

    async def song(self, track_id: int, guild_id: int) -> Song | None:
        """None for a song of another guild, and for one that was erased."""

        async def work(sql: Sql) -> Song | None:
            row = await sql.one("track_in_guild", track_id=track_id, guild_id=guild_id)
            return await _song(sql, row) if row else None

        return await self._database.read(work)

    async def delivery_of_message(self, message_id: int, guild_id: int) -> Delivery | None:
        row = await self._database.read(
            lambda sql: sql.one("delivery_of_message", message_id=message_id, guild_id=guild_id)
        )
        return delivery_from(row) if row else None

    async def family(self, track: Track) -> tuple[Track | None, list[Track]]:
        """What the song extends, and what extends it."""

        async def work(sql: Sql) -> tuple[Track | None, list[Track]]:
            parent = None
            if track.parent_track_id is not None:
                parent = await sql.one("track_in_guild", track_id=track.parent_track_id, guild_id=track.guild_id)
            children = await sql.all("family_of", track_id=track.id)
            return (track_from(parent) if parent else None, [track_from(row) for row in children])

        return await self._database.read(work)

    async def post_again(
        self,
        song: Song,
        channel_id: int,
        open_parent_id: int | None,
        now: int,
        *,
        posted_by: int | None = None,
        after_id: int | None = None,
    ) -> None:
        """Owe the song to a channel once more, unless it is about to be posted there again anyway.

        `posted_by` is the member who wants it, `after_id` the interaction's id.
        """
        task, track_id = song.task, song.track.id

        async def work(sql: Sql) -> None:
            await note_thread(sql, task.guild_id, channel_id, open_parent_id)
            if await sql.one("pending_repost", track_id=track_id, channel_id=channel_id) is None:
                kind = DeliveryKind.REPOST
                asked: dict[str, Any] = {"posted_by": posted_by, "after_id": after_id}
                await owe(sql, task, kind, now, track_id=track_id, channel_id=channel_id, **asked)

        await self._database.write(work)

    async def erase(self, track_id: int, guild_id: int, now: int) -> bool:
        """Take a song out of the library; messages that carry it stay."""
        values = {"track_id": track_id, "guild_id": guild_id, "now": now}
        return await self._database.write(lambda sql: sql.one("erase_track", **values)) is not None

    async def live_wav(self, track_id: int) -> Task | None:
        """The WAV task of a track that is under way or done."""
        row = await self._database.read(lambda sql: sql.one("live_wav", track_id=track_id))
        return task_from(row) if row else None

    async def earlier_wav(self, track_id: int) -> str | None:
        """The service's id of a WAV task of this track."""
        row = await self._database.read(lambda sql: sql.one("earlier_wav", track_id=track_id))
        return str(row["service_task_id"]) if row else None

    async def posted_wav(self, task_id: int) -> Delivery | None:
        """The message that brought the WAV, unless it was deleted on purpose."""
        row = await self._database.read(lambda sql: sql.one("posted_wav", task_id=task_id))
        return delivery_from(row) if row else None

    async def drafts(self, task_id: int) -> list[Draft]:
        rows = await self._database.read(lambda sql: sql.all("drafts_of", task_id=task_id))
        return [Draft(**row) for row in rows]

    async def task_of_drafts(self, delivery_id: int, guild_id: int) -> Task | None:
        """The request whose drafts the delivery posted, seen from its own guild only."""
        values = {"delivery_id": delivery_id, "guild_id": guild_id}
        row = await self._database.read(lambda sql: sql.one("task_of_drafts", **values))
        return task_from(row) if row else None

    async def timed_lyrics(self, track_id: int) -> list[list[object]] | None:
        """The aligned words as they were kept; None where they never came."""
        row = await self._database.read(lambda sql: sql.one("timed_lyrics", track_id=track_id))
        return list(json.loads(row["words"])) if row else None

    async def keep_timed_lyrics(self, track_id: int, words: list[list[object]], now: int) -> None:
        values = {"track_id": track_id, "words": json.dumps(words, ensure_ascii=False), "now": now}
        await self._database.write(lambda sql: sql.one("keep_timed_lyrics", **values))


async def _rows(sql: Sql, search: Search, many: int, skip: int) -> list[Row]:
    """Rare words are gathered; common ones are looked for among the newest songs first, which mostly have enough."""
    values: dict[str, object] = {"many": many, "skip": skip, **search.values()}
    if values["word1"]:
        word = {name: values[name] for name in ("guild_id", "word1", "end1")}
        having = await sql.one("rarity", most=RARE + 1, **word)
        if having is not None and having["many"] <= RARE:
            return list(await sql.all("songs_of_rare", **values))
        newest = await sql.one("nth_newest", guild_id=search.guild_id, nth=NEWEST)
        rows = await sql.all("songs", since=newest["id"], **values) if newest else []
        if len(rows) == many:
            return list(rows)
    return list(await sql.all("songs", since=0, **values))


async def _song(sql: Sql, row: Row) -> Song:
    track = track_from(row)
    task = await sql.one("task", task_id=track.task_id)
    assert task is not None  # noqa: S101 - a foreign key
    if posted := await sql.all("posted_of", track_id=track.id):
        return Song(track, task_from(task), tuple(delivery_from(one) for one in posted))
    tried = await sql.one("last_try", track_id=track.id)
    return Song(track, task_from(task), (), delivery_from(tried).state if tried else None)
