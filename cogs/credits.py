"""`/credits`."""

from typing import Any

import discord
from discord import app_commands

from bot.ui.services import Home, Services


def credits(services: Services) -> app_commands.Command[Any, ..., None]:
    @app_commands.command(name="credits")
    async def credits(interaction: discord.Interaction[Any]) -> None:
        """See how many credits this server has left"""
        await services.show_credits(interaction)

    return credits


async def setup(bot: Home) -> None:
    bot.tree.add_command(credits(bot.services))
