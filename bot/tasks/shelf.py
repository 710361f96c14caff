"""The shelf: what commands and buttons may ask of the guild's songs. Reading is free; nothing here spends credits."""

import asyncio
from dataclasses import dataclass

from bot.clock import SECOND, Clock
from bot.errors import (
    BadTime,
    Expired,
    LyricsErased,
    MadeElsewhere,
    NoLyrics,
    NotFound,
    NoTimesYet,
    UnknownModel,
)
from bot.models import Delivery, Draft, Erased, Extension, LyricsIdea, Task, Track, WavOf
from bot.music_api.client import MusicApi
from bot.music_api.profiles import Profile
from bot.music_api.wire import Word
from bot.store.library import Song
from bot.store.store import Store
from bot.store.words import Search
from bot.tasks.timed import rows_of_words, words_of_rows

TRIES, BETWEEN_TRIES = 3, 2.0
"""How often, and how many seconds apart, the service is asked for words that it may still be aligning."""

COMPLETIONS = 25


@dataclass(frozen=True, slots=True)
class Page:
    """`number` counts from 1; `pages` is at least 1."""

    songs: tuple[Song, ...]
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class Longer:
    """What a member asks of a longer version; empty means "as the source has it", `continue_at` None "from the end"."""

    continue_at: int | None = None
    prompt: str = ""
    style: str = ""
    title: str = ""

    @property
    def inherits(self) -> bool:
        return self == Longer()


