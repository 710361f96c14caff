"""Builds the parts, starts them, and stops them in order."""

import asyncio
import contextlib
import logging
import pkgutil
import signal
from collections.abc import AsyncIterator, Mapping
from typing import Any

import aiohttp
import discord
from discord.ext import commands

import cogs
from bot.clock import Clock, SystemClock
from bot.config import Settings
from bot.delivery.courier import DiscordCourier
from bot.discord_address import point_discord
from bot.errors import ConfigError, StoreError
from bot.metrics import Metrics
from bot.music_api.client import MusicApi
from bot.music_api.profiles import Profile, profile_named
from bot.store.quotas import QuotaRules
from bot.store.store import Store
from bot.tasks.context import Context
from bot.tasks.desk import Desk
from bot.tasks.shelf import Shelf
from bot.tasks.viewing import Viewer
from bot.tasks.worker import Worker
from bot.ui.language import CatalogueTranslator
from bot.ui.register import register
from bot.ui.services import Services
from bot.ui.tree import Tree, commands_digest, ids_of
from bot.web.server import WebServer

log = logging.getLogger(__name__)

discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # no voice here, so nothing to warn of

STOP_WITHIN = 10.0
"""Seconds in which what is in hand may end when the bot is told to stop."""

ANSWER_WITHIN = 1.0
"""Seconds in which commands and clicks that are in hand may then still be answered."""

HANDLERS = ("CommandTree-invoker", "discord-ui-", "discord.py: on_interaction")
"""How discord.py names its tasks for commands, clicks and forms."""

TOKEN_REFUSED = 4004
"""The code with which the gateway closes on a token that was made anew elsewhere."""

GAUGES_EVERY = 15.0


class MusicBot(commands.AutoShardedBot):
    """The gateway's side. It sees guilds and interactions, and nothing that members write."""

    def __init__(self, services: Services, store: Store) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=Tree,
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            max_ratelimit_timeout=30.0,
        )
        self.services = services
        self._store = store

    async def setup_hook(self) -> None:
        register(self)
        await self.tree.set_translator(CatalogueTranslator())
        for module in pkgutil.iter_modules(cogs.__path__, "cogs."):
            await self.load_extension(module.name)
        try:
            self.services.command_ids = ids_of(await self._published())
        except discord.HTTPException as error:
            log.error("The commands could not be published (%s); those of the last start stay", error.status)

    async def _published(self) -> list[discord.app_commands.AppCommand]:
        """Publish the commands where they have changed; Discord allows 200 new ones a day."""
        name, digest = f"commands of {self.application_id}", await commands_digest(self.tree)
        known = await self.tree.fetch_commands()
        wanted = {command.name for command in self.tree.get_commands()}
        if await self._store.guilds.setting(0, name) == digest and {command.name for command in known} == wanted:
            return known
        published = await self.tree.sync()
        await self._store.guilds.set(0, name, digest)
        return published


