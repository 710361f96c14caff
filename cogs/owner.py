"""`/owner`."""

from typing import Any

import discord
from discord import app_commands

from bot.ui.services import Home, Services


def owner(services: Services) -> app_commands.Command[Any, ..., None]:
    @app_commands.command(name="owner")
    @app_commands.default_permissions()
    async def owner(interaction: discord.Interaction[Any]) -> None:
        """See how the bot does on all servers; for whoever hosts it"""
        await services.owner.show(interaction)

    return owner


async def setup(bot: Home) -> None:
    bot.tree.add_command(owner(bot.services))