class Shelf:
    def __init__(self, store: Store, api: MusicApi, profile: Profile, clock: Clock) -> None:
        self._library = store.library
        self._showing = store.showing
        self._api = api
        self._profile = profile
        self._clock = clock

    def now(self) -> int:
        return self._clock.now()

    async def channels(self, guild_id: int) -> dict[int, int]:
        """Channels of the guild that have songs, and for each the one that tells who sees it."""
        return await self._library.channels(guild_id)

    async def page(self, search: Search, number: int, size: int = 8) -> Page:
        total = await self._library.count(search)
        pages = max(1, -(-total // size))
        number = min(max(1, number), pages)
        songs = await self._library.search(search, size, (number - 1) * size)
        return Page(tuple(songs), number, pages, total)

    async def completions(self, search: Search) -> list[Song]:
        """At most 25, newest first."""
        return await self._library.search(search, COMPLETIONS)

    async def song(self, track_id: int, guild_id: int) -> Song:
        """Raises `NotFound`, for a song of another guild as well."""
        song = await self._library.song(track_id, guild_id)
        if song is None:
            raise NotFound
        return song

    async def song_of_message(self, message_id: int, guild_id: int) -> Song:
        """The song that a message of ours carries. Raises `NotFound`."""
        delivery = await self.delivery_of_message(message_id, guild_id)
        return await self.song(delivery.track_id or 0, guild_id)

    async def delivery_of_message(self, message_id: int, guild_id: int) -> Delivery:
        """What posted a message that has to do with a song. Raises `NotFound`."""
        delivery = await self._library.delivery_of_message(message_id, guild_id)
        if delivery is None:
            raise NotFound
        return delivery

    async def earlier_wav(self, track_id: int) -> tuple[Task, Delivery | None] | None:
        """The request for the song's WAV that is under way or done, and the message that brought it."""
        task = await self._library.live_wav(track_id)
        return (task, await self._library.posted_wav(task.id)) if task else None

    async def family(self, track: Track) -> tuple[Track | None, list[Track]]:
        """What the song extends, and what extends it."""
        return await self._library.family(track)

    async def post_again(
        self,
        song: Song,
        channel_id: int,
        open_parent_id: int | None = None,
        *,
        posted_by: int | None = None,
        after_id: int | None = None,
    ) -> None:
        """Owe the song to a channel once more, with live buttons; the worker posts it.

        `open_parent_id` is the channel of a public thread, `posted_by` the member who wants it there, `after_id` the
        interaction's id.
        """
        asked = {"posted_by": posted_by, "after_id": after_id}
        await self._library.post_again(song, channel_id, open_parent_id, self._clock.now(), **asked)

    async def erase(self, track_id: int, guild_id: int) -> bool:
        return await self._library.erase(track_id, guild_id, self._clock.now())

    def extension(self, song: Song, asked: Longer) -> Extension:
        """The request for a longer version. Raises `Expired`, `MadeElsewhere`, `UnknownModel`, `BadTime`."""
        track = song.track
        self._reachable(song)
        if song.task.model not in self._profile.models:
            raise UnknownModel(self._profile.models)
        limits = self._profile.limits(song.task.model)
        source = Extension(
            track_id=track.id, source_title=track.title, audio_id=track.service_track_id, model=song.task.model
        )
        if asked.inherits:
            return source
        moment = _moment(asked.continue_at, track.duration)
        return source.model_copy(
            update={
                "inherit": False,
                "prompt": asked.prompt or track.lyrics[: limits.lyrics],
                "style": asked.style or track.style[: limits.style],
                "title": asked.title or track.title[: limits.title],
                "continue_at": moment,
            }
        )

    def wav(self, song: Song) -> WavOf:
        """The request for a WAV. Raises `Expired`, `MadeElsewhere`."""
        track, task = song.track, song.task
        self._reachable(song)
        if task.service_task_id is None:
            raise NotFound
        return WavOf(
            track_id=track.id, title=track.title, task_id=task.service_task_id, audio_id=track.service_track_id
        )

    async def drafts(self, task_id: int, guild_id: int) -> tuple[Task, list[Draft]]:
        """Raises `NotFound`."""
        gathered = await self._showing.gather(task_id, self._clock.now(), guild_id)
        if gathered is None or not isinstance(gathered.task.request, LyricsIdea):
            raise NotFound
        return gathered.task, await self._library.drafts(task_id)

    async def drafts_of_delivery(self, delivery_id: int, guild_id: int) -> tuple[Task, list[Draft]]:
        """The drafts that a message of ours holds. Raises `NotFound`, for a message of another guild as well."""
        task = await self._library.task_of_drafts(delivery_id, guild_id)
        drafts = await self._library.drafts(task.id) if task else []
        if task is None or not drafts:
            raise NotFound
        return task, drafts

    async def timed_lyrics(self, song: Song) -> tuple[Word, ...]:
        """The aligned words, from our rows or else from the service, kept from then on.

        Raises `NoLyrics` for instrumentals, `LyricsErased`, `NoTimesYet`, `Expired`, `MadeElsewhere`, and every
        `MusicApiError`. May take ten seconds.
        """
        track, task = song.track, song.task
        kept = await self._library.timed_lyrics(track.id)
        if kept is not None:
            return words_of_rows(kept)
        if isinstance(task.request, Erased):
            raise LyricsErased  # asking the service would only fetch them back
        if getattr(task.request, "instrumental", False):
            raise NoLyrics
        self._reachable(song)
        for number in range(TRIES):
            await asyncio.sleep(BETWEEN_TRIES if number else 0)
            words = await self._api.timed_lyrics(task.service_task_id or "", track.service_track_id)
            if words:
                await self._library.keep_timed_lyrics(track.id, rows_of_words(words), self._clock.now())
                return words
        raise NoTimesYet if track.lyrics.strip() else NoLyrics

    def _reachable(self, song: Song) -> None:
        """Whether the service can still be asked for anything about it."""
        if song.track.expires_at <= self._clock.now():
            raise Expired(song.track.expires_at)
        if song.task.host != self._api.host:
            raise MadeElsewhere


def _moment(asked: int | None, length: int | None) -> int:
    """Where the song goes on: inside of it, a second before its end unless asked otherwise. Raises `BadTime`.

    A song whose length nobody knows has no end to go on from.
    """
    if asked is None and length is not None:
        return max(1, length - SECOND)
    if asked is None or asked <= 0 or (length is not None and asked >= length):
        raise BadTime(length)
    return asked
