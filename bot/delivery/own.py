"""Files of our own messages: what is left of a song when the service has deleted its copy."""

from collections.abc import Iterable
from dataclasses import dataclass

import discord

from bot.delivery.troubles import discord_troubles
from bot.errors import MediaLost
from bot.models import Delivery
from bot.ui.songs import COVER


@dataclass(frozen=True, slots=True)
class OwnFiles:
    """Addresses that are good for a day. `cover` is empty where there is none."""

    song: str
    cover: str


async def own_files(client: discord.Client, posted: Iterable[Delivery]) -> OwnFiles:
    """Those of the first message that is still there with the song's file. Raises MediaLost where none is."""
    for delivery in posted:
        files = await _files(client, delivery)
        song = next((url for name, url in files.items() if name.endswith(".mp3")), None)
        if song is not None:
            return OwnFiles(song, files.get(COVER, ""))
    raise MediaLost("no message of ours has the song's file")


async def _files(client: discord.Client, posted: Delivery) -> dict[str, str]:
    """The message's attachments by name; none where somebody has deleted it, or the bot cannot see it any more."""
    channel = client.get_partial_messageable(posted.channel_id, guild_id=posted.guild_id)
    with discord_troubles():
        try:
            message = await channel.fetch_message(posted.message_id or 0)
        except (discord.NotFound, discord.Forbidden):
            return {}
    return {attachment.filename: attachment.url for attachment in message.attachments}
