"""What stands under the private page of the log of credits; Manage Server is asked for again at each click."""

from typing import TYPE_CHECKING, Any

import discord

from bot.ui.action import Action

if TYPE_CHECKING:
    from bot.ui.services import Services


class LogPage(Action, template=r"m1:log:page:(?P<number>\d{1,6})"):
    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.quota.turn_log(interaction, int(self.argument("number") or 1))


class LogFile(Action, template=r"m1:log:csv"):
    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.quota.give_log(interaction)


UNDER_THE_LOG = (LogPage, LogFile)