async def run(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT. Raises `ConfigError` and `StoreError` with words for the host."""
    profile, clock, metrics = _profile(settings), SystemClock(), Metrics()
    point_discord(settings)
    rules = QuotaRules(settings.quota_default, settings.quota_period, settings.quota_max, settings.quota_total)
    async with (
        MusicApi.open(profile, settings.music_api_key.get_secret_value(), settings.music_api_url) as api,
        Store.open(settings.database_url.get_secret_value(), rules, api.host) as store,
    ):
        viewer = Viewer(store, settings, clock)
        desk = Desk(store, api, viewer, profile, settings, clock, metrics)
        shelf = Shelf(store, api, profile, clock)
        async with MusicBot(Services(desk, shelf), store) as bot:
            await _login(bot, settings)
            async with DiscordCourier.open(bot, settings, clock) as courier:
                worker = Worker(Context.of(store, api, courier, viewer, profile, settings, metrics, clock))
                desk.worker = worker
                async with _working(worker):
                    await _serve(bot, store, desk, worker, settings, clock)


def _profile(settings: Settings) -> Profile:
    profile = profile_named(settings.music_api_profile)
    if settings.default_model and settings.default_model not in profile.models:
        raise ConfigError(f"DEFAULT_MODEL: expected one of {', '.join(profile.models)}")
    return profile


async def _login(bot: MusicBot, settings: Settings) -> None:
    try:
        await bot.login(settings.discord_token.get_secret_value())
    except discord.LoginFailure:
        raise ConfigError("DISCORD_TOKEN: Discord does not accept it; make a new one in the developer portal") from None
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        raise ConfigError(f"Discord cannot be reached ({type(error).__name__})") from None


@contextlib.asynccontextmanager
async def _working(worker: Worker) -> AsyncIterator[None]:
    worker.start()
    try:
        yield
    finally:
        await worker.stop(STOP_WITHIN)


async def _serve(bot: MusicBot, store: Store, desk: Desk, worker: Worker, settings: Settings, clock: Clock) -> None:
    """Gateway, HTTP and gauges side by side, until a signal or until the gateway refuses us for good."""

    async def checks() -> Mapping[str, bool]:
        return {"gateway": bot.is_ready(), "database": await store.ping(), "worker": worker.alive()}

    key = settings.music_webhook_key.get_secret_value() if settings.music_webhook_key else None
    host, port = settings.http_host, settings.http_port
    async with WebServer(host, port, desk.metrics, checks=checks, hint=desk.hint, webhook_key=key, clock=clock) as web:
        log.info("Listening at %s:%d", settings.http_host, web.port)
        stopped = _signals()
        gauges = asyncio.create_task(_gauges(store, desk.metrics), name="gauges")
        gateway = asyncio.create_task(bot.connect(), name="gateway")
        try:
            await asyncio.wait({stopped, gateway}, return_when=asyncio.FIRST_COMPLETED)
            log.info("Stopping")
            _raise_fault(gateway)
        finally:
            gauges.cancel()
            await worker.stop(STOP_WITHIN)  # before Discord's door is shut, for it may be posting a song
            await _members_answered(ANSWER_WITHIN)
            await bot.close()
            await asyncio.gather(gateway, return_exceptions=True)


async def _members_answered(within: float) -> None:
    in_hand = {task for task in asyncio.all_tasks() if task.get_name().startswith(HANDLERS)}
    if in_hand:
        await asyncio.wait(in_hand, timeout=within)


def _signals() -> "asyncio.Future[None]":
    loop = asyncio.get_running_loop()
    stopped: asyncio.Future[None] = loop.create_future()

    def stop() -> None:
        if not stopped.done():
            stopped.set_result(None)

    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop)
    return stopped


def _raise_fault(gateway: "asyncio.Task[Any]") -> None:
    """What ends the gateway, as words for the host."""
    fault = gateway.exception() if gateway.done() else None
    if isinstance(fault, discord.ConnectionClosed) and fault.code == TOKEN_REFUSED:
        raise ConfigError("DISCORD_TOKEN: Discord no longer accepts it; make a new one in the developer portal")
    if isinstance(fault, discord.PrivilegedIntentsRequired):
        raise ConfigError("Discord does not allow this application the intents that the bot asks for")
    if isinstance(fault, discord.GatewayNotFound | aiohttp.ClientError | OSError):
        raise ConfigError(f"Discord cannot be reached ({type(fault).__name__})")
    if isinstance(fault, discord.DiscordException):
        raise ConfigError(f"Discord closed the connection for good: {fault}") from fault
    if fault is not None:
        raise fault


async def _gauges(store: Store, metrics: Metrics) -> None:
    while True:
        with contextlib.suppress(StoreError):  # the lanes tell of it; the gauges come again with the database
            metrics.open_tasks(await store.open_counts())
        await asyncio.sleep(GAUGES_EVERY)
