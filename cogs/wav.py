"""`/wav`."""

from typing import Any

import discord
from discord import app_commands
from discord.app_commands import Choice, Range

from bot.ui.services import Home, Services
from bot.ui.tracks import complete_tracks


def wav(services: Services) -> app_commands.Command[Any, ..., None]:
    @app_commands.command(name="wav")
    @app_commands.describe(track="The song: choose one, or paste a link to its message")
    async def wav(interaction: discord.Interaction[Any], track: Range[str, 1, 200]) -> None:
        """Get a song as a WAV file"""
        await services.library.wav(interaction, track)

    @wav.autocomplete("track")
    async def tracks(interaction: discord.Interaction[Any], current: str) -> list[Choice[str]]:
        return await complete_tracks(services, interaction, current)

    return wav


async def setup(bot: Home) -> None:
    bot.tree.add_command(wav(bot.services))
