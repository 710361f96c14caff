"""Buttons and the select on the page of `/library`, where page and search are in their ids, and one that opens it."""

from typing import TYPE_CHECKING, Any

import discord
from discord.ui import Button

from bot.ui import texts
from bot.ui.action import DELIVERY, Action, suffix
from bot.ui.library_page import Asking
from bot.ui.parts import grey

if TYPE_CHECKING:
    from bot.ui.services import Services

_PLACE = r"(?P<page>\d{1,6}):(?P<member>\d{1,19}):(?P<search>[A-Za-z0-9_-]{0,64})"


class Turn(Action, template=rf"m1:lib:page:{_PLACE}"):
    """Back, Next and Show all."""

    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        asking = Asking.read(self.argument("page"), self.argument("member"), self.argument("search"))
        await services.library.turn(interaction, asking)


class OpenLibrary(Action, template=rf"m1:lib:list{DELIVERY}"):
    """Opens the private page of songs, from a notice."""

    @classmethod
    def of(cls, delivery_id: int) -> Button[Any]:
        return grey(texts.LIBRARY_BUTTON, f"m1:lib:list{suffix(delivery_id)}")

    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.library.show(interaction, "", 0)


class SearchWords(Action, template=r"m1:lib:search:(?P<member>\d{1,19})(?::(?P<search>[A-Za-z0-9_-]{0,64}))?"):
    """Opens the form."""

    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        asking = Asking.read(None, self.argument("member"), self.argument("search"))
        await services.library.ask_for_words(interaction, asking)


class PostAgain(Action, template=rf"m1:lib:pick:{_PLACE}"):
    """The select: posts the chosen song in this channel."""

    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.library.post_again(interaction, next(iter(self.values), ""))


ACTIONS = (Turn, OpenLibrary, SearchWords, PostAgain)
