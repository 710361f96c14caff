"""`/quota show` and `/quota set`."""

from typing import Any, Literal

import discord
from discord import app_commands
from discord.app_commands import Range

from bot.ui.services import Home, Services


def quota(services: Services) -> app_commands.Group:
    group = app_commands.Group(name="quota", description="The credits of this server")

    @group.command(name="show")
    async def show(interaction: discord.Interaction[Any]) -> None:
        """See how many credits this server has left"""
        await services.show_credits(interaction, account=False)

    @group.command(name="set")
    @app_commands.describe(amount="Credits for each period", period="How often they come anew; as before if left out")
    async def set_quota(
        interaction: discord.Interaction[Any],
        amount: Range[float, 0, 10_000_000],
        period: Literal["day", "week", "month"] | None = None,
    ) -> None:
        """Set the credits of this server; for managers"""
        await services.set_quota(interaction, amount, period)

    return group


async def setup(bot: Home) -> None:
    bot.tree.add_command(quota(bot.services))
