"""Brings a WAV from the service to a message, or a link to it where it is too large. Never in memory."""

from bot.delivery.download import Downloader, Format, TooBig
from bot.delivery.ladder import Enclosed, Send, climb_down
from bot.delivery.media import MediaFolder
from bot.delivery.sizes import SizeLimits
from bot.delivery.troubles import discord_troubles
from bot.errors import MediaLost
from bot.tasks.ports import Parcel


class Wavs:
    def __init__(self, downloader: Downloader, media: MediaFolder, sizes: SizeLimits) -> None:
        self._downloader = downloader
        self._media = media
        self._sizes = sizes

    async def deliver(self, parcel: Parcel, send: Send) -> int:
        """The file where it fits, else a link."""
        guild_id, track = parcel.delivery.guild_id, parcel.track
        if track is None or not track.wav_url:
            raise MediaLost("the song is not known any more")
        with discord_troubles():
            most = await self._sizes.worth_trying(guild_id)
            promised = await self._sizes.promised(guild_id)
        async with self._media.workspace(most) as folder:
            path = folder / "song.wav"
            try:
                size = await self._downloader.fetch(track.wav_url, path, Format.WAV, most)
            except TooBig as big:
                size = big.size or most + 1
                return await send(Enclosed(too_large=(size, min(promised, size - 1))))
            rungs = [Enclosed(path), Enclosed(too_large=(size, min(promised, size - 1)))]
            return await climb_down(self._sizes, guild_id, rungs, send)
