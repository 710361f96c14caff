"""Files of our own messages: what is left of a song when the service has deleted its copy."""

import discord

from bot.delivery.troubles import discord_troubles
from bot.errors import MediaLost
from bot.models import Delivery


async def own_files(client: discord.Client, posted: Delivery | None) -> dict[str, str]:
    """Addresses of the message's attachments by name, good for a day. Raises MediaLost where there is no message."""
    if posted is None or posted.message_id is None:
        raise MediaLost("no message of ours carries the song")
    channel = client.get_partial_messageable(posted.channel_id, guild_id=posted.guild_id)
    with discord_troubles():
        try:
            message = await channel.fetch_message(posted.message_id)
        except (discord.NotFound, discord.Forbidden):
            raise MediaLost("the message that carried the song is gone") from None
    return {attachment.filename: attachment.url for attachment in message.attachments}
