"""Deleting a song's message: asked first, and only for who asked for the song, posted it again, or may delete messages.

Whoever has only posted it again takes it out of the channel, not out of the library.
"""

from typing import Any

import aiohttp
import discord

from bot.errors import NotFound, NotYours
from bot.models import Delivery, DeliveryKind, Track
from bot.tasks.desk import Desk
from bot.tasks.shelf import Shelf
from bot.ui import format, texts
from bot.ui.message import Message
from bot.ui.parts import danger, grey, row
from bot.ui.permissions import may_delete_messages

IN_LIBRARY = frozenset({DeliveryKind.SONG, DeliveryKind.REPOST})


async def question(desk: Desk, interaction: discord.Interaction[Any], delivery_id: int) -> Message:
    delivery, track, whole = await _allowed(desk, interaction, delivery_id)
    title = format.name(track.title, 100) or texts.UNTITLED
    here = danger(texts.DELETE_HERE, f"m1:song:erase:{delivery.id}")
    also = danger(texts.ALSO_LIBRARY, f"m1:song:purge:{delivery.id}")
    keep = grey(texts.KEEP, f"m1:song:keep:{delivery.id}")
    choices = (here, also, keep) if whole and delivery.kind in IN_LIBRARY else (here, keep)
    return Message(texts.DELETE_ASK.format(title=title), view=row(*choices))


async def delete(
    desk: Desk, interaction: discord.Interaction[Any], delivery_id: int, shelf: Shelf | None = None
) -> Message:
    """By the bot's own right, so that it works a year later. A message that is gone already counts as deleted.

    With `shelf`, the library forgets the song as well.
    """
    delivery, track, whole = await _allowed(desk, interaction, delivery_id)
    if shelf is not None and not whole:
        raise NotYours
    if delivery.message_id is None:
        raise NotFound
    channel = interaction.client.get_partial_messageable(delivery.channel_id, guild_id=delivery.guild_id)
    try:
        await channel.get_partial_message(delivery.message_id).delete()
    except discord.NotFound:
        pass
    except (discord.HTTPException, aiohttp.ClientError, OSError):
        return Message(texts.CANNOT_DELETE)
    await desk.mark_deleted(delivery.id, delivery.guild_id)
    if shelf is None:
        return Message(texts.DELETED)
    await shelf.erase(track.id, delivery.guild_id)
    return Message(texts.DELETED_ALSO)


async def _allowed(desk: Desk, interaction: discord.Interaction[Any], delivery_id: int) -> tuple[Delivery, Track, bool]:
    """With whether the song is theirs to delete as well. Raises `NotYours`."""
    delivery, task, track = await desk.track_of_delivery(delivery_id, interaction.guild_id or 0)
    whole = task.member_id == interaction.user.id or may_delete_messages(interaction)
    if not (whole or delivery.posted_by == interaction.user.id):
        raise NotYours
    return delivery, track, whole
