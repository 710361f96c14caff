"""`/library`, and the menu "Song options" of a message."""

from typing import Any

import discord
from discord import app_commands
from discord.app_commands import Range

from bot.ui.library_page import SEARCH_AT_MOST
from bot.ui.services import Home, Services


def library(services: Services) -> app_commands.Command[Any, ..., None]:
    @app_commands.command(name="library")
    @app_commands.describe(search="Words of the title, the style or the idea", member="Who asked for the songs")
    async def library(
        interaction: discord.Interaction[Any],
        search: Range[str, 1, SEARCH_AT_MOST] | None = None,
        member: discord.User | None = None,
    ) -> None:
        """Find the songs of this server and post them again"""
        await services.library.show(interaction, search or "", member.id if member else 0)

    return library


def song_options(services: Services) -> app_commands.ContextMenu:
    async def options(interaction: discord.Interaction[Any], message: discord.Message) -> None:
        await services.library.options(interaction, message)

    return app_commands.ContextMenu(name="Song options", callback=options)


async def setup(bot: Home) -> None:
    bot.tree.add_command(library(bot.services))
    bot.tree.add_command(song_options(bot.services))
