"""Brings a song to a message: fetched, tagged, and stepped down to a link where it is too large.

It comes from the service, or from our own earlier message once the service has deleted its copy.
"""

import asyncio
import logging
from datetime import UTC, datetime
from pathlib import Path

import discord
from mutagen import MutagenError

from bot.clock import Clock
from bot.delivery.covers import shrink
from bot.delivery.download import Downloader, Format, TooBig
from bot.delivery.ladder import Enclosed, Send, climb_down
from bot.delivery.media import MediaFolder
from bot.delivery.own import own_files
from bot.delivery.sizes import MIB, SizeLimits
from bot.delivery.tags import Tags, write_tags
from bot.delivery.troubles import discord_troubles, is_too_large
from bot.errors import CourierError, MediaLost, PostLater
from bot.lyrics.formats import synced
from bot.lyrics.lines import lines_of
from bot.models import QuickSong, Track
from bot.tasks.ports import Parcel

MOST_COVER = 8 * MIB
_log = logging.getLogger(__name__)


class Songs:
    def __init__(
        self, client: discord.Client, clock: Clock, downloader: Downloader, media: MediaFolder, sizes: SizeLimits
    ) -> None:
        self._client = client
        self._clock = clock
        self._downloader = downloader
        self._media = media
        self._sizes = sizes

    async def deliver(self, parcel: Parcel, send: Send) -> int:
        """The message's id. Raises MediaLost where the song is neither at the service nor in a message of ours."""
        track = parcel.track
        if track is None:
            raise MediaLost("the song is not known any more")
        with discord_troubles():
            most = await self._sizes.worth_trying(parcel.delivery.guild_id)
        async with self._media.workspace(most + MOST_COVER) as folder:
            if track.expires_at > self._clock.now():
                try:
                    return await self._from_service(parcel, track, folder, send)
                except MediaLost:
                    if not parcel.posted:
                        raise
            return await self._from_own_message(parcel, track, folder, send)

    async def _from_service(self, parcel: Parcel, track: Track, folder: Path, send: Send) -> int:
        """The rungs of the ladder: file, link, bare link."""
        guild_id = parcel.delivery.guild_id
        with discord_troubles():
            most, promised = await self._sizes.worth_trying(guild_id), await self._sizes.promised(guild_id)
        cover = await self._cover(track.image_url, folder)
        audio, size = await self._audio(parcel, track, track.audio_url, folder, cover, most)
        linked = (size, min(promised, size - 1))
        rungs = [Enclosed(None, cover, linked), Enclosed(None, None, linked)]
        if audio is not None:
            rungs.insert(0, Enclosed(audio, cover))
        return await climb_down(self._sizes, guild_id, rungs, send)

    async def _from_own_message(self, parcel: Parcel, track: Track, folder: Path, send: Send) -> int:
        """There is nothing to link to any more, so it is the file or nothing."""
        files = await own_files(self._client, parcel.posted)
        with discord_troubles():
            most = await self._sizes.worth_trying(parcel.delivery.guild_id)
        cover = await self._cover(files.cover, folder)
        audio, _ = await self._audio(parcel, track, files.song, folder, cover, most)
        if audio is None:
            raise MediaLost("too large for this server now")
        try:
            return await send(Enclosed(audio, cover))
        except discord.HTTPException as error:
            if is_too_large(error):
                raise MediaLost("too large for this server now") from error
            raise

    async def _audio(
        self, parcel: Parcel, track: Track, url: str, folder: Path, cover: Path | None, most: int
    ) -> tuple[Path | None, int]:
        """The tagged file, or None where it is too large; and its size, or how large it is at least."""
        path = folder / "song.mp3"
        try:
            fetched = await self._downloader.fetch(url, path, Format.MP3, most)
        except TooBig as big:
            return None, big.size or most + 1
        try:
            await asyncio.to_thread(write_tags, path, tags_of(parcel, track), cover)
        except (MutagenError, OSError, ValueError) as error:
            if path.stat().st_size != fetched:
                raise PostLater("the file broke while it was tagged", refused=True) from error
            _log.warning("Song %d goes out without tags: %s", track.id, type(error).__name__)
        size = path.stat().st_size
        return (path if size <= most else None), size

    async def _cover(self, url: str, folder: Path) -> Path | None:
        source, target = folder / "picture", folder / "cover.jpg"
        try:
            await self._downloader.fetch(url, source, Format.PICTURE, MOST_COVER)
        except CourierError:  # a song is never held up by its cover
            return None
        return target if await asyncio.to_thread(shrink, source, target) else None


def tags_of(parcel: Parcel, track: Track) -> Tags:
    task = parcel.task
    return Tags(
        title=track.title,
        artist=parcel.artist or task.member_name,
        style=track.style,
        comment=task.request.prompt if isinstance(task.request, QuickSong) else "",
        lyrics=track.lyrics,
        number=f"{track.position}/{len(parcel.siblings)}" if parcel.siblings else str(track.position),
        year=str(datetime.fromtimestamp(track.created_at / 1000, UTC).year),
        timed=synced(lines_of(parcel.timed)),
    )
