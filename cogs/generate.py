"""`/generate quick` and `/generate custom`."""

from typing import Any

import discord
from discord import app_commands
from discord.app_commands import Choice, Range

from bot.ui.language import worded
from bot.ui.services import Home, Services

IDEA_AT_MOST = 4000
"""More than a model takes, so that a text too long comes back with its Correct button; as much as a form holds."""


def generate(services: Services) -> app_commands.Group:
    group = app_commands.Group(name="generate", description="Make songs from an idea or from your own words")
    models = app_commands.choices(
        model=[Choice(name=model, value=model) for model in services.desk.profile.models[:25]]
    )
    described = app_commands.describe(
        instrumental="Music without a voice",
        model=worded("The model that makes it; {model} if left out", model=services.desk.default_model),
    )

    @group.command(name="quick")
    @described
    @models
    @app_commands.describe(prompt="What the song is about, and how it sounds")
    async def quick(
        interaction: discord.Interaction[Any],
        prompt: Range[str, 1, IDEA_AT_MOST],
        instrumental: bool = False,
        model: str | None = None,
    ) -> None:
        """Make songs from an idea"""
        await services.quick(interaction, prompt, instrumental, model)

    @group.command(name="custom")
    @described
    @models
    async def custom(
        interaction: discord.Interaction[Any], instrumental: bool = False, model: str | None = None
    ) -> None:
        """Make songs from your own title, style and lyrics"""
        await services.open_custom(interaction, instrumental, model)

    return group


async def setup(bot: Home) -> None:
    bot.tree.add_command(generate(bot.services))
