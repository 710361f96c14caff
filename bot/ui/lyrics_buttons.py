"""What stands under the private page of lyrics. The track is in every id; its guild is asked for at the click."""

from typing import TYPE_CHECKING, Any

import discord

from bot.lyrics.formats import FORMATS
from bot.ui.action import ID, Action

if TYPE_CHECKING:
    from bot.ui.services import Services


class LyricsPage(Action, template=rf"m1:lyr:page:{ID}:(?P<number>\d{{1,4}})"):
    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.lyrics.turn(interaction, self.id_in_it, int(self.argument("number") or 1))


class LyricsAgain(Action, template=rf"m1:lyr:again:{ID}"):
    """Asks for the times once more."""

    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.lyrics.turn(interaction, self.id_in_it, 1)


class LyricsFile(Action, template=rf"m1:lyr:file:{ID}"):
    """The select of formats."""

    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        extension = next((value for value in self.values if value in FORMATS), "txt")
        await services.lyrics.give_file(interaction, self.id_in_it, extension)


class LyricsText(Action, template=rf"m1:lyr:text:{ID}"):
    """The lyrics as they were written, while there are no times."""

    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.lyrics.give_text(interaction, self.id_in_it)


class PostLyrics(Action, template=rf"m1:lyr:post:{ID}"):
    async def act(self, interaction: discord.Interaction[Any], services: "Services") -> None:
        await services.lyrics.post_here(interaction, self.id_in_it)


UNDER_LYRICS = (LyricsPage, LyricsAgain, LyricsFile, LyricsText, PostLyrics)
