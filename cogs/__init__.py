"""Slash commands, one file a group. They read the options, call one method of the services, and know nothing else."""

from typing import Protocol

from discord import app_commands

from bot.ui.services import Services

ALL = ("cogs.generate", "cogs.requests", "cogs.credits", "cogs.quota", "cogs.help")


class Home(Protocol):
    """What a file of commands needs of the bot it is loaded into."""

    @property
    def services(self) -> Services: ...

    @property
    def tree(self) -> app_commands.CommandTree: ...
