"""What keeps the bot from posting in a channel, as far as Discord tells after a refusal."""

import discord

from bot.tasks.ports import Bar, Closure
from bot.ui.permissions import missing_for_songs


async def closure_of(client: discord.Client, guild_id: int, channel_id: int) -> Closure:
    """Asks Discord, for a worker has no cache. Raises what discord.py raises where it cannot be asked."""
    try:
        guild = await client.fetch_guild(guild_id, with_counts=False)
    except (discord.NotFound, discord.Forbidden):
        return Closure(Bar.GUILD)
    try:
        channel = await guild.fetch_channel(channel_id)
    except discord.NotFound:
        return Closure(Bar.CHANNEL)
    except discord.Forbidden:
        return Closure(Bar.RIGHTS, ("view_channel",))
    if client.user is None:
        return Closure(Bar.UNKNOWN)
    return await _within(channel, guild, await guild.fetch_member(client.user.id))


async def _within(
    channel: discord.abc.GuildChannel | discord.Thread, guild: discord.Guild, me: discord.Member
) -> Closure:
    """A thread has its parent's permissions, and a right to send of its own."""
    thread = channel if isinstance(channel, discord.Thread) else None
    place = await guild.fetch_channel(thread.parent_id) if thread else channel
    if isinstance(place, discord.Thread):
        return Closure(Bar.UNKNOWN)
    if missing := missing_for_songs(place.permissions_for(me), thread=thread is not None):
        return Closure(Bar.RIGHTS, missing)
    return Closure(Bar.THREAD if thread and thread.locked else Bar.UNKNOWN)
