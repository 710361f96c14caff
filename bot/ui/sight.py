"""Who sees which channel: what Discord has told the bot of it, and what the store knows of threads."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import discord

from bot.ui.permissions import open_parent

if TYPE_CHECKING:
    from bot.ui.services import Services


class Sight:
    """Which channels the asker of an interaction sees; what is not known is hidden.

    `channels` holds, for each channel with songs, the one that tells who sees it.
    """

    def __init__(self, interaction: discord.Interaction[Any], channels: Mapping[int, int]) -> None:
        self._interaction = interaction
        self._channels = channels
        self._known = {interaction.channel_id: True, open_parent(interaction): True}

    def sees(self, channel_id: int) -> bool:
        return self._sees(self._channels.get(channel_id, channel_id))

    def hidden(self) -> frozenset[int]:
        """Of the channels that tell who sees songs, those that the asker does not see."""
        return frozenset(teller for teller in self._channels.values() if not self._sees(teller))

    def _sees(self, channel_id: int) -> bool:
        if channel_id not in self._known:
            self._known[channel_id] = _may_see(self._interaction, channel_id)
        return self._known[channel_id]


async def sight_of(services: "Services", interaction: discord.Interaction[Any]) -> Sight:
    return Sight(interaction, await services.shelf.channels(interaction.guild_id or 0))


def _may_see(interaction: discord.Interaction[Any], channel_id: int) -> bool:
    guild, member = interaction.guild, interaction.user
    channel = guild.get_channel_or_thread(channel_id) if guild else None
    if channel is None or not isinstance(member, discord.Member):
        return False
    granted = channel.permissions_for(member)
    if isinstance(channel, discord.Thread) and channel.is_private():
        return bool(granted.view_channel and (granted.manage_threads or granted.administrator))
    return bool(granted.view_channel)
