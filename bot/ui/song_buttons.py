"""Buttons under a song. A new one is a class here and a line in `UNDER_A_SONG`.

The delivery knows its track; its id is also what a second attempt to post looks for.
"""

from typing import TYPE_CHECKING, Any

import discord
from discord.ui import Button

from bot.models import Task, Track
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


class Extend(Action, template=rf"m1:song:extend:{ID}"):
    @classmethod
    def of(cls, delivery_id: int) -> Button[Any]:
        return grey(texts.EXTEND, f"m1:song:extend:{delivery_id}", "➕")

    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.extending.open(interaction, self.id_in_it)


class Wav(Action, template=rf"m1:song:wav:{ID}"):
    @classmethod
    def of(cls, delivery_id: int) -> Button[Any]:
        return grey(texts.WAV, f"m1:song:wav:{delivery_id}", "💿")

    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.library.wav_of_delivery(interaction, self.id_in_it)


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


class EraseAlso(Action, template=rf"m1:song:purge:{ID}"):
    """The final click that takes the song out of the library too."""

    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.delete_song(interaction, self.id_in_it, from_library=True)


class Keep(Action, template=rf"m1:song:keep:{ID}"):
    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.keep(interaction)


UNDER_A_SONG: tuple[type[Lyrics] | type[Extend] | type[Wav] | type[Again] | type[Delete], ...] = (
    Lyrics,
    Extend,
    Wav,
    Again,
    Delete,
)


def under_a_song(parcel: Parcel) -> list[Button[Any]]:
    return under_song(parcel.delivery.id, parcel.task, parcel.track)


def under_song(delivery_id: int, task: Task, track: Track | None) -> list[Button[Any]]:
    """Those that have something to do: a song that nobody sings has no lyrics."""
    silent = track is not None and is_instrumental(task, track)
    return [kind.of(delivery_id) for kind in UNDER_A_SONG if not (silent and kind is Lyrics)]
