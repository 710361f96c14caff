"""A courier with a logged-in discord.py client, no gateway, against the Discord stand-in and a small media server."""

import dataclasses
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import discord
from discord.http import Route
from yarl import URL

from bot.clock import Clock
from bot.config import Settings
from bot.delivery.courier import DiscordCourier
from bot.demo.discord.messages import Message
from bot.demo.discord.stand_in import DiscordStandIn
from bot.ids import new_id
from bot.models import Delivery, DeliveryKind, DeliveryState, Draft, Kind, QuickSong, Quota, Stage, State, Task, Track
from bot.tasks.ports import Parcel
from bot.tasks.views import RequestView
from tests.media_server import MediaServer

GUILD, SONGS, LOUNGE, QUIET, THREAD = 2001, 3001, 3002, 3003, 3004
CELLAR, BEN, CLEO = 2002, 1002, 1003

OF_A_SONG = {DeliveryKind.SONG, DeliveryKind.REPOST, DeliveryKind.WAV}


class Parcels:
    """Makes what the worker would hand over. `url` is the media server's."""

    def __init__(self, clock: Clock, url: Callable[[str], str]) -> None:
        self.clock = clock
        self.url = url

    def task(self, **changed: Any) -> Task:
        now = self.clock.now()
        given: dict[str, Any] = {field.name: None for field in dataclasses.fields(Task)}
        given |= {"id": new_id(now), "interaction_id": 77, "guild_id": GUILD, "channel_id": SONGS, "member_id": CLEO}
        given |= {"member_name": "Cleo", "locale": "en-US", "kind": Kind.GENERATE, "model": "V4_5", "price": 12_000}
        given |= {"request": QuickSong(prompt="slow piano, rain", model="V4_5"), "state": State.READY}
        given |= {"stage": Stage.FIRST, "created_at": now, "given_back": False, "status_replaced": False}
        return Task(**(given | changed))

    def view(self, task: Task, *tracks: Track) -> RequestView:
        return RequestView(task, Quota(240_000, 36_000, "month", task.created_at + 1), tracks=tracks)

    def track(self, task: Task, **changed: Any) -> Track:
        given: dict[str, Any] = {
            "id": new_id(task.created_at),
            "task_id": task.id,
            "service_track_id": "s1",
            "position": 1,
        }
        given |= {"guild_id": task.guild_id, "channel_id": task.channel_id, "title": "Tin Roof Rain", "style": "lo-fi"}
        given |= {"lyrics": "Rain on the roof", "model": "V4_5", "duration": 192_000, "stream_url": ""}
        given |= {"wav_url": self.url("/song.wav")}
        given |= {"audio_url": self.url("/song.mp3"), "image_url": self.url("/cover.png")}
        given |= {"created_at": task.created_at, "expires_at": task.created_at + 15 * 86_400_000}
        return Track(**(given | changed))

    def parcel(
        self, kind: DeliveryKind = DeliveryKind.SONG, task: Task | None = None, *, ping: bool = True, **of_track: Any
    ) -> Parcel:
        task = task or self.task()
        now = self.clock.now()
        track = self.track(task, **of_track) if kind in OF_A_SONG else None
        delivery = Delivery(
            id=new_id(now), task_id=task.id, track_id=track.id if track else None, guild_id=task.guild_id,
            channel_id=task.channel_id, kind=kind, state=DeliveryState.PENDING, reason=None, ping=ping, attempts=1,
            first_attempt_at=now, last_attempt_at=now, not_before=0, message_id=None, created_at=now,
        )  # fmt: skip
        drafts = (Draft(1, "Tin Roof", "Rain"), Draft(2, "Gutter", "Drops")) if kind is DeliveryKind.DRAFTS else ()
        return Parcel(delivery, task, self.view(task), track, (track,) if track else (), drafts)


class PostRoom(Parcels):
    def __init__(
        self,
        stand_in: DiscordStandIn,
        media: MediaServer,
        client: discord.Client,
        courier: DiscordCourier,
        folder: Path,
    ) -> None:
        super().__init__(stand_in.clock, media.url)
        self.stand_in, self.media, self.client, self.courier, self.folder = stand_in, media, client, courier, folder

    def messages(self, channel_id: int = SONGS) -> list[Message]:
        channel = self.stand_in.world.channel(channel_id)
        assert channel is not None
        return self.stand_in.messages(channel)

    async def with_status(self, **changed: Any) -> Task:
        """A task whose status message is in the channel."""
        task = self.task(**changed)
        message_id = await self.courier.post(self.parcel(DeliveryKind.STATUS, task))
        return dataclasses.replace(task, status_message_id=message_id)


@asynccontextmanager
async def opened_courier(
    api_url: str, token: str, clock: Clock, folder: Path, **settings: str
) -> AsyncIterator[tuple[discord.Client, DiscordCourier]]:
    """discord.py is pointed at `api_url`, and back afterwards."""
    before, Route.BASE = Route.BASE, api_url
    environ = {"DISCORD_TOKEN": token, "MUSIC_API_KEY": "k", "MEDIA_DIR": str(folder)} | settings
    none = discord.AllowedMentions.none()
    client = discord.Client(intents=discord.Intents(guilds=True), max_ratelimit_timeout=30, allowed_mentions=none)
    try:
        await client.login(token)
        async with DiscordCourier.open(client, Settings.load(environ, None), clock) as courier:
            yield client, courier
    finally:
        await client.close()
        Route.BASE = before


@asynccontextmanager
async def post_room(folder: Path, **settings: str) -> AsyncIterator[PostRoom]:
    async with await DiscordStandIn.start() as stand_in, MediaServer.open() as media:
        settings["MEDIA_TRUSTED_HOSTS"] = ",".join([*media.trusted, URL(stand_in.api_url).authority])
        opened = opened_courier(stand_in.api_url, stand_in.token, stand_in.clock, folder, **settings)
        async with opened as (client, courier):
            yield PostRoom(stand_in, media, client, courier, folder)
