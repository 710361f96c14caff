"""`minstrel check`, `ledger --check` and `backup`: try what the settings promise, before a member does."""

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import discord
from discord.http import Route

from bot.clients import writer
from bot.config import Settings
from bot.delivery.permissions import closure_of
from bot.discord_address import point_discord
from bot.errors import BotError, ConfigError, StoreError
from bot.metrics import Metrics
from bot.models import CREDIT
from bot.music_api.client import MusicApi
from bot.music_api.profiles import profile_named
from bot.store.database import sqlite_path
from bot.store.quotas import QuotaRules
from bot.store.sqlite_file import backup
from bot.store.store import Store
from bot.tasks.ports import Bar
from bot.web.server import WebServer

PATIENCE = 20.0
"""Seconds for each thing that is tried."""

CLOCKS_DIFFER = 5.0
"""Seconds from which on a host's clock is wrong: members are answered within two of the moment that they asked."""

MOST_GUILDS, MOST_LINES = 200, 20
"""Servers of one answer of Discord's, and those that are named."""

TO_WRITE = frozenset({"view_channel", "send_messages", "send_messages_in_threads"})

NEEDED = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    embed_links=True,
    attach_files=True,
    read_message_history=True,
)

Try = Callable[[Settings], Awaitable[str]]


async def check(settings: Settings) -> int:
    """Print a line for each thing tried; 0 when all is well, else 1."""
    tries: dict[str, Try] = {
        "Discord": try_discord,
        "Permissions": try_permissions,
        "Owner": try_owner_channel,
        "Music service": try_music,
        "Database": try_database,
        "Callbacks": try_callbacks,
    }
    point_discord(settings)
    well = [await _told(name, attempt, settings) for name, attempt in tries.items()]
    return 0 if all(well) else 1


async def check_ledger(settings: Settings) -> int:
    """Print every counter that is not the sum of its entries; 0 when there is none, else 1."""
    async with Store.look(*_store_of(settings)) as store:
        differences = await store.quotas.differences()
    for found in differences:
        where = f"guild {found.guild_id}, " if found.scope not in {"guild", "host"} else ""
        counter = f"{where}{found.scope} {found.scope_id}, {found.period}"
        print(f"{counter}: counter {found.used}, ledger {found.booked}")
    print("Ledger and counters differ." if differences else "Ledger equals counters.")
    return 1 if differences else 0


async def copy_database(settings: Settings, target: Path) -> int:
    """Copy the SQLite database to `target`; the bot may be running. Raises `StoreError`."""
    path = sqlite_path(settings.database_url.get_secret_value())
    if path is None:
        raise StoreError("The database is not a SQLite file; PostgreSQL is copied by pg_dump.")
    await backup(Path(path), target)
    print(f"Copied to {target}.")
    return 0


async def _told(name: str, attempt: Try, settings: Settings) -> bool:
    try:
        async with asyncio.timeout(PATIENCE):
            print(f"ok      {name}: {await attempt(settings)}")
    except TimeoutError:
        print(f"FAILED  {name}: no answer within {PATIENCE:.0f} s")
    except BotError as error:
        print(f"FAILED  {name}: {error}")
    else:
        return True
    return False


@contextlib.asynccontextmanager
async def _logged_in(settings: Settings) -> AsyncIterator[discord.Client]:
    """Inside, what Discord refuses becomes words for the host."""
    async with writer() as client:
        try:
            await client.login(settings.discord_token.get_secret_value())
            yield client
        except discord.LoginFailure:
            raise ConfigError("DISCORD_TOKEN is not accepted; make a new one in the developer portal") from None
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            raise ConfigError(f"cannot be reached ({type(error).__name__})") from None


async def try_discord(settings: Settings) -> str:
    async with _logged_in(settings) as client:
        application = await client.application_info()
        ahead = await _seconds_ahead(client.http.user_agent)
    if abs(ahead) > CLOCKS_DIFFER:
        raise ConfigError(
            f"the clock of this host is {abs(ahead):,.0f} s {'fast' if ahead > 0 else 'slow'}; set it by NTP"
        )
    link = discord.utils.oauth_url(application.id, permissions=NEEDED, scopes=("bot", "applications.commands"))
    return f"the token is {application.name}'s\n        Invite link: {link}"


async def _seconds_ahead(user_agent: str) -> float:
    """How far the clock of this host is ahead of Discord's, at least; that one tells whole seconds."""
    asked = discord.utils.utcnow()
    async with (
        aiohttp.ClientSession(headers={"User-Agent": user_agent}) as session,
        session.get(f"{Route.BASE}/gateway") as answer,
    ):
        answered, told = discord.utils.utcnow(), answer.headers.get("Date")
    if told is None:  # by a proxy that leaves it out
        return 0.0
    moment = parsedate_to_datetime(told)
    return max((asked - moment).total_seconds(), 0.0) or min((answered - moment).total_seconds(), 0.0)


