"""The Courier over discord.py. All it needs of the client is a login: there may be no gateway and no cache."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Self

import aiohttp
import discord

from bot import i18n
from bot.clock import HOUR, Clock
from bot.config import Settings
from bot.delivery.answering import answer_of
from bot.delivery.download import Downloader
from bot.delivery.finding import find_own
from bot.delivery.marks import is_of
from bot.delivery.media import MediaFolder
from bot.delivery.pausing import Pause
from bot.delivery.permissions import closure_of
from bot.delivery.posting import Poster
from bot.delivery.sizes import SizeLimits
from bot.delivery.songs import Songs
from bot.delivery.troubles import discord_troubles
from bot.delivery.wavs import Wavs
from bot.errors import MayNotPost, MessageGone, MessageTooOld
from bot.models import DeliveryKind, Task
from bot.store.bookings import Untold
from bot.tasks.ports import Answered, Parcel
from bot.tasks.views import RequestView
from bot.ui.log_page import channel_message
from bot.ui.notices import few_credits
from bot.ui.status import status_message


class DiscordCourier:
    def __init__(self, client: discord.Client, clock: Clock, poster: Poster) -> None:
        self._client = client
        self._clock = clock
        self._poster = poster
        self._pause = Pause(clock)

    @classmethod
    @asynccontextmanager
    async def open(cls, client: discord.Client, settings: Settings, clock: Clock) -> AsyncIterator[Self]:
        """With a media folder and connections of its own. `client` must be logged in before the first call."""
        with MediaFolder.open(settings.media_dir) as media:
            async with Downloader.open(settings.media_trusted_hosts) as downloader:
                sizes = SizeLimits(client, clock)
                songs, wavs = Songs(client, clock, downloader, media, sizes), Wavs(downloader, media, sizes)
                yield cls(client, clock, Poster(client, songs, wavs, settings.owner_channel))

    async def answer_of(self, task: Task) -> Answered | None:
        with self._pause.kept():
            return await answer_of(self._client, task)

    async def show(self, view: RequestView) -> None:
        task = view.task
        if task.status_message_id is None:
            raise MessageGone("none was posted")
        channel = self._client.get_partial_messageable(task.channel_id, guild_id=task.guild_id)
        message = channel.get_partial_message(task.status_message_id)
        age = self._clock.now() - round(message.created_at.timestamp() * 1000)
        async with self._reasons(task.guild_id, task.channel_id):
            with self._pause.kept(), discord_troubles():
                try:
                    await message.edit(**status_message(view).editing())
                except discord.RateLimited as error:  # how discord.py tells of a long wait, whatever it is for
                    if age > HOUR:
                        raise MessageTooOld("over an hour old") from error
                    raise

    async def post(self, parcel: Parcel) -> int:
        delivery = parcel.delivery
        with self._pause.kept():
            if delivery.kind in {DeliveryKind.OWNER, DeliveryKind.DIRECT}:
                return await self._poster.post(parcel)
            async with self._reasons(delivery.guild_id, delivery.channel_id):
                return await self._poster.post(parcel)

    async def log(self, untold: Untold) -> None:
        with i18n.using(untold.locale):
            message = channel_message(untold.bookings)
        channel = self._client.get_partial_messageable(untold.channel_id, guild_id=untold.guild_id)
        async with self._reasons(untold.guild_id, untold.channel_id):
            with self._pause.kept(), discord_troubles():
                await channel.send(nonce=f"b{untold.bookings[-1].id}", silent=True, **message.sending())

    async def warn_owner(self, left: int, days: int | None) -> None:
        with self._pause.kept():
            await self._poster.tell_owner(few_credits(left, days))

    async def find(self, parcel: Parcel) -> int | None:
        after = parcel.delivery.after_id or parcel.task.interaction_id
        with self._pause.kept():
            with discord_troubles():
                channel = await self._poster.channel_of(parcel)
            return await find_own(self._client, channel, after, lambda message: is_of(message, parcel))

    @asynccontextmanager
    async def _reasons(self, guild_id: int, channel_id: int) -> AsyncIterator[None]:
        """Find out what is missing where the channel is closed."""
        try:
            yield
        except MayNotPost as error:
            if error.missing:
                raise
            try:
                closure = await closure_of(self._client, guild_id, channel_id)
            except (discord.DiscordException, aiohttp.ClientError, OSError):
                raise error from None
            raise MayNotPost(closure.missing) from error
