"""`/settings show` and `/settings set`."""

from typing import Any

import discord
from discord import AppCommandOptionType, ChannelType, app_commands
from discord.app_commands import AppCommandChannel, Choice, Range

from bot.ui.language import LANGUAGE_NAMES
from bot.ui.services import Home, Services
from bot.ui.settings_page import SERVERS_OWN, SONG_CHANNELS

MOST_AT_ONCE = 1000
"""Discord's own bound for the field; the host's is checked when it is saved."""


class SongChannel(app_commands.Transformer):
    """Whatever the panel's select offers too."""

    @property
    def type(self) -> AppCommandOptionType:
        return AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[ChannelType]:
        return list(SONG_CHANNELS)

    async def transform(self, interaction: discord.Interaction[Any], value: AppCommandChannel, /) -> AppCommandChannel:
        return value


def settings(services: Services) -> app_commands.Group:
    group = app_commands.Group(name="settings", description="How the bot works on this server; for managers")

    @group.command(name="show")
    async def show(interaction: discord.Interaction[Any]) -> None:
        """See and change how the bot works on this server; for managers"""
        await services.settings.show(interaction)

    group.add_command(set_command(services))
    return group


DESCRIBED = {
    "language": "The language of messages that everybody reads",
    "channel": "A channel to put on the list of those where songs are made, or to take off it",
    "role": "A role to put on the list of those who may make songs, or to take off it",
    "models": "The models that members may choose, with commas between them; - for all",
    "model": "The model that is taken where none is named",
    "pings": "Whether the member who asked is pinged with the first song",
    "per_guild": "How many requests run at once on this server",
    "per_member": "How many requests of one member run at once",
    "words": "Words that may not be asked for, with commas between them; - for none",
    "artist": "Who is named as the artist in files; - for the member who asked",
    "log_channel": "Where changes of credits are logged",
    "log_off": "Log changes of credits in no channel any more",
}


def offered(services: Services) -> dict[str, list[Choice[str]]]:
    languages = {"As the server has it": SERVERS_OWN, **{name: locale for locale, name in LANGUAGE_NAMES.items()}}
    models = {model: model for model in services.desk.profile.models[:25]}
    pings = {name: name.lower() for name in ("On", "Quiet", "Off")}
    choices = {"language": languages, "model": models, "pings": pings}
    return {option: [Choice(name=name, value=of[name]) for name in of] for option, of in choices.items()}


def set_command(services: Services) -> app_commands.Command[Any, ..., None]:
    """Discord's options are the parameters; what was given is read where discord.py keeps it by name."""

    @app_commands.command(name="set")
    @app_commands.describe(**DESCRIBED)
    @app_commands.choices(**offered(services))
    async def set_some(
        interaction: discord.Interaction[Any],
        language: str | None = None,
        channel: app_commands.Transform[AppCommandChannel, SongChannel] | None = None,
        role: discord.Role | None = None,
        models: Range[str, 1, 400] | None = None,
        model: str | None = None,
        pings: str | None = None,
        per_guild: Range[int, 1, MOST_AT_ONCE] | None = None,
        per_member: Range[int, 1, MOST_AT_ONCE] | None = None,
        words: Range[str, 1, 4000] | None = None,
        artist: Range[str, 1, 80] | None = None,
        log_channel: discord.TextChannel | None = None,
        log_off: bool | None = None,
    ) -> None:
        """Change how the bot works on this server; for managers"""
        given = {name: getattr(value, "id", value) for name, value in interaction.namespace}
        await services.settings.set(interaction, given)

    return set_some


async def setup(bot: Home) -> None:
    bot.tree.add_command(settings(bot.services))
