"""What commands and buttons may ask about lyrics in time. All of it is free: nothing is queued, nothing is charged."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord

from bot import i18n
from bot.errors import NoLyrics, NoTimesYet
from bot.lyrics.lines import Line, lines_of, sung
from bot.store.library import Song
from bot.ui import format, lyrics_pages, replies, texts
from bot.ui.errors import refusal
from bot.ui.language import public_locale
from bot.ui.message import Message
from bot.ui.named import row_id
from bot.ui.permissions import require_right_to_write, require_room_to_post
from bot.ui.sight import sight_of
from bot.ui.tracks import resolve_track, seen

if TYPE_CHECKING:
    from bot.ui.services import Services


@dataclass(frozen=True, slots=True)
class _Answer:
    """`private`: only the asker is to see it."""

    message: Message
    private: bool = False


class LyricsService:
    def __init__(self, services: "Services") -> None:
        self._services = services

    async def timed(self, interaction: discord.Interaction[Any], track: str, extension: str | None) -> None:
        """`/lyrics timed`: in public, with all files or the one of `extension`."""
        require_room_to_post(interaction)

        async def made() -> _Answer:
            return await self._public(interaction, await resolve_track(self._services, interaction, track), extension)

        await self._answer_in_public(interaction, made())

    async def post_here(self, interaction: discord.Interaction[Any], track_id: int) -> None:
        """From the private page."""
        require_right_to_write(interaction)
        require_room_to_post(interaction)

        async def made() -> _Answer:
            return await self._public(interaction, await self._song(interaction, track_id), None)

        await self._answer_in_public(interaction, made())

    async def show_of_song(self, interaction: discord.Interaction[Any], delivery_id: int) -> None:
        """The button under a song: a private page."""

        async def made() -> Message:
            guild_id = interaction.guild_id or 0
            _, _, track = await self._services.desk.track_of_delivery(row_id(delivery_id), guild_id)
            return await self._page(await self._song(interaction, track.id), 1)

        await replies.answer(interaction, made())

    async def turn(self, interaction: discord.Interaction[Any], track_id: int, number: int) -> None:
        async def made() -> Message:
            return await self._page(await self._song(interaction, track_id), number)

        await replies.answer_by_redrawing(interaction, made())

    async def give_file(self, interaction: discord.Interaction[Any], track_id: int, extension: str) -> None:
        async def made() -> Message:
            song = await self._song(interaction, track_id)
            return lyrics_pages.file_message(song, await self._lines(song), extension)

        await replies.answer(interaction, made())

    async def give_text(self, interaction: discord.Interaction[Any], track_id: int) -> None:
        async def made() -> Message:
            return lyrics_pages.plain_file(await self._song(interaction, track_id))

        await replies.answer(interaction, made())

    async def _page(self, song: Song, number: int) -> Message:
        try:
            return lyrics_pages.private_page(song, await self._lines(song), number)
        except NoTimesYet:
            return lyrics_pages.plain_page(song)

    async def _public(self, interaction: discord.Interaction[Any], song: Song, extension: str | None) -> _Answer:
        try:
            lines = await self._lines(song)
        except NoTimesYet:
            return _Answer(lyrics_pages.plain_page(song), private=True)
        with i18n.using(await self._services.public_locale(interaction)):
            asker = interaction.user.display_name
            return _Answer(lyrics_pages.public_message(song, lines, extension, asker))

    async def _lines(self, song: Song) -> tuple[Line, ...]:
        """Raises `NoLyrics` where nobody sings, `NoTimesYet`, `Expired`, `MadeElsewhere`, and every `MusicApiError`."""
        if lyrics_pages.is_instrumental(song.task, song.track):
            raise NoLyrics
        lines = lines_of(await self._services.shelf.timed_lyrics(song))
        if not sung(lines):
            raise NoLyrics
        return lines

    async def _song(self, interaction: discord.Interaction[Any], track_id: int) -> Song:
        sight = await sight_of(self._services, interaction)
        return seen(sight, await self._services.shelf.song(row_id(track_id), interaction.guild_id or 0))

    async def _answer_in_public(
        self, interaction: discord.Interaction[Any], making: Coroutine[Any, Any, _Answer]
    ) -> None:
        """What the rows know (kept words, instrumental, expired, not found) is told at once, refusals in private.

        Only while the service is asked does everybody see that the bot thinks, for what it waits for is public.
        """
        task = replies.hold(making, f"lyrics-{interaction.id}")
        try:
            answer = await replies.within(replies.left(interaction, replies.ANSWER_WITHIN), task)
        except TimeoutError:
            await interaction.response.defer(thinking=True)
            await self._fill_in(interaction, task)
        else:
            await interaction.response.send_message(**answer.message.sending(), ephemeral=answer.private)

    async def _fill_in(self, interaction: discord.Interaction[Any], task: "asyncio.Task[_Answer]") -> None:
        """A followup is private only once the public "thinking" has been filled in; it goes away last."""
        try:
            answer = await asyncio.shield(task)
        except Exception as error:
            answer = _Answer(refusal(error), private=True)
        if not answer.private:
            await interaction.edit_original_response(**answer.message.editing())
            return
        chosen = await self._services.opening.settings(interaction)
        with i18n.using(chosen.language or public_locale(interaction)):
            name = format.name(interaction.user.display_name, 32)
            placeholder = Message(texts.TOLD_PRIVATELY.format(name=name))
        await interaction.edit_original_response(**placeholder.editing())
        await interaction.followup.send(**answer.message.sending(), ephemeral=True)
        await interaction.delete_original_response()
