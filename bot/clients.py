"""The two ways into Discord: with the gateway, for what members ask, and without one, only to write."""

import asyncio
import logging
import pkgutil
from typing import Any

import aiohttp
import discord
from discord.ext import commands

import cogs
from bot.config import Settings
from bot.errors import ConfigError, Unreachable
from bot.store.store import Store
from bot.ui.language import CatalogueTranslator
from bot.ui.register import register
from bot.ui.services import Services
from bot.ui.tree import Tree, commands_digest, ids_of

log = logging.getLogger(__name__)

discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # no voice here, so nothing to warn of

PATIENCE = 30.0
"""Seconds that a call may wait for one of Discord's rate limits before it fails, and is put off by its lane."""

HANDLERS = ("CommandTree-invoker", "discord-ui-", "discord.py: on_interaction")
"""How discord.py names its tasks for commands, clicks and forms."""

TOKEN_REFUSED = 4004
"""The code with which the gateway closes on a token that was made anew elsewhere."""


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
            max_ratelimit_timeout=PATIENCE,
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


def writer() -> discord.Client:
    """For a worker on its own: it logs in and writes, and never connects to the gateway, so it has no cache."""
    return discord.Client(
        intents=discord.Intents(guilds=True),
        allowed_mentions=discord.AllowedMentions.none(),
        max_ratelimit_timeout=PATIENCE,
    )


async def login(client: discord.Client, settings: Settings) -> None:
    """Raises `ConfigError` and `Unreachable` with words for the host."""
    try:
        await client.login(settings.discord_token.get_secret_value())
    except discord.LoginFailure:
        raise ConfigError("DISCORD_TOKEN: Discord does not accept it; make a new one in the developer portal") from None
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        raise Unreachable(f"Discord cannot be reached ({type(error).__name__})") from None


def raise_fault(gateway: "asyncio.Task[Any]") -> None:
    """What ended the gateway, as words for the host; nothing while it lives."""
    fault = gateway.exception() if gateway.done() else None
    if isinstance(fault, discord.ConnectionClosed) and fault.code == TOKEN_REFUSED:
        raise ConfigError("DISCORD_TOKEN: Discord no longer accepts it; make a new one in the developer portal")
    if isinstance(fault, discord.PrivilegedIntentsRequired):
        raise ConfigError("Discord does not allow this application the intents that the bot asks for")
    if isinstance(fault, discord.GatewayNotFound | aiohttp.ClientError | OSError):
        raise Unreachable(f"Discord cannot be reached ({type(fault).__name__})")
    if isinstance(fault, discord.DiscordException):
        raise ConfigError(f"Discord closed the connection for good: {fault}") from fault
    if fault is not None:
        raise fault


async def members_answered(within: float) -> None:
    """When the commands and clicks that are in hand have been answered, or after so many seconds."""
    in_hand = {task for task in asyncio.all_tasks() if task.get_name().startswith(HANDLERS)}
    if in_hand:
        await asyncio.wait(in_hand, timeout=within)
