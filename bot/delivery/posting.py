"""Sends what the worker owes, each message with its delivery's nonce, by the bot's own right."""

import logging
from dataclasses import replace
from typing import Any

import discord

from bot.delivery.ladder import Enclosed
from bot.delivery.permissions import closure_of
from bot.delivery.songs import Songs
from bot.delivery.troubles import CANNOT_REPLY, discord_troubles
from bot.delivery.wavs import Wavs
from bot.errors import MayNotPost
from bot.models import DeliveryKind
from bot.tasks.ports import Parcel
from bot.ui.message import Message
from bot.ui.notices import message_of
from bot.ui.songs import COVER, cover_description, file_name

_log = logging.getLogger(__name__)
_REPLIES = {DeliveryKind.SONG, DeliveryKind.WAV, DeliveryKind.DRAFTS, DeliveryKind.NOTICE}


class Poster:
    """`owner_channel` is where the host of the bot reads; a direct message when None, or closed."""

    def __init__(self, client: discord.Client, songs: Songs, wavs: Wavs, owner_channel: int | None) -> None:
        self._client = client
        self._songs = songs
        self._wavs = wavs
        self._owner_channel = owner_channel

    async def post(self, parcel: Parcel) -> int:
        with discord_troubles():
            match parcel.delivery.kind:
                case DeliveryKind.SONG | DeliveryKind.REPOST:
                    return await self._songs.deliver(parcel, lambda enclosed: self._send(parcel, enclosed))
                case DeliveryKind.WAV:
                    return await self._wavs.deliver(parcel, lambda enclosed: self._send(parcel, enclosed))
                case DeliveryKind.DIRECT:
                    task = parcel.task
                    closure = await closure_of(self._client, task.guild_id, task.channel_id)
                    return await self._send(replace(parcel, closure=closure), Enclosed())
                case DeliveryKind.OWNER:
                    return await self._to_owner(message_of(parcel), nonce=parcel.delivery.nonce)
                case _:
                    return await self._send(parcel, Enclosed())

    async def channel_of(self, parcel: Parcel) -> discord.abc.Messageable:
        delivery = parcel.delivery
        if delivery.kind is DeliveryKind.DIRECT:
            return await self._client.create_dm(discord.Object(parcel.task.member_id))
        return self._client.get_partial_messageable(delivery.channel_id, guild_id=delivery.guild_id)

    async def tell_owner(self, message: Message) -> None:
        with discord_troubles():
            await self._to_owner(message)

    async def _to_owner(self, message: Message, **more: Any) -> int:
        """Directly where the settings name no channel, or one that is closed; the log has what nobody could be told."""
        if self._owner_channel is not None:
            try:
                with discord_troubles():
                    channel = self._client.get_partial_messageable(self._owner_channel)
                    return (await channel.send(**more, **message.sending())).id
            except MayNotPost as error:
                _log.warning("OWNER_CHANNEL cannot be written to (%s); the owner is told directly", error)
        try:
            with discord_troubles():
                return (await (await self._dm_of_owner()).send(**more, **message.sending())).id
        except MayNotPost:
            _log.error("The owner cannot be told: %s", (message.content or "").replace("\n", " "))
            raise

    async def _dm_of_owner(self) -> discord.abc.Messageable:
        if self._client.application is None:
            raise MayNotPost
        team = self._client.application.team
        owner_id = team.owner_id if team and team.owner_id else self._client.application.owner.id
        return await self._client.create_dm(discord.Object(owner_id))

    async def _send(self, parcel: Parcel, enclosed: Enclosed) -> int:
        """As a reply to the status message; where the bot may not reply, without that. The nonce is the same."""
        status = parcel.task.status_message_id
        here = parcel.delivery.channel_id == parcel.task.channel_id  # a reply reaches no other channel
        if status is not None and here and parcel.delivery.kind in _REPLIES:
            try:
                return await self._send_once(parcel, enclosed, status)
            except discord.HTTPException as error:
                if error.code != CANNOT_REPLY:
                    raise
        return await self._send_once(parcel, enclosed, None)

    async def _send_once(self, parcel: Parcel, enclosed: Enclosed, reply_to: int | None) -> int:
        delivery = parcel.delivery
        given = message_of(parcel, cover=enclosed.cover is not None, too_large=enclosed.too_large).sending()
        if files := _files(parcel, enclosed):
            given["files"] = files
        if reply_to is not None:
            given["reference"] = discord.MessageReference(
                message_id=reply_to,
                channel_id=delivery.channel_id,
                guild_id=delivery.guild_id,
                fail_if_not_exists=False,  # somebody may have deleted it
            )
        channel = await self.channel_of(parcel)
        return (await channel.send(nonce=delivery.nonce, silent=delivery.silent, **given)).id


def _files(parcel: Parcel, enclosed: Enclosed) -> list[discord.File]:
    """Made anew for each attempt: discord.py closes them."""
    files = []
    if enclosed.audio is not None:
        files.append(discord.File(enclosed.audio, filename=file_name(parcel, enclosed.audio.suffix[1:])))
    if enclosed.cover is not None:
        files.append(discord.File(enclosed.cover, filename=COVER, description=cover_description(parcel)))
    return files
