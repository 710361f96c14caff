"""The core and the real courier against both stand-ins over sockets: what a worker does when Discord fails it."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import discord

from bot.clock import MINUTE, SECOND
from bot.delivery.courier import DiscordCourier
from bot.demo.discord.clock import MovableClock
from bot.demo.discord.faults import Match
from bot.demo.discord.log import RequestRecord
from bot.demo.discord.messages import Message
from bot.demo.discord.stand_in import DiscordStandIn
from bot.demo.discord.world import Channel, Guild
from bot.models import Asked, DeliveryKind, QuickSong, Request, Task
from bot.tasks.ports import Courier
from bot.tasks.views import RequestView
from bot.ui.status import status_message
from tests.clocks import FakeClock
from tests.post_room import CLEO, GUILD, SONGS, opened_courier
from tests.stores import IDEA
from tests.workshop import Workshop, workshop_of

PRICE = 12_000
SEND: Match = ("POST", r"^/channels/\d+/messages$")
EDIT: Match = ("PATCH", r"^/channels/\d+/messages/\d+$")
LATE = QuickSong(prompt="fail please, a waltz", model="V4_5")


class SharedClock(FakeClock):
    """Discord's clock, whose hands this one moves: ids of messages and the bot's rows are of one time."""

    def __init__(self, clock: MovableClock) -> None:
        super().__init__()
        self._clock = clock

    def now(self) -> int:
        return self._clock.now()

    def advance(self, milliseconds: int) -> None:
        self._clock.advance(milliseconds / SECOND)


class FaultRoom(Workshop):
    """Requests are asked by Cleo in #songs; their status messages are really there."""

    stand_in: DiscordStandIn
    client: discord.Client
    _real: DiscordCourier | None = None

    @property
    def the_courier(self) -> Courier:
        return self._real or self.courier

    def enter(self, stand_in: DiscordStandIn, client: discord.Client, courier: DiscordCourier) -> None:
        self.stand_in, self.client, self._real = stand_in, client, courier
        self.clock = SharedClock(stand_in.clock)
        self.restart()

    @property
    def guild(self) -> Guild:
        return self.stand_in.world.guilds[GUILD]

    def deny(self, *names: str, channel: str = "songs") -> None:
        self.guild.channel(channel).deny(self.guild.members[self.stand_in.world.bot.id], *names)

    def allow(self, *names: str, channel: str = "songs") -> None:
        self.guild.channel(channel).allow(self.guild.members[self.stand_in.world.bot.id], *names)

    async def request(self, request: Request = IDEA, channel_id: int = SONGS) -> int:
        """Asked, accepted, answered in public, and sent to the service; its number."""
        self._interaction += 1
        asked = Asked(self._interaction, "token", GUILD, channel_id, CLEO, "Cleo", "en-US", request)
        view = (await self.desk.accept(asked)).view
        channel = self.client.get_partial_messageable(channel_id, guild_id=GUILD)
        answer = await channel.send(**status_message(view).sending())
        await self.desk.confirm(view, answer.id)
        await self.step()
        return view.task.id

    async def view(self, task_id: int) -> RequestView:
        return await self.desk.view(task_id, GUILD)

    async def used(self) -> int:
        assert await self.store.quotas.differences() == []
        return (await self.desk.quota(GUILD)).used

    async def until(self, holds: Callable[[], bool], within: int = 10 * MINUTE) -> None:
        """Step every ten seconds of the clocks until it is so."""
        for _ in range(within // (10 * SECOND)):
            await self.step()
            if holds():
                return
            self.pass_time(10 * SECOND)
        raise AssertionError(f"not within {within} ms")

    async def later(self, milliseconds: int, times: int = 3) -> None:
        self.pass_time(milliseconds)
        await self.step(times)

    def sent(self, match: Match = SEND) -> list[RequestRecord]:
        return self.stand_in.requests.find(match)

    def messages(self, channel_id: int = SONGS) -> list[Message]:
        channel = self.stand_in.world.channel(channel_id)
        return self.stand_in.messages(channel) if channel else []

    def songs(self, channel_id: int = SONGS) -> list[Message]:
        return [message for message in self.messages(channel_id) if "m1:song:again" in str(message.components)]

    def told(self, channel: Channel | None = None) -> list[str]:
        """Direct messages that Cleo got, or what else is in a channel of them."""
        return [message.content for message in self.stand_in.messages(channel or self.cleos)]

    @property
    def cleos(self) -> Channel:
        return self.stand_in.dm(self.stand_in.world.users[CLEO])

    def counted(self, kind: DeliveryKind, state: str) -> int:
        """How many deliveries the metrics say went this way."""
        line = f'minstrel_deliveries_total{{kind="{kind}",state="{state}"}} '
        return sum(int(float(at.removeprefix(line))) for at in self.metrics.text().decode().splitlines() if line in at)

    async def over(self, task_id: int) -> Task:
        task = await self.task(task_id)
        assert task.ended_at is not None
        return task


@asynccontextmanager
async def fault_room(folder: Path, **settings: str) -> AsyncIterator[FaultRoom]:
    async with await DiscordStandIn.start() as stand_in, workshop_of(FaultRoom, folder, **settings) as room:
        trusted = f"{room.music.media_host},{stand_in.files.host}"
        named = {"MEDIA_TRUSTED_HOSTS": trusted} | {name.upper(): value for name, value in settings.items()}
        opened = opened_courier(stand_in.api_url, stand_in.token, stand_in.clock, folder / "media", **named)
        async with opened as (client, courier):
            room.enter(stand_in, client, courier)
            yield room
