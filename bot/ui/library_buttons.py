"""Buttons and the select on the page of `/library`; page and search are in their ids."""

from typing import TYPE_CHECKING, Any

import discord

from bot.ui.action import Action
from bot.ui.library_page import Asking

if TYPE_CHECKING:
    from bot.ui.services import Services

_PLACE = r"(?P<page>\d{1,6}):(?P<member>\d{1,19}):(?P<search>[A-Za-z0-9_-]{0,64})"


class Turn(Action, template=rf"m1:lib:page:{_PLACE}"):
    """Back, Next and Show all."""

    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        asking = Asking.read(self.argument("page"), self.argument("member"), self.argument("search"))
        await services.library.turn(interaction, asking)


class SearchWords(Action, template=r"m1:lib:search:(?P<member>\d{1,19})"):
    """Opens the form."""

    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.library.ask_for_words(interaction, int(self.argument("member") or 0))


class PostAgain(Action, template=rf"m1:lib:pick:{_PLACE}"):
    """The select: posts the chosen song in this channel."""

    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.library.post_again(interaction, next(iter(self.values), ""))


ACTIONS = (Turn, SearchWords, PostAgain)
