"""Channels and roles that a setting names and that Discord no longer has: nobody can pick them to take them off."""

import asyncio
from collections.abc import Iterable
from typing import Any

import aiohttp
import discord

UNKNOWN_CHANNEL = 10003


async def gone_channels(interaction: discord.Interaction[Any], ids: Iterable[int]) -> frozenset[int]:
    """Of what is not in memory, such as a thread that is archived, those that Discord says it does not know."""
    guild = interaction.guild
    unseen = [id for id in ids if guild is None or guild.get_channel_or_thread(id) is None]
    unknown = await asyncio.gather(*(_is_unknown(interaction.client, id) for id in unseen))
    return frozenset(id for id, gone in zip(unseen, unknown, strict=True) if gone)


async def _is_unknown(client: discord.Client, channel_id: int) -> bool:
    try:
        await client.fetch_channel(channel_id)
    except discord.NotFound as error:
        return error.code == UNKNOWN_CHANNEL
    except (discord.DiscordException, aiohttp.ClientError, OSError):
        pass
    return False


def gone_roles(interaction: discord.Interaction[Any], ids: Iterable[int]) -> frozenset[int]:
    """Discord tells all roles of a guild at once; of one that it has not told yet, not even everyone's is known."""
    guild = interaction.guild
    if guild is None or guild.get_role(guild.id) is None:
        return frozenset()
    return frozenset(id for id in ids if guild.get_role(id) is None)
