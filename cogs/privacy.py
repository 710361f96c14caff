"""`/privacy show`, `/privacy export` and `/privacy forget`."""

from typing import Any

import discord
from discord import app_commands

from bot.ui.services import Home, Services


def privacy(services: Services) -> app_commands.Group:
    group = app_commands.Group(name="privacy", description="What is kept about you on this server")

    @group.command(name="show")
    async def show(interaction: discord.Interaction[Any]) -> None:
        """See what is kept about you, why, and for how long"""
        await services.privacy.show(interaction)

    @group.command(name="export")
    async def export(interaction: discord.Interaction[Any]) -> None:
        """Get all that is kept about you on this server as a file"""
        await services.privacy.export(interaction)

    @group.command(name="forget")
    async def forget(interaction: discord.Interaction[Any]) -> None:
        """Have what is kept about you on this server erased"""
        await services.privacy.ask(interaction)

    return group


async def setup(bot: Home) -> None:
    bot.tree.add_command(privacy(bot.services))
