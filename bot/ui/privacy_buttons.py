"""What stands under the question whether a member's data shall be erased."""

from typing import TYPE_CHECKING, Any

import discord
from discord.ui import Button

from bot.ui import texts
from bot.ui.action import Action
from bot.ui.parts import danger, grey

if TYPE_CHECKING:
    from bot.ui.services import Services


class Forget(Action, template=r"m1:prv:forget"):
    """The final click; whoever clicks is who is forgotten."""

    @classmethod
    def button(cls) -> Button[Any]:
        return danger(texts.ERASE, "m1:prv:forget")

    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.privacy.forget(interaction)


class KeepData(Action, template=r"m1:prv:keep"):
    @classmethod
    def button(cls) -> Button[Any]:
        return grey(texts.KEEP, "m1:prv:keep")

    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.keep(interaction)


ACTIONS = (Forget, KeepData)
