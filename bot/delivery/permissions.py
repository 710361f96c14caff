"""What the bot lacks in a channel, as far as it can be found out after a refusal."""

import aiohttp
import discord


async def missing_in(client: discord.Client, guild_id: int, channel_id: int) -> tuple[str, ...]:
    """discord.py's names of the permissions; empty where they cannot be known, as in threads and foreign guilds."""
    try:
        guild = await client.fetch_guild(guild_id, with_counts=False)
        channel = await guild.fetch_channel(channel_id)
        if client.user is None or isinstance(channel, discord.Thread):
            return ()
        granted = channel.permissions_for(await guild.fetch_member(client.user.id))
    except discord.Forbidden:
        return ("view_channel",)
    except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError):
        return ()
    needed = ("view_channel", "send_messages", "embed_links", "attach_files", "read_message_history")
    return tuple(name for name in needed if not getattr(granted, name))