async def try_permissions(settings: Settings) -> str:
    """What the bot's roles give it in each server. Channels may give more, or take some away."""
    async with _logged_in(settings) as client:
        guilds: list[Any] = list(await client.http.get_guilds(MOST_GUILDS, with_counts=False))
    lacking = [found for guild in guilds if (found := _lacking(guild["name"], int(guild["permissions"])))]
    if lacking:
        more = [f"and {len(lacking) - MOST_LINES} more"] if len(lacking) > MOST_LINES else []
        raise ConfigError("\n        ".join(["not all that songs need", *lacking[:MOST_LINES], *more]))
    return f"all that songs need (servers: {'the first ' if len(guilds) == MOST_GUILDS else ''}{len(guilds)})"


def _lacking(name: str, permissions: int) -> str:
    granted = discord.Permissions(permissions)
    missing = [flag for flag, needed in NEEDED if needed and not getattr(granted, flag)]
    if not missing or granted.administrator:
        return ""
    return f"{name if name.isprintable() else ascii(name)} lacks {_named(missing)}"


async def try_owner_channel(settings: Settings) -> str:
    if settings.owner_channel is None:
        return "OWNER_CHANNEL is not set; the owner is told by direct message"
    async with _logged_in(settings) as client:
        try:
            channel = await client.fetch_channel(settings.owner_channel)
        except (discord.NotFound, discord.InvalidData):
            raise ConfigError("OWNER_CHANNEL: there is no such channel") from None
        except discord.Forbidden:
            raise ConfigError("OWNER_CHANNEL: the bot may not see this channel") from None
        if isinstance(channel, discord.abc.PrivateChannel) or not isinstance(channel, discord.abc.Messageable):
            raise ConfigError("OWNER_CHANNEL: expected a channel of a server that messages can be sent to")
        closure = await closure_of(client, channel.guild.id, channel.id)
    missing = [name for name in closure.missing if name in TO_WRITE]
    if missing or closure.bar is Bar.THREAD:
        raise ConfigError(f"OWNER_CHANNEL: {f'the bot lacks {_named(missing)}' if missing else 'the thread is locked'}")
    return "OWNER_CHANNEL can be written to"


def _named(permissions: Iterable[str]) -> str:
    return ", ".join(name.replace("_", " ").title() for name in permissions)


async def try_music(settings: Settings) -> str:
    profile = profile_named(settings.music_api_profile)
    if settings.default_model and settings.default_model not in profile.models:
        raise ConfigError(f"DEFAULT_MODEL: {profile.name} has {', '.join(profile.models)}")
    key = settings.music_api_key.get_secret_value()
    async with MusicApi.open(profile, key, settings.music_api_url) as api:
        left = await api.credits()
    return f"the key is accepted, {left / CREDIT:,.1f} credits are left"


async def try_database(settings: Settings) -> str:
    async with Store.open(*_store_of(settings)) as store:
        answers = await store.ping()
    if not answers:
        raise ConfigError("does not answer")
    return "opened, and its tables are up to date"


async def try_callbacks(settings: Settings) -> str:
    """Listen as the bot would, and send a callback to ourselves by way of PUBLIC_URL."""
    if not settings.public_url:
        return "PUBLIC_URL is not set; results are found by asking the service"
    key = secrets.token_urlsafe(16)
    heard = asyncio.Event()

    async def hint(given: str, _: str | None) -> bool:
        if given == key:
            heard.set()
        return given == key

    host, port = settings.http_host, settings.http_port
    async with WebServer(host, port, Metrics(), checks=_no_checks, hint=hint), aiohttp.ClientSession() as session:
        try:
            async with session.post(f"{settings.public_url}/callbacks/{key}", json={}) as answer:
                status = answer.status
        except (aiohttp.ClientError, OSError) as error:
            raise ConfigError(f"PUBLIC_URL cannot be reached ({type(error).__name__})") from None
    if not heard.is_set():
        raise ConfigError(f"PUBLIC_URL answers {status}, but does not lead to HTTP_HOST and HTTP_PORT")
    return "PUBLIC_URL leads here"


async def _no_checks() -> Mapping[str, bool]:
    return {}


def _store_of(settings: Settings) -> tuple[str, QuotaRules, str]:
    """What a store is opened with."""
    rules = QuotaRules(settings.quota_default, settings.quota_period, settings.quota_max, settings.quota_total)
    host = urlsplit(settings.music_api_url or profile_named(settings.music_api_profile).base_url).netloc
    return settings.database_url.get_secret_value(), rules, host
