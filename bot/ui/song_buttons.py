"""Buttons under a song. A new one is a class here and a line in `UNDER_A_SONG`.

The delivery knows its track; its id is also what a second attempt to post looks for.
"""

from typing import TYPE_CHECKING, Any

import discord
from discord.ui import Button

from bot.tasks.ports import Parcel
from bot.ui import texts
from bot.ui.action import ID, Action
from bot.ui.lyrics_pages import is_instrumental
from bot.ui.parts import grey

if TYPE_CHECKING:
    from bot.ui.services import Services


class Lyrics(Action, template=rf"m1:song:lyrics:{ID}"):
    @classmethod
    def of(cls, delivery_id: int) -> Button[Any]:
        return grey(texts.LYRICS_BUTTON, f"m1:song:lyrics:{delivery_id}", "📜")

    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.lyrics.show_of_song(interaction, self.id_in_it)


class Again(Action, template=rf"m1:song:again:{ID}"):
    @classmethod
    def of(cls, delivery_id: int) -> Button[Any]:
        return grey(texts.AGAIN, f"m1:song:again:{delivery_id}", "🔁")

    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.open_again_of_song(interaction, self.id_in_it)


class Delete(Action, template=rf"m1:song:delete:{ID}"):
    """Asks first."""

    @classmethod
    def of(cls, delivery_id: int) -> Button[Any]:
        return grey(texts.DELETE, f"m1:song:delete:{delivery_id}", "🗑️")

    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.ask_to_delete(interaction, self.id_in_it)


class Erase(Action, template=rf"m1:song:erase:{ID}"):
    """The final click; red in the question."""

    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.delete_song(interaction, self.id_in_it)


class Keep(Action, template=rf"m1:song:keep:{ID}"):
    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.keep_song(interaction)


UNDER_A_SONG: tuple[type[Lyrics] | type[Again] | type[Delete], ...] = (Lyrics, Again, Delete)


def under_a_song(parcel: Parcel) -> list[Button[Any]]:
    """Those that have something to do: a song that nobody sings has no lyrics."""
    silent = parcel.track is not None and is_instrumental(parcel.task, parcel.track)
    return [kind.of(parcel.delivery.id) for kind in UNDER_A_SONG if not (silent and kind is Lyrics)]
