"""What can be clicked on the settings panel, and the button that opens it."""

from typing import TYPE_CHECKING, Any

import discord
from discord.ui import Button

from bot.ui import texts
from bot.ui.action import Action
from bot.ui.parts import grey

if TYPE_CHECKING:
    from bot.ui.services import Services


class PickSetting(Action, template=r"m1:set:pick:(?P<name>[a-z_]{1,20})"):
    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.settings.pick(interaction, self.argument("name") or "", self.values)


class OpenLimits(Action, template=r"m1:set:limits"):
    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.settings.open_limits(interaction)


class OpenWords(Action, template=r"m1:set:words"):
    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.settings.open_words(interaction)


class CheckAgain(Action, template=r"m1:set:check"):
    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.settings.check_again(interaction)


class TakeOff(Action, template=r"m1:set:gone"):
    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.settings.take_off_gone(interaction)


class OpenSettings(Action, template=r"m1:set:show"):
    """Opens the panel, from the greeting or the help."""

    @classmethod
    def button(cls) -> Button[Any]:
        return grey(texts.SETTINGS_BUTTON, "m1:set:show")

    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.settings.show(interaction)


ACTIONS = (PickSetting, OpenLimits, OpenWords, CheckAgain, TakeOff, OpenSettings)
