"""The library, WAVs and the menu of a song: what commands, buttons and forms call for them."""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import TYPE_CHECKING, Any

import discord

from bot.errors import NotFound
from bot.models import Delivery, DeliveryKind, Task, Track, WavOf
from bot.store.library import Song
from bot.store.words import Search
from bot.ui import format, replies, texts
from bot.ui.errors import Told
from bot.ui.forms import form_id, search_form
from bot.ui.library_page import PER_PAGE, SEARCH_AT_MOST, Asking, Family, Sees, library_page
from bot.ui.message import Message
from bot.ui.named import guild_of
from bot.ui.parts import row
from bot.ui.permissions import open_parent, require_right_to_write, require_room_to_post
from bot.ui.sight import Sight, sight_of
from bot.ui.song_buttons import under_song
from bot.ui.songs import link_url
from bot.ui.tracks import resolve_track, song_of_delivery

if TYPE_CHECKING:
    from bot.ui.services import Services

SONGS = frozenset({DeliveryKind.SONG, DeliveryKind.REPOST})


class LibraryService:
    def __init__(self, services: "Services") -> None:
        self._services = services

    # The page

    async def show(self, interaction: discord.Interaction[Any], search: str, member_id: int) -> None:
        await replies.answer(interaction, self._page(interaction, Asking.of(search, member_id)))

    async def turn(self, interaction: discord.Interaction[Any], asking: Asking) -> None:
        """Draws the page anew, in its place."""
        await replies.answer_by_redrawing(interaction, self._page(interaction, asking))

    async def ask_for_words(self, interaction: discord.Interaction[Any], asking: Asking) -> None:
        """The form, filled with what the page searches for."""
        form = search_form(form_id("library", asking.member_id), SEARCH_AT_MOST, asking.text)
        await interaction.response.send_modal(form)

    async def _page(self, interaction: discord.Interaction[Any], asking: Asking) -> Message:
        guild_id = guild_of(interaction)
        sight = await sight_of(self._services, interaction)
        search = Search(guild_id, asking.text, asking.member_id or None, sight.hidden())
        shown = await self._services.shelf.page(search, asking.number, PER_PAGE)
        families = await self._families(sight, [song.track for song in shown.songs])
        return library_page(shown, families, asking, self._services.command_ids, self._services.shelf.now(), sight.sees)

    async def _families(self, sight: Sight, tracks: Sequence[Track]) -> list[Family]:
        """Without the songs of channels that the member cannot see."""
        families = await asyncio.gather(*(self._services.shelf.family(track) for track in tracks))

        def seen(track: Track | None) -> bool:
            return track is not None and sight.sees(track.channel_id)

        return [
            (parent if seen(parent) else None, [track for track in longer if seen(track)])
            for parent, longer in families
        ]

    async def post_again(self, interaction: discord.Interaction[Any], track: str) -> None:
        """In this channel, by the worker; the member is told that it comes."""
        require_right_to_write(interaction)
        require_room_to_post(interaction)

        async def made() -> Message:
            song = await resolve_track(self._services, interaction, track)
            if not song.posted and song.track.expires_at <= self._services.shelf.now():
                raise Told(texts.POST_GONE.format(date=format.stamp(song.track.expires_at, "D")))
            place, asked = interaction.channel_id or 0, {"posted_by": interaction.user.id, "after_id": interaction.id}
            await self._services.shelf.post_again(song, place, open_parent(interaction), **asked)
            self._services.desk.wake()
            return Message(texts.POSTED_SOON.format(title=_title(song.track)))

        await replies.answer(interaction, made())

    # WAVs

    async def wav(self, interaction: discord.Interaction[Any], track: str) -> None:
        """Ask for the WAV of a song; one that was asked for before is only shown."""
        await self._wav(interaction, resolve_track(self._services, interaction, track))

    async def wav_of_delivery(self, interaction: discord.Interaction[Any], delivery_id: int) -> None:
        await self._wav(interaction, song_of_delivery(self._services, interaction, delivery_id))

    async def _wav(self, interaction: discord.Interaction[Any], finding: Coroutine[Any, Any, Song]) -> None:
        async def both() -> tuple[Song, str | None]:
            song = await finding
            return song, await self._earlier_wav(interaction, song.track)

        song, words = await replies.patiently(interaction, both())
        if words is not None:
            await replies.reply_privately(interaction, Message(words))
            return
        request: WavOf = self._services.shelf.wav(song)
        await self._services.accept(interaction, request)

    async def _earlier_wav(self, interaction: discord.Interaction[Any], track: Track) -> str | None:
        """Where the WAV is that was asked for before."""
        earlier = await self._services.shelf.earlier_wav(track.id)
        if earlier is None:
            return None
        sight = await sight_of(self._services, interaction)
        return _made_before(track, *earlier, self._services.shelf.now(), sight.sees)

    # The menu of a message

    async def options(self, interaction: discord.Interaction[Any], message: discord.Message) -> None:
        """The buttons of the song that a message carries, privately."""

        async def made() -> Message:
            try:
                delivery = await self._services.shelf.delivery_of_message(message.id, guild_of(interaction))
            except NotFound:
                raise Told(texts.NOT_A_SONG) from None
            if delivery.kind not in SONGS:
                raise Told(texts.NOT_A_SONG)
            _, task, track = await self._services.desk.track_of_delivery(delivery.id, delivery.guild_id)
            words = texts.SONG_OPTIONS_FOR.format(title=_title(track))
            return Message(words, view=row(*under_song(delivery.id, task, track)))

        await replies.answer(interaction, made())


def _made_before(track: Track, task: Task, posted: Delivery | None, now: int, sees: Sees) -> str:
    """Where the WAV is: in a message that the asker sees, at the service, or still on its way."""
    title = _title(track)
    url, date = link_url(track.wav_url) if track.expires_at > now else "", format.stamp(track.expires_at, "D")
    if posted is not None and sees(posted.channel_id):
        shape = texts.WAV_MADE_KEPT if url else texts.WAV_MADE  # nobody tells the bot when its message is deleted
        return shape.format(title=title, link=_link(posted, posted.message_id), url=url, date=date)
    if task.ended_at is None and sees(task.channel_id):
        if task.status_message_id is not None:
            return texts.WAV_COMING_AT.format(title=title, link=_link(task, task.status_message_id))
        return texts.WAV_COMING.format(title=title, channel=task.channel_id)
    if url:
        return texts.WAV_KEPT.format(title=title, url=url, date=date)
    if task.ended_at is None:
        return texts.WAV_COMING_UNSEEN.format(title=title)
    return texts.WAV_UNSEEN.format(title=title) if posted else texts.WAV_GONE


def _link(place: Task | Delivery, message_id: int | None) -> str:
    return f"https://discord.com/channels/{place.guild_id}/{place.channel_id}/{message_id}"


def _title(track: Track) -> str:
    return format.name(track.title, 60) or texts.UNTITLED
