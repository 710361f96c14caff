"""What can be clicked on the owner's page."""

from typing import TYPE_CHECKING, Any

import discord
from discord.ui import Button

from bot.ui import texts
from bot.ui.action import ID, Action
from bot.ui.parts import danger, grey

if TYPE_CHECKING:
    from bot.ui.services import Services


class OwnerAct(Action, template=rf"m1:own:(?P<verb>retry|anew|giveup):{ID}"):
    """What the owner does about a request whose fate nobody knows."""

    @classmethod
    def retry(cls, task_id: int) -> Button[Any]:
        return grey(texts.RETRY, f"m1:own:retry:{task_id}")

    @classmethod
    def give_up(cls, task_id: int) -> Button[Any]:
        return grey(texts.GIVE_UP, f"m1:own:giveup:{task_id}")

    @classmethod
    def send_anew(cls, task_id: int) -> Button[Any]:
        return danger(texts.SEND_ANEW, f"m1:own:anew:{task_id}")

    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.owner.act(interaction, self.argument("verb") or "", self.id_in_it)


class OwnerRefresh(Action, template=r"m1:own:refresh"):
    @classmethod
    def button(cls) -> Button[Any]:
        return grey(texts.REFRESH, "m1:own:refresh")

    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.owner.redraw(interaction)


ACTIONS = (OwnerAct, OwnerRefresh)
