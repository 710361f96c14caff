"""The stand-in as a whole: start it, point a bot at it, act as its members, look at what came of it."""

import asyncio
from collections.abc import Callable
from types import TracebackType
from typing import TypeVar

from aiohttp import web

from bot.demo.discord import routes_application, routes_channels, routes_interactions, routes_messages
from bot.demo.discord.checks import Json
from bot.demo.discord.clock import MovableClock
from bot.demo.discord.faults import Faults
from bot.demo.discord.feed import Feed
from bot.demo.discord.files import Attachment, Files
from bot.demo.discord.gateway import Gateway, Session
from bot.demo.discord.limits import Limits
from bot.demo.discord.log import RequestLog
from bot.demo.discord.members import Members
from bot.demo.discord.messages import Message, Notification
from bot.demo.discord.payloads import channel_json, guild_create_json, guild_json, user_json
from bot.demo.discord.rest import API, Rest
from bot.demo.discord.state import State
from bot.demo.discord.world import Channel, Guild, Member, User, World, default_world

Result = TypeVar("Result")
TOKEN = "NDI0Mg.demo.for-the-stand-in-only"


class DiscordStandIn(Members):
    """Lives outside the bot's process, so that messages outlive it. `async with await DiscordStandIn.start() as …`."""

    def __init__(self, world: World, clock: MovableClock) -> None:
        limits = Limits()
        self._gateway = Gateway(TOKEN, self._welcome)
        files = Files(clock, limits)
        self._state = State(world, clock, limits, files, self._gateway, application_id=world.bot.id, token=TOKEN)
        super().__init__(self._state)
        self._runner: web.AppRunner | None = None

    @classmethod
    async def start(
        cls,
        world: World | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        clock: MovableClock | None = None,
        *,
        compress: bool = False,
    ) -> "DiscordStandIn":
        """`compress`: use a zlib stream with clients that ask for one, as Discord does."""
        stand_in = cls(world or default_world(), clock or MovableClock())
        stand_in.gateway.compress = compress
        await stand_in._listen(host, port)
        return stand_in

    async def _listen(self, host: str, port: int) -> None:
        app = web.Application(client_max_size=1 << 30)
        app.router.add_get("/", self._gateway.serve)
        app.router.add_get(r"/attachments/{channel_id:\d+}/{attachment_id:\d+}/{name}", self._state.files.serve)
        rest = Rest(self._state, app)
        for routes in (routes_application, routes_channels, routes_messages, routes_interactions):
            routes.add_routes(rest)
        rest.add("*", "/{unknown:.*}", routes_application.refuse_route)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        name, bound = self._runner.addresses[0][:2]
        self._state.files.base_url = f"http://{name}:{bound}"
        self._state.api_url = f"http://{name}:{bound}{API}"
        self._gateway.url = f"ws://{name}:{bound}"

    async def close(self) -> None:
        self.faults.clear()
        await self._gateway.close()
        if self._runner is not None:
            await self._runner.cleanup()
        self._state.files.close()

    async def __aenter__(self) -> "DiscordStandIn":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def _welcome(self, session: Session) -> tuple[Json, list[Json]]:
        """READY names the guilds as unavailable; each then comes whole."""
        world = self._state.world
        mine = [guild for guild in world.guilds.values() if world.bot.id in guild.members]
        ready: Json = {
            "v": 10,
            "user": user_json(world.bot),
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in mine],
            "session_type": "normal",
            "application": {"id": str(self.application_id), "flags": 0},
            "private_channels": [],
            "_trace": [],
        }
        return ready, [guild_create_json(guild, world.bot) for guild in mine]

    @property
    def api_url(self) -> str:
        """Ends in `/api/v10`."""
        return self._state.api_url

    @property
    def gateway_url(self) -> str:
        return self._gateway.url

    @property
    def token(self) -> str:
        return self._state.token

    @property
    def application_id(self) -> int:
        return self._state.application_id

    @property
    def world(self) -> World:
        return self._state.world

    @property
    def clock(self) -> MovableClock:
        return self._state.clock

    @property
    def limits(self) -> Limits:
        return self._state.limits

    @property
    def gateway(self) -> Gateway:
        return self._gateway

    @property
    def faults(self) -> Faults:
        return self._state.faults

    @property
    def requests(self) -> RequestLog:
        return self._state.requests

    @property
    def feed(self) -> Feed:
        return self._state.feed

    @property
    def files(self) -> Files:
        return self._state.files

    @property
    def notifications(self) -> list[Notification]:
        """Who was pinged by what, oldest first."""
        return self._state.messages.notifications

    def commands(self, guild: Guild | None = None) -> list[Json]:
        """Registered commands of a guild, or the global ones."""
        return self._state.commands.get(guild.id if guild else None, [])

    def messages(self, channel: Channel, viewer: Member | User | None = None) -> list[Message]:
        """Oldest first; private ones only with their viewer."""
        return self._state.messages.in_channel(channel, viewer.user if isinstance(viewer, Member) else viewer)

    def show(self, message: Message) -> Json:
        """A message as Discord's JSON, with fresh links to its files."""
        return self._state.show(message)

    async def until(self, ready: Callable[[], Result], timeout: float = 60) -> Result:  # noqa: ASYNC109
        """What `ready` gives as soon as it is true; it is asked again after every change."""
        with self.feed.watch() as changes:
            async with asyncio.timeout(timeout):
                while not (result := ready()):
                    await changes.get()
        return result

    def dm(self, user: User) -> Channel:
        """The bot's DM channel with a user."""
        return self._state.world.dm_with(user, self._state.clock.new_id())

    def delete(self, message: Message) -> None:
        """As a moderator does."""
        self._state.delete(message)

    def say(self, author: Member | User, channel: Channel, content: str) -> Message:
        """A member writes into a channel."""
        user = author.user if isinstance(author, Member) else author
        message = Message(self.clock.new_id(), channel, user, self.clock.now(), content)
        self._state.messages.add(message, [])
        self._state.changed("message_created", message)
        return message

    def upload(self, channel: Channel, name: str, content: bytes) -> Attachment:
        """A member's file, to be given as a slash option's value."""
        return self._state.files.add(channel.id, name, content)

    def announce(self, guild: Guild) -> None:
        """Tell a connected bot of changes made to a guild (roles, tier, channels, permissions)."""
        self._gateway.dispatch("GUILD_UPDATE", guild_json(guild))
        for channel in guild.channels.values():
            self._gateway.dispatch("THREAD_UPDATE" if channel.parent else "CHANNEL_UPDATE", channel_json(channel))

    def opened(self, channel: Channel) -> None:
        """Tell a connected bot of a channel or thread that was added to a guild it knows."""
        self._gateway.dispatch("THREAD_CREATE" if channel.parent else "CHANNEL_CREATE", channel_json(channel))

    def invite(self, guild: Guild) -> None:
        """The bot joined a guild that was added to the world after it connected."""
        self._gateway.dispatch("GUILD_CREATE", guild_create_json(guild, self.world.bot))

    def archive(self, thread: Channel, *, locked: bool = False) -> None:
        """As a moderator, or Discord after a day without messages, does."""
        thread.archived, thread.locked = True, locked
        self._gateway.dispatch("THREAD_UPDATE", channel_json(thread))

    def close_channel(self, channel: Channel) -> None:
        """A manager has deleted it, with all that was in it."""
        if channel.guild is not None:
            self._gateway.dispatch("CHANNEL_DELETE", channel_json(channel))
            channel.guild.channels.pop(channel.id, None)

    def remove_from(self, guild: Guild) -> None:
        """The bot was thrown out."""
        guild.members.pop(self.world.bot.id, None)
        self._gateway.dispatch("GUILD_DELETE", {"id": str(guild.id)})
