"""`/lyrics timed` and `/lyrics write`."""

from typing import Any

import discord
from discord import app_commands
from discord.app_commands import Choice, Range

from bot.lyrics.formats import FORMATS
from bot.models import LyricsIdea
from bot.ui.services import Home, Services
from bot.ui.tracks import complete_tracks

IDEA_AT_MOST = 4000
"""More than the service takes, so that a text too long comes back with its Correct button."""


def lyrics(services: Services) -> app_commands.Group:
    group = app_commands.Group(name="lyrics", description="Lyrics in time, and lyrics to make songs from")

    @group.command(name="timed")
    @app_commands.describe(track="The song: begin to type its title", format="The file to post; all if left out")
    @app_commands.choices(format=[Choice(name=form.name, value=key) for key, form in FORMATS.items()])
    async def timed(interaction: discord.Interaction[Any], track: str, format: str | None = None) -> None:
        """Post a song's lyrics with the time of each line, and as files"""
        await services.lyrics.timed(interaction, track, format)

    @timed.autocomplete("track")
    async def complete(interaction: discord.Interaction[Any], current: str) -> list[Choice[str]]:
        return await complete_tracks(services, interaction, current)

    @group.command(name="write")
    @app_commands.describe(prompt="What the lyrics are about, and their mood")
    async def write(interaction: discord.Interaction[Any], prompt: Range[str, 1, IDEA_AT_MOST]) -> None:
        """Draft lyrics from an idea"""
        await services.accept(interaction, LyricsIdea(prompt=prompt))

    return group


async def setup(bot: Home) -> None:
    bot.tree.add_command(lyrics(bot.services))
