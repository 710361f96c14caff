"""The command tree: guilds only, every failure told, and a digest that says whether Discord has to be synced."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

import discord
from discord import app_commands

from bot.ui import replies
from bot.ui.errors import report


class Tree(app_commands.CommandTree[Any]):
    """Commands are spent from a guild's quota, so they are neither offered in private messages nor to single users."""

    def __init__(self, client: Any) -> None:
        super().__init__(
            client,
            fallback_to_global=True,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
        )

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Discord.py asks it first, in the task of the command."""
        replies.begin(interaction)
        return True

    async def on_error(self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /) -> None:
        await report(interaction, error)


async def commands_digest(tree: app_commands.CommandTree[Any]) -> str:
    """Changes exactly when the payload of a sync would; Discord allows only 200 new commands a day."""
    translator = tree.translator or app_commands.Translator()
    payload = [await command.get_translated_payload(tree, translator) for command in tree.get_commands()]
    payload.sort(key=lambda command: (command["name"], command.get("type", 1)))
    return hashlib.sha256(json.dumps(payload, sort_keys=True, default=str).encode()).hexdigest()


def ids_of(commands: Iterable[app_commands.AppCommand]) -> dict[str, int]:
    """For `Services.command_ids`, from what `tree.sync()` or `tree.fetch_commands()` returned."""
    return {command.name: command.id for command in commands}
