"""Builds the parts, starts them, and stops them in order."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import AsyncIterator, Collection, Mapping

import discord

from bot.clients import MusicBot, login, members_answered, raise_fault, writer
from bot.clock import SystemClock
from bot.config import Settings
from bot.delivery.courier import DiscordCourier
from bot.discord_address import point_discord
from bot.errors import ConfigError, StoreError
from bot.metrics import Metrics
from bot.music_api.client import MusicApi
from bot.music_api.profiles import Profile, profile_named
from bot.standby import Standby
from bot.store.database import sqlite_path
from bot.store.quotas import QuotaRules
from bot.store.store import Store
from bot.tasks.context import Context
from bot.tasks.desk import Desk
from bot.tasks.shelf import Shelf
from bot.tasks.viewing import Viewer
from bot.tasks.worker import Worker
from bot.ui.services import Services
from bot.web.server import WebServer

log = logging.getLogger(__name__)

PARTS = GATEWAY, WORKER = "gateway", "worker"
"""One answers members, the other does what they asked for. Each listens for callbacks and tells its health."""

STOP_WITHIN = 10.0
"""Seconds in which what is in hand may end when the bot is told to stop."""

ANSWER_WITHIN = 1.0
"""Seconds in which commands and clicks that are in hand may then still be answered."""

GAUGES_EVERY = 15.0


async def run(settings: Settings, parts: Collection[str] = PARTS) -> None:
    """Run these parts until SIGTERM or SIGINT. Raises `ConfigError`, `StoreError`, `Unreachable` with words."""
    profile, clock, metrics = _profile(settings), SystemClock(), Metrics()
    url = settings.database_url.get_secret_value()
    if sqlite_path(url) and len(parts) < len(PARTS):
        raise ConfigError("DATABASE_URL: the parts apart need PostgreSQL; on a SQLite file `run` is all of them")
    point_discord(settings)
    rules = QuotaRules(settings.quota_default, settings.quota_period, settings.quota_max, settings.quota_total)
    async with (
        MusicApi.open(profile, settings.music_api_key.get_secret_value(), settings.music_api_url) as api,
        Store.open(url, rules, api.host) as store,
    ):
        viewer = Viewer(store, settings, clock)
        desk = Desk(store, api, viewer, profile, settings, clock, metrics)
        services = Services(desk, Shelf(store, api, profile, clock))
        async with MusicBot(services, store) if GATEWAY in parts else writer() as client:
            await login(client, settings)
            async with contextlib.AsyncExitStack() as stack:
                if WORKER in parts:
                    courier = await stack.enter_async_context(DiscordCourier.open(client, settings, clock))
                    context = Context.of(store, api, courier, viewer, profile, settings, metrics, clock)
                    desk.worker = await stack.enter_async_context(_working(Worker(context)))
                await _serve(client, store, desk, Standby(store, clock, client.application_id or 0))


def _profile(settings: Settings) -> Profile:
    profile = profile_named(settings.music_api_profile)
    if settings.default_model and settings.default_model not in profile.models:
        raise ConfigError(f"DEFAULT_MODEL: expected one of {', '.join(profile.models)}")
    return profile


def webhook_key(settings: Settings, profile: Profile) -> str | None:
    """What callbacks are signed with; None also at a host that signs none, for there none would be believed."""
    if settings.music_webhook_key is None:
        return None
    if not profile.signs:
        log.warning("MUSIC_WEBHOOK_KEY is not used: %s does not sign its callbacks", profile.name)
        return None
    return settings.music_webhook_key.get_secret_value()


@contextlib.asynccontextmanager
async def _working(worker: Worker) -> AsyncIterator[Worker]:
    worker.start()
    try:
        yield worker
    finally:
        await worker.stop(STOP_WITHIN)


async def _serve(client: discord.Client, store: Store, desk: Desk, standby: Standby) -> None:
    """HTTP, gauges and what there is of a gateway side by side, until a signal, or until the gateway refuses us."""
    async with _listening(client, store, desk, standby):
        stopped = _signals()
        gauges = asyncio.create_task(_gauges(store, desk.metrics), name="gauges")
        connect = [standby.serve(client.connect)] if isinstance(client, MusicBot) else []
        gateway = [asyncio.create_task(each, name="gateway") for each in connect]
        try:
            await asyncio.wait([stopped, *gateway], return_when=asyncio.FIRST_COMPLETED)
            log.info("Stopping")
            for each in gateway:
                raise_fault(each)
        finally:
            gauges.cancel()
            if desk.worker:
                await desk.worker.stop(STOP_WITHIN)  # before Discord's door is shut, for it may be posting a song
            await members_answered(ANSWER_WITHIN)
            await client.close()
            for each in gateway:
                each.cancel()  # it may be standing by
            await asyncio.gather(*gateway, return_exceptions=True)


@contextlib.asynccontextmanager
async def _listening(client: discord.Client, store: Store, desk: Desk, standby: Standby) -> AsyncIterator[None]:
    async def checks() -> Mapping[str, bool]:
        told = {"database": await store.ping()}
        if isinstance(client, MusicBot):
            told["gateway"] = client.is_ready() or standby.waiting
        if desk.worker:
            told["worker"] = desk.worker.alive()
        return told

    settings = desk.settings
    key = webhook_key(settings, desk.profile)
    host, port = settings.http_host, settings.http_port
    async with WebServer(host, port, desk.metrics, checks=checks, hint=desk.hint, webhook_key=key) as web:
        log.info("Listening at %s:%d", host, web.port)
        yield


def _signals() -> "asyncio.Future[None]":
    loop = asyncio.get_running_loop()
    stopped: asyncio.Future[None] = loop.create_future()

    def stop() -> None:
        if not stopped.done():
            stopped.set_result(None)

    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop)
    return stopped


async def _gauges(store: Store, metrics: Metrics) -> None:
    while True:
        with contextlib.suppress(StoreError):  # the lanes tell of it; the gauges come again with the database
            metrics.open_tasks(await store.open_counts())
        await asyncio.sleep(GAUGES_EVERY)
