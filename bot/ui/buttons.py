"""Buttons of requests (Cancel, Correct, Try again), of the page that lists them, and of the greeting."""

from typing import TYPE_CHECKING, Any

import discord
from discord.ui import Button

from bot.ui import texts
from bot.ui.action import DELIVERY, ID, Action, suffix
from bot.ui.parts import grey, primary
from bot.ui.typed import CORRECT

if TYPE_CHECKING:
    from bot.ui.services import Services


class Cancel(Action, template=rf"m1:req:cancel:{ID}{DELIVERY}"):
    @classmethod
    def of(cls, task_id: int, delivery_id: int | None = None) -> Button[Any]:
        return grey(texts.CANCEL, f"m1:req:cancel:{task_id}{suffix(delivery_id)}")

    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.cancel(interaction, self.id_in_it)


class Retry(Action, template=rf"m1:req:(?P<verb>retry|correct):{ID}{DELIVERY}"):
    """Opens the form of the request, filled, for the asker alone: Correct if the text is at fault, else Try again."""

    @classmethod
    def of(cls, task_id: int, delivery_id: int | None = None) -> Button[Any]:
        return primary(texts.TRY_AGAIN, f"m1:req:retry:{task_id}{suffix(delivery_id)}")

    @classmethod
    def correcting(cls, task_id: int, delivery_id: int | None = None) -> Button[Any]:
        return primary(texts.CORRECT, f"m1:req:correct:{task_id}{suffix(delivery_id)}")

    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.open_again(interaction, self.id_in_it, asker_only=True)


class CorrectText(Action, template=CORRECT):
    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        mode, model = self.argument("mode") or "quick", self.argument("model") or ""
        await services.open_corrected(interaction, mode, model, self.argument("flags") == "i")


class Requests(Action, template=rf"m1:req:list{DELIVERY}"):
    """Opens the private page of requests."""

    @classmethod
    def of(cls, delivery_id: int) -> Button[Any]:
        return grey(texts.REQUESTS_HERE, f"m1:req:list{suffix(delivery_id)}")

    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.show_requests(interaction)


class Refresh(Action, template=r"m1:req:refresh"):
    """Draws the private page of requests anew."""

    @classmethod
    def button(cls) -> Button[Any]:
        return grey(texts.REFRESH, "m1:req:refresh")

    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.redraw_requests(interaction)


class Pick(Action, template=r"m1:req:pick"):
    """The select on the page of requests: cancels the one that is chosen."""

    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        chosen = next((int(value) for value in self.values if value.isascii() and value.isdigit()), 0)
        await services.redraw_requests(interaction, cancelling=chosen)


class HowItWorks(Action, template=r"m1:help:show"):
    @classmethod
    def button(cls) -> Button[Any]:
        return grey(texts.HOW_IT_WORKS, "m1:help:show")

    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.show_help(interaction)


class PingMe(Action, template=r"m1:req:ping"):
    """The member's own switch: on, quiet, off, and on again."""

    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.turn_pings(interaction)
