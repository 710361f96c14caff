"""`/extend`."""

from typing import Any

import discord
from discord import app_commands
from discord.app_commands import Choice, Range

from bot.ui.services import Home, Services
from bot.ui.tracks import complete_tracks


def extend(services: Services) -> app_commands.Command[Any, ..., None]:
    @app_commands.command(name="extend")
    @app_commands.rename(prompt=app_commands.locale_str("prompt", sentence="lyrics"))  # it is sung, and no idea
    @app_commands.describe(
        track="The song: choose one, or paste a link to its message",
        continue_at="Where to go on, as 2:45 or in seconds; from the end if left out",
        prompt="What comes next, sung word for word",
        style="Genre, mood, instruments; as before if left out",
        title="What the longer version is called; as before if left out",
    )
    async def extend(
        interaction: discord.Interaction[Any],
        track: Range[str, 1, 200],
        continue_at: Range[str, 1, 12] | None = None,
        prompt: Range[str, 1, 4000] | None = None,
        style: Range[str, 1, 1000] | None = None,
        title: Range[str, 1, 100] | None = None,
    ) -> None:
        """Make a song longer"""
        given = {"continue_at": continue_at, "prompt": prompt, "style": style, "title": title}
        values = {key: value for key, value in given.items() if value is not None}
        await services.extending.extend(interaction, track, values)

    @extend.autocomplete("track")
    async def tracks(interaction: discord.Interaction[Any], current: str) -> list[Choice[str]]:
        return await complete_tracks(services, interaction, current)

    return extend


async def setup(bot: Home) -> None:
    bot.tree.add_command(extend(bot.services))
