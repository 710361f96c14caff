"""`/tasks`."""

from typing import Any

import discord
from discord import app_commands

from bot.ui.services import Home, Services


def tasks(services: Services) -> app_commands.Command[Any, ..., None]:
    @app_commands.command(name="tasks")
    async def tasks(interaction: discord.Interaction[Any]) -> None:
        """See what is waiting and running here, and cancel what still waits"""
        await services.show_requests(interaction)

    return tasks


async def setup(bot: Home) -> None:
    bot.tree.add_command(tasks(bot.services))
