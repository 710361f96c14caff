"""The base of every button and select: all it needs is in its id, and no error of it is ever silent.

Ids read `m1:<noun>:<verb>:<id>[:<arg>…]`. Nothing in them is trusted: rights and existence are looked up at the click.
"""

import re
from typing import TYPE_CHECKING, Any, Self, cast

import discord
from discord.ui import DynamicItem, Item
from discord.ui.select import BaseSelect

from bot.errors import NotFound
from bot.ui import replies
from bot.ui.errors import report

if TYPE_CHECKING:
    from bot.ui.services import Services

LARGEST_ID = 2**63 - 1
ID = r"(?P<id>\d{1,19})"
DELIVERY = r"(?::(?P<delivery>\d{1,19}))?"


def services_of(interaction: discord.Interaction[Any]) -> "Services":
    """The parts that the bot was built from; `interaction.client` holds them as `services`."""
    return cast("Services", interaction.client.services)


class Action(DynamicItem[Item[Any]], template=r"m1:none"):
    """Subclasses name their `template` and say in `act` what a click does; `values` are a select's choices.

    discord.py only logs what `from_custom_id` and `callback` raise, so the first does nothing that can fail and the
    second is guarded here.
    """

    def __init__(self, item: Item[Any], match: "re.Match[str] | None" = None) -> None:
        super().__init__(item)
        self.match = match

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: Item[Any], match: "re.Match[str]", /
    ) -> Self:
        made = cls.__new__(cls)
        Action.__init__(made, item, match)
        return made

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        replies.begin(interaction)
        try:
            await self.act(interaction, services_of(interaction))
        except Exception as error:  # the member always gets an answer
            await report(interaction, error)

    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        raise NotImplementedError

    @property
    def id_in_it(self) -> int:
        """The number that the id names. Raises `NotFound` for one that no row can have."""
        found = int(self.argument("id") or 0)
        if not 0 < found <= LARGEST_ID:
            raise NotFound
        return found

    def argument(self, name: str) -> str | None:
        match = self.match or self.template.fullmatch(self.custom_id)
        return match[name] if match else None

    @property
    def values(self) -> list[str]:
        """A select's choices; of channels, roles and members their ids."""
        chosen = self.item.values if isinstance(self.item, BaseSelect) else []
        return [str(getattr(value, "id", value)) for value in chosen]


def suffix(delivery_id: int | None) -> str:
    """Whatever the worker sends carries the delivery's id, or it could not be found again."""
    return "" if delivery_id is None else f":{delivery_id}"
