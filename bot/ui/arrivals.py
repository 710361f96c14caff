"""Guilds come and go: one greeting, once a guild, and the clock after which a guild that was left is erased."""

import logging
from typing import TYPE_CHECKING, Any, cast

import aiohttp
import discord
from discord.ext import commands

from bot import i18n
from bot.errors import BotError
from bot.models import Kind
from bot.ui import costs, format, texts
from bot.ui.buttons import HowItWorks
from bot.ui.info_pages import command
from bot.ui.message import Message
from bot.ui.parts import row
from bot.ui.settings_buttons import OpenSettings

if TYPE_CHECKING:
    from bot.ui.services import Services

log = logging.getLogger(__name__)


class Arrivals:
    """Listens; whatever fails is only logged, for nobody has asked for anything."""

    def __init__(self, bot: commands.Bot | commands.AutoShardedBot) -> None:
        self._bot = bot

    @property
    def _services(self) -> "Services":
        return cast("Services", cast("Any", self._bot).services)

    async def ready(self) -> None:
        """What has changed while the bot was away."""
        try:
            await self._services.desk.archive.compare_guilds(await self._present())
        except BotError as error:
            log.error("The guilds could not be compared with the rows: %s", error)

    async def _present(self) -> list[int]:
        """The guilds that the bot is in.

        discord.py keeps those that it was taken out of while its session was lost, so Discord is asked for a list. It
        may leave out a guild in trouble; READY has just named that one, as not available.
        """
        before = {guild.id for guild in self._bot.guilds}
        try:
            told = {guild.id async for guild in self._bot.fetch_guilds(limit=None, with_counts=False)}
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            log.warning("Discord does not tell which guilds the bot is in (%s)", type(error).__name__)
            return list(before)
        now = self._bot.guilds  # they may come and go in the meantime
        return [guild.id for guild in now if guild.id in told or guild.unavailable or guild.id not in before]

    async def left(self, guild: discord.Guild) -> None:
        try:
            await self._services.desk.archive.guild_left(guild.id)
        except BotError as error:
            log.error("Guild %d was left, which could not be stored: %s", guild.id, error)

    async def joined(self, guild: discord.Guild) -> None:
        """In the system channel where the bot may post there, otherwise nowhere; never a second try.

        Nor where the host lets nobody spend: what a greeting promises would be refused.
        """
        try:
            await self._services.desk.archive.guild_joined(guild.id)
            channel = _greetable(guild)
            desk = self._services.desk
            if channel is None or not desk.settings.allows(guild.id) or not await desk.archive.may_greet(guild.id):
                return
            with i18n.using(guild.preferred_locale.value):
                message = await self._greeting(guild.id)
            await channel.send(**message.sending())
        except (BotError, discord.DiscordException, aiohttp.ClientError, OSError) as error:
            log.warning("Guild %d was not greeted (%s)", guild.id, type(error).__name__)

    async def _greeting(self, guild_id: int) -> Message:
        desk = self._services.desk
        quota = await desk.quota(guild_id)
        words = texts.GREETING.format(
            quick=command("generate quick", self._services.command_ids),
            amount=format.credits(quota.amount),
            every=costs.every(quota),
            price=format.credits(desk.price(Kind.GENERATE)),
            settings=command("settings show", self._services.command_ids),
            share=command("quota share role", self._services.command_ids),
        )
        return Message(words, view=row(HowItWorks.button(), OpenSettings.button()))


def _greetable(guild: discord.Guild) -> discord.TextChannel | None:
    channel = guild.system_channel
    if channel is None:
        return None
    may = channel.permissions_for(guild.me)
    return channel if may.view_channel and may.send_messages and may.embed_links else None
