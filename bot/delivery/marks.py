"""How the worker's own messages are known again: fetched ones carry no nonce."""

import re

import discord

from bot.models import DeliveryKind
from bot.tasks.ports import Parcel
from bot.ui.notices import is_message_of


def is_of(message: discord.Message, parcel: Parcel) -> bool:
    """Whether `message`, one of the bot's own, is the parcel's."""
    if is_message_of(message, parcel.delivery.id):
        return True
    return parcel.delivery.kind is DeliveryKind.STATUS and _is_status_of(message, parcel)


def _is_status_of(message: discord.Message, parcel: Parcel) -> bool:
    """A status message may have links as its only buttons; then its footer tells, which songs have too."""
    if message.id == parcel.task.status_message_id or _is_song(message):
        return False
    footers = [embed.footer.text or "" for embed in message.embeds]
    return any(re.search(rf"(?<!\d){parcel.task.id}$", footer) for footer in footers)


def _is_song(message: discord.Message) -> bool:
    rows = (part for part in message.components if isinstance(part, discord.ActionRow))
    return any(str(getattr(item, "custom_id", "")).startswith("m1:song:") for row in rows for item in row.children)
