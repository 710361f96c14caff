"""`/settings set`."""

from typing import Any

import discord
from discord import app_commands
from discord.app_commands import Choice

from bot.ui.language import LANGUAGE_NAMES
from bot.ui.services import Home, Services

SERVERS_OWN = "server"
"""The choice that takes the setting back."""


def settings(services: Services) -> app_commands.Group:
    group = app_commands.Group(name="settings", description="How the bot works on this server; for managers")
    languages = [Choice(name=name, value=locale) for locale, name in LANGUAGE_NAMES.items()]

    @group.command(name="set")
    @app_commands.describe(language="The language of messages that everybody reads")
    @app_commands.choices(language=[Choice(name="As the server has it", value=SERVERS_OWN), *languages])
    async def set_one(interaction: discord.Interaction[Any], language: str) -> None:
        """Change how the bot works on this server; for managers"""
        await services.set_language(interaction, None if language == SERVERS_OWN else language)

    return group


async def setup(bot: Home) -> None:
    bot.tree.add_command(settings(bot.services))
