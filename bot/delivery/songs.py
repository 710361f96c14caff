"""Brings a song from the service to a message: fetched, tagged, and stepped down to a link where it is too large."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import discord
from mutagen import MutagenError

from bot.delivery.covers import shrink
from bot.delivery.download import Downloader, Format, TooBig
from bot.delivery.media import MediaFolder
from bot.delivery.sizes import MIB, SizeLimits
from bot.delivery.tags import Tags, write_tags
from bot.delivery.troubles import discord_troubles, is_too_large
from bot.errors import CourierError, MediaLost, PostLater
from bot.models import QuickSong, Track
from bot.tasks.ports import Parcel

MOST_COVER = 8 * MIB
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Enclosed:
    """What goes with one attempt. `too_large` is (size, limit) in bytes where the song is only linked."""

    audio: Path | None = None
    cover: Path | None = None
    too_large: tuple[int, int] | None = None


Send = Callable[[Enclosed], Awaitable[int]]


class Songs:
    def __init__(self, downloader: Downloader, media: MediaFolder, sizes: SizeLimits) -> None:
        self._downloader = downloader
        self._media = media
        self._sizes = sizes

    async def deliver(self, parcel: Parcel, send: Send) -> int:
        """Try the rungs of the ladder, largest first: file, link, bare link. The nonce is the same on each."""
        guild_id, track = parcel.delivery.guild_id, parcel.track
        if track is None:
            raise MediaLost("the song is not known any more")
        with discord_troubles():
            most = await self._sizes.worth_trying(guild_id)
            promised = await self._sizes.promised(guild_id)
        async with self._media.workspace(most + MOST_COVER) as folder:
            cover = await self._cover(track, folder)
            audio, size = await self._audio(track, tags_of(parcel, track), folder, cover, most)
            linked = (size, min(promised, size - 1))
            rungs = [Enclosed(None, cover, linked), Enclosed(None, None, linked)]
            if audio is not None:
                rungs.insert(0, Enclosed(audio, cover))
            return await self._climb_down(guild_id, rungs, send)

    async def _climb_down(self, guild_id: int, rungs: Sequence[Enclosed], send: Send) -> int:
        for rung in rungs[:-1]:
            try:
                return await send(rung)
            except discord.HTTPException as error:
                if not is_too_large(error):
                    raise
                if rung.audio is not None:
                    self._sizes.refused(guild_id, rung.audio.stat().st_size)
                _log.info("Guild %d does not take this file; stepping down", guild_id)
        return await send(rungs[-1])

    async def _audio(
        self, track: Track, tags: Tags, folder: Path, cover: Path | None, most: int
    ) -> tuple[Path | None, int]:
        """The tagged file, or None where it is too large; and its size, or how large it is at least."""
        path = folder / "song.mp3"
        try:
            fetched = await self._downloader.fetch(track.audio_url, path, Format.MP3, most)
        except TooBig as big:
            return None, big.size or most + 1
        try:
            await asyncio.to_thread(write_tags, path, tags, cover)
        except (MutagenError, OSError, ValueError) as error:
            if path.stat().st_size != fetched:
                raise PostLater("the file broke while it was tagged") from error
            _log.warning("Song %d goes out without tags: %s", track.id, type(error).__name__)
        size = path.stat().st_size
        return (path if size <= most else None), size

    async def _cover(self, track: Track, folder: Path) -> Path | None:
        source, target = folder / "picture", folder / "cover.jpg"
        try:
            await self._downloader.fetch(track.image_url, source, Format.PICTURE, MOST_COVER)
        except CourierError:  # a song is never held up by its cover
            return None
        return target if await asyncio.to_thread(shrink, source, target) else None


def tags_of(parcel: Parcel, track: Track) -> Tags:
    task = parcel.task
    return Tags(
        title=track.title,
        artist=task.member_name,
        style=track.style,
        comment=task.request.prompt if isinstance(task.request, QuickSong) else "",
        lyrics=track.lyrics,
        number=f"{track.position}/{len(parcel.siblings)}" if parcel.siblings else str(track.position),
        year=str(datetime.fromtimestamp(track.created_at / 1000, UTC).year),
    )
