"""What commands, buttons and forms may ask about drafts of lyrics, and the form that asks for some."""

from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord

from bot import i18n
from bot.errors import NotFound
from bot.models import CustomSong, Draft, Kind, LyricsIdea, Task
from bot.ui import drafts, format, replies, texts, typed
from bot.ui.forms import FIELD_HOLDS, Frame, custom_form, form_id, lyrics_form
from bot.ui.message import Message

if TYPE_CHECKING:
    from bot.ui.services import Services


class DraftsService:
    def __init__(self, services: "Services") -> None:
        self._services = services

    # The form of an idea: Correct and Try again

    async def open_idea(self, interaction: discord.Interaction[Any], idea: LyricsIdea) -> None:
        services = self._services
        model = await services.opening.default_model(interaction)
        frame = replace(await services.opening.frame(interaction, model, Kind.LYRICS), model="")
        limit = services.desk.profile.lyrics_prompt_limit
        await interaction.response.send_modal(lyrics_form(frame, idea.prompt, limit, form_id("lyrics")))

    async def open_corrected(self, interaction: discord.Interaction[Any]) -> None:
        """Filled with the text that the refusal above it holds."""
        prompt = await replies.for_form(interaction, typed.text_in(interaction.message), "typed-idea")
        await self.open_idea(interaction, LyricsIdea(prompt=prompt))

    # The message of drafts

    async def turn(self, interaction: discord.Interaction[Any], delivery_id: int, number: int) -> None:
        """The asker turns the page for everybody; others get a private copy, which they turn for themselves."""
        task, found = await replies.for_form(interaction, self._of(interaction, delivery_id), "drafts")
        own = interaction.message is not None and interaction.message.flags.ephemeral
        public = not own and interaction.user.id == task.member_id
        with i18n.using(task.locale) if public else nullcontext():
            message = drafts.draft_page(task, found, delivery_id, number)
        await (replies.redraw if own or public else replies.reply_privately)(interaction, message)

    async def give_file(self, interaction: discord.Interaction[Any], delivery_id: int, number: int) -> None:
        async def made() -> Message:
            task, found = await self._of(interaction, delivery_id)
            return drafts.draft_file(task, found, number)

        await replies.answer(interaction, made())

    async def open_song(self, interaction: discord.Interaction[Any], delivery_id: int, number: int) -> None:
        """The form of a custom song with the draft in it, cut to what the model takes; then the form says so."""
        draft = await replies.for_form(interaction, self._draft(interaction, delivery_id, number), "draft")
        frame = await self._services.opening.frame(interaction, await self._services.opening.default_model(interaction))
        song = self._song(draft, frame.model)
        custom_id = form_id("draft", delivery_id, number)
        note = _note(frame, len(draft.text.strip()), len(song.lyrics))
        await interaction.response.send_modal(custom_form(frame, song, custom_id, kept=True, note=note))

    async def song_of(self, interaction: discord.Interaction[Any], delivery_id: int, number: int) -> CustomSong:
        """What that form was filled with."""
        model = await self._services.opening.default_model(interaction)
        return self._song(await self._draft(interaction, delivery_id, number), model)

    def _song(self, draft: Draft, model: str) -> CustomSong:
        lyrics = draft.text.strip()[: self._services.desk.profile.limits(model).lyrics].rstrip()
        return CustomSong(title=draft.title.strip(), style="", lyrics=lyrics, model=model)

    async def _draft(self, interaction: discord.Interaction[Any], delivery_id: int, number: int) -> Draft:
        _, found = await self._of(interaction, delivery_id)
        if not 1 <= number <= len(found):
            raise NotFound
        return found[number - 1]

    async def _of(self, interaction: discord.Interaction[Any], delivery_id: int) -> tuple[Task, list[Draft]]:
        return await self._services.shelf.drafts_of_delivery(delivery_id, interaction.guild_id or 0)


def _note(frame: Frame, length: int, kept: int) -> str:
    """What the form says of the lyrics where the field does not simply hold the whole draft; else nothing."""
    holes = {"length": format.number(length), "limit": format.number(frame.limits.lyrics), "model": frame.model}
    if length > frame.limits.lyrics:
        return (texts.DRAFT_CUT_KEPT if kept > FIELD_HOLDS else texts.DRAFT_CUT).format(**holes)
    return texts.DRAFT_KEPT.format(**holes) if kept > FIELD_HOLDS else ""
