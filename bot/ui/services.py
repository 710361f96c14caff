"""What commands and buttons may call: one method each. It knows the desk and the looks, and no rule of either."""

import asyncio
from typing import Any, Protocol

import discord
from discord import app_commands

from bot.errors import GuildNotAllowed, MusicApiError, NotFound
from bot.guild_rules import Pings
from bot.models import CustomSong, Extension, LyricsIdea, QuickSong, Quota, Request, Task, WavOf
from bot.tasks.desk import Desk
from bot.tasks.shelf import Shelf
from bot.ui import accepting, deleting, info_pages, replies, status, texts, typed
from bot.ui.drafts_service import DraftsService
from bot.ui.errors import Told
from bot.ui.extending import Extending
from bot.ui.forms import FIELD_HOLDS, custom_form, form_id, quick_form
from bot.ui.language import public_locale
from bot.ui.library_service import LibraryService
from bot.ui.lyrics_service import LyricsService
from bot.ui.message import Message
from bot.ui.named import guild_of, row_id
from bot.ui.opening import Opening
from bot.ui.owner_service import OwnerService
from bot.ui.permissions import is_manager
from bot.ui.privacy_service import PrivacyService
from bot.ui.quota_service import QuotaService
from bot.ui.requests_page import requests_page
from bot.ui.settings_service import SettingsService
from bot.ui.sight import sight_of


class Home(Protocol):
    """What commands, buttons and forms need of the bot that they are loaded into."""

    @property
    def services(self) -> "Services": ...

    @property
    def tree(self) -> app_commands.CommandTree[Any]: ...


