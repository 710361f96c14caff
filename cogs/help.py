"""`/help`."""

from typing import Any

import discord
from discord import app_commands

from bot.ui.services import Home, Services


def help_command(services: Services) -> app_commands.Command[Any, ..., None]:
    @app_commands.command(name="help")
    async def show(interaction: discord.Interaction[Any]) -> None:
        """See how to make songs here, what they cost, and the limits"""
        await services.show_help(interaction)

    return show


async def setup(bot: Home) -> None:
    bot.tree.add_command(help_command(bot.services))
