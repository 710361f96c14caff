"""`/privacy`: what is kept about the member, told in words, given as a file, or erased. In this guild alone."""

import asyncio
import contextlib
import gzip
import shutil
import tempfile
from typing import IO, TYPE_CHECKING, Any

import discord

from bot.clock import DAY
from bot.tasks.erasing import KEPT_FOR
from bot.ui import format, replies, texts
from bot.ui.info_pages import command
from bot.ui.message import Message
from bot.ui.named import guild_of
from bot.ui.parts import page, row
from bot.ui.privacy_buttons import Forget, KeepData

if TYPE_CHECKING:
    from bot.ui.services import Services

PLAIN_AT_MOST = 8 * 2**20
"""Bytes from which the file is packed: Discord takes 10 MB."""


class PrivacyService:
    def __init__(self, services: "Services") -> None:
        self._services = services

    async def show(self, interaction: discord.Interaction[Any]) -> None:
        ids = self._services.command_ids
        words = texts.PRIVACY.format(
            kept=KEPT_FOR // DAY,
            service=self._services.desk.profile.retention_days,
            export=command("privacy export", ids),
            forget=command("privacy forget", ids),
        )
        await replies.reply_privately(interaction, Message(view=page(words)))

    async def export(self, interaction: discord.Interaction[Any]) -> None:
        """A private file, written piece by piece to the disk, where it has no name: a kill leaves nothing behind."""
        guild_id = guild_of(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        with contextlib.ExitStack() as stack:
            written = stack.enter_context(await asyncio.to_thread(tempfile.TemporaryFile))
            name = "minstrel.json"
            async for piece in self._services.desk.archive.export(guild_id, interaction.user.id):
                await asyncio.to_thread(written.write, piece.encode())
            if written.tell() > PLAIN_AT_MOST:
                packed = stack.enter_context(await asyncio.to_thread(tempfile.TemporaryFile))
                await asyncio.to_thread(_pack, written, packed)
                written, name = packed, "minstrel.json.gz"
            await asyncio.to_thread(written.seek, 0)
            file = stack.enter_context(contextlib.closing(discord.File(written, name)))
            await interaction.edit_original_response(content=texts.EXPORTED, attachments=[file])

    async def ask(self, interaction: discord.Interaction[Any]) -> None:
        question = Message(texts.FORGET_ASK, view=row(Forget.button(), KeepData.button()))
        await replies.reply_privately(interaction, question)

    async def forget(self, interaction: discord.Interaction[Any]) -> None:
        async def made() -> Message:
            desk = self._services.desk
            forgotten = await desk.archive.forget(guild_of(interaction), interaction.user.id)
            for task in forgotten.cancelled:
                desk.metrics.ended(task)
            desk.wake()
            erased, waited = forgotten.erased, len(forgotten.cancelled)
            said = [texts.plural(texts.FORGOTTEN, erased).format(count=format.number(erased))]
            if waited:
                said.append(texts.plural(texts.FORGOTTEN_BACK, waited).format(count=waited))
            if forgotten.running:
                said.append(texts.FORGOTTEN_RUNNING)
            return Message(" ".join(said))

        await replies.answer_by_redrawing(interaction, made())


def _pack(plain: IO[bytes], packed: IO[bytes]) -> None:
    plain.seek(0)
    with gzip.open(packed, "wb") as file:
        shutil.copyfileobj(plain, file)
