"""What a command or a click names: the guild it comes from, and rows by numbers that anybody may have made up."""

from typing import Any

import discord

from bot.errors import NotFound
from bot.ui import texts
from bot.ui.action import LARGEST_ID
from bot.ui.errors import Told


def guild_of(interaction: discord.Interaction[Any]) -> int:
    """Raises `Told` outside of a server."""
    if interaction.guild_id is None:
        raise Told(texts.NOT_IN_SERVER)
    return interaction.guild_id


def row_id(number: int) -> int:
    """Raises `NotFound` for a number that no row can have."""
    if not 0 < number <= LARGEST_ID:
        raise NotFound
    return number