class Services:
    """`command_ids` holds the ids of the top commands once they are synced; until then none can be clicked."""

    def __init__(self, desk: Desk, shelf: Shelf) -> None:
        self.desk = desk
        self.shelf = shelf
        self.command_ids: dict[str, int] = {}
        self.opening = Opening(self)
        self.extending = Extending(self)
        self.library = LibraryService(self)
        self.lyrics = LyricsService(self)
        self.drafts = DraftsService(self)
        self.quota = QuotaService(self)
        self.settings = SettingsService(self)
        self.privacy = PrivacyService(self)
        self.owner = OwnerService(self)

    # Requests

    async def accept(self, interaction: discord.Interaction[Any], request: Request) -> None:
        await accepting.accept(self.desk, interaction, request)

    async def quick(
        self, interaction: discord.Interaction[Any], prompt: str, instrumental: bool, model: str | None
    ) -> None:
        """Without a model it gets the guild's."""
        await self.accept(interaction, QuickSong(prompt=prompt, instrumental=instrumental, model=model or ""))

    async def cancel(self, interaction: discord.Interaction[Any], task_id: int) -> None:
        """From the button under the status message, which then tells it."""

        async def made() -> Message:
            guild_id, manager = guild_of(interaction), is_manager(interaction)
            view = await self.desk.cancel(task_id, guild_id, interaction.user.id, manager=manager)
            return status.status_message(view)

        await replies.answer_by_redrawing(interaction, made())

    async def show_requests(self, interaction: discord.Interaction[Any]) -> None:
        await replies.answer(interaction, self._requests(interaction))

    async def redraw_requests(self, interaction: discord.Interaction[Any], cancelling: int | None = None) -> None:
        await replies.answer_by_redrawing(interaction, self._requests(interaction, cancelling))

    async def _requests(self, interaction: discord.Interaction[Any], cancelling: int | None = None) -> Message:
        guild_id, manager = guild_of(interaction), is_manager(interaction)
        if cancelling is not None:
            await self.desk.cancel(row_id(cancelling), guild_id, interaction.user.id, manager=manager)
        sight = await sight_of(self, interaction)
        views = [view for view in await self.desk.open_requests(guild_id) if sight.sees(view.task.channel_id)]
        hold = await self.desk.hold()
        service = status.why_held(hold.reason, hold.since) if hold else texts.SERVICE_ANSWERS
        caps = self.desk.office.caps(await self.desk.office.settings(guild_id))
        pings = await self.desk.office.pings(guild_id, interaction.user.id)
        return requests_page(views, caps, pings, interaction.user.id, manager=manager, service=service)

    async def turn_pings(self, interaction: discord.Interaction[Any]) -> None:
        """The member's own switch, one step on; the page says how it stands."""

        async def made() -> Message:
            office, guild_id = self.desk.office, guild_of(interaction)
            order = list(Pings)
            now = await office.pings(guild_id, interaction.user.id)
            following = order[(order.index(now) + 1) % len(order)]
            await office.set_pings(guild_id, interaction.user.id, following)
            return await self._requests(interaction)

        await replies.answer_by_redrawing(interaction, made())

    # Forms

    async def open_custom(self, interaction: discord.Interaction[Any], instrumental: bool, model: str | None) -> None:
        chosen = model or await self.opening.default_model(interaction)
        song = CustomSong(title="", style="", instrumental=instrumental, model=chosen)
        frame = await self.opening.frame(interaction, song.model)
        flags = "i" if instrumental else "v"
        await interaction.response.send_modal(custom_form(frame, song, form_id("custom", song.model, flags)))

    async def open_corrected(
        self, interaction: discord.Interaction[Any], mode: str, model: str, instrumental: bool
    ) -> None:
        """The form filled with the text that the refusal above it holds."""
        if mode == "lyrics":
            await self.drafts.open_corrected(interaction)
            return
        if mode == "extend":
            await self.extending.open_corrected(interaction, model)
            return
        known = await self.opening.offered(interaction, model)
        text = await replies.for_form(interaction, typed.text_in(interaction.message), "typed-text")
        song = typed.request_from(text, mode, known, instrumental)
        kept = isinstance(song, CustomSong) and len(song.lyrics) > FIELD_HOLDS
        flags = ("i" if instrumental else "v") + ("k" if kept else "")
        await self._open(interaction, song, form_id(mode, known, flags))

    async def open_again(
        self, interaction: discord.Interaction[Any], task_id: int, *, asker_only: bool = False
    ) -> None:
        """The form of an earlier request, filled."""
        task = await replies.for_form(interaction, self._task(interaction, task_id), "task-again")
        if asker_only and task.member_id != interaction.user.id:
            raise Told(texts.NOT_YOUR_TEXT)
        await self._open_task(interaction, task)

    async def open_again_of_song(self, interaction: discord.Interaction[Any], delivery_id: int) -> None:
        finding = self.desk.track_of_delivery(row_id(delivery_id), guild_of(interaction))
        _, task, _ = await replies.for_form(interaction, finding, "song-again")
        await self._open_task(interaction, task)

    async def request_again(self, interaction: discord.Interaction[Any], task_id: int) -> QuickSong | CustomSong:
        """The request that a filled form was opened for. Raises `NotFound`."""
        return await self._song_of(interaction, await self._task(interaction, task_id))

    async def _open_task(self, interaction: discord.Interaction[Any], task: Task) -> None:
        """What has no form, a WAV, is asked for anew."""
        match task.request:
            case LyricsIdea() as request:
                await self.drafts.open_idea(interaction, request)
            case Extension() as request:
                await self.extending.open_again(interaction, request)
            case WavOf() as request:
                await self.library.wav(interaction, str(request.track_id))
            case _:
                await self._open(interaction, await self._song_of(interaction, task), form_id("again", task.id))

    async def _open(self, interaction: discord.Interaction[Any], song: QuickSong | CustomSong, custom_id: str) -> None:
        frame = await self.opening.frame(interaction, song.model)
        modal = (
            quick_form(frame, song, custom_id)
            if isinstance(song, QuickSong)
            else custom_form(frame, song, custom_id, kept=True)
        )
        await interaction.response.send_modal(modal)

    async def _task(self, interaction: discord.Interaction[Any], task_id: int) -> Task:
        return (await self.desk.view(row_id(task_id), guild_of(interaction))).task

    async def _song_of(self, interaction: discord.Interaction[Any], task: Task) -> QuickSong | CustomSong:
        """With the default model where its own is offered no more. Raises `NotFound` for a request without a form."""
        song = task.request
        if not isinstance(song, QuickSong | CustomSong):
            raise NotFound
        return song.model_copy(update={"model": await self.opening.offered(interaction, song.model)})

    # Credits and help

    async def _quota_soon(self, interaction: discord.Interaction[Any]) -> Quota | None:
        return await self.opening.soon(interaction, self.desk.quota(guild_of(interaction)), "quota-soon")

    async def show_credits(self, interaction: discord.Interaction[Any], *, account: bool = True) -> None:
        """`account`: managers also see what the account at the music service has left."""

        async def made() -> Message:
            line = await self._account() if account and is_manager(interaction) else None
            return await self.quota.page(interaction, line)

        await replies.answer(interaction, made())

    async def _account(self) -> str:
        try:
            return info_pages.account_line(await self.desk.credits())
        except (MusicApiError, TimeoutError):
            return info_pages.account_line(None)

    async def public_locale(self, interaction: discord.Interaction[Any]) -> str:
        """What managers have set goes over the language that the server has told Discord."""
        return await self.desk.language(guild_of(interaction)) or public_locale(interaction)

    async def show_help(self, interaction: discord.Interaction[Any]) -> None:
        if not self.desk.settings.allows(guild_of(interaction)):
            raise GuildNotAllowed
        quota, chosen = await asyncio.gather(self._quota_soon(interaction), self.opening.settings(interaction))
        model, manager = self.desk.office.default_model(chosen), is_manager(interaction)
        here = {interaction.channel_id, getattr(interaction.channel, "parent_id", None)}
        elsewhere = () if chosen.channels & here else chosen.channels
        page = info_pages.help_page(self.desk, model, quota, self.command_ids, manager=manager, elsewhere=elsewhere)
        await replies.reply_privately(interaction, page)

    # Songs

    async def ask_to_delete(self, interaction: discord.Interaction[Any], delivery_id: int) -> None:
        await replies.answer(interaction, deleting.question(self.desk, interaction, row_id(delivery_id)))

    async def delete_song(
        self, interaction: discord.Interaction[Any], delivery_id: int, *, from_library: bool = False
    ) -> None:
        shelf = self.shelf if from_library else None
        deletion = deleting.delete(self.desk, interaction, row_id(delivery_id), shelf)
        await replies.answer_by_redrawing(interaction, deletion)

    async def keep(self, interaction: discord.Interaction[Any]) -> None:
        await replies.redraw(interaction, Message(texts.KEPT))
