"""The option `track`: choices while a member types, and the song that what they sent means."""

import logging
import re
from typing import TYPE_CHECKING, Any

import discord
from discord.app_commands import Choice

from bot import i18n
from bot.clock import day_of
from bot.errors import NotFound
from bot.store.library import Song
from bot.store.words import Search
from bot.ui import format, texts
from bot.ui.action import LARGEST_ID
from bot.ui.named import row_id
from bot.ui.sight import Sight, sight_of

if TYPE_CHECKING:
    from bot.ui.services import Services

log = logging.getLogger(__name__)

NOTHING = "-"
"""The value of the choice that says that no song fits."""

_NAME, _TITLE, _MEMBER = 100, 60, 24
_LINK = re.compile(r"<?https?://[\w.]*discord(?:app)?\.com/channels/\d{1,19}/\d{1,19}/(?P<message>\d{1,19})>?")


async def complete_tracks(
    services: "Services", interaction: discord.Interaction[Any], current: str
) -> list[Choice[str]]:
    """At most 25 of the songs that the member can see, newest first. An empty list where it fails: nobody reads why."""
    try:
        sight = await sight_of(services, interaction)
        search = Search(interaction.guild_id or 0, text=current, hidden=sight.hidden())
        songs = await services.shelf.completions(search)
    except Exception as error:  # Discord shows nothing of it
        log.warning("Completion failed (%s)", type(error).__name__)
        return []
    return [Choice(name=_name(song), value=str(song.track.id)) for song in songs] or [
        Choice(name=texts.NO_SONG_FITS, value=NOTHING)
    ]


async def resolve_track(services: "Services", interaction: discord.Interaction[Any], value: str) -> Song:
    """The song that a choice, an id, a message's link or id, or an exact title means. Raises `NotFound`.

    Songs of another guild are not found, nor those of channels that the member cannot see.
    """
    guild_id, text = interaction.guild_id or 0, value.strip()
    sight = await sight_of(services, interaction)
    link = _LINK.fullmatch(text)
    if link is not None:
        return seen(sight, await services.shelf.song_of_message(_number(link["message"]), guild_id))
    if number := _number(text):
        try:
            return seen(sight, await services.shelf.song(number, guild_id))
        except NotFound:
            pass
        try:
            return seen(sight, await services.shelf.song_of_message(number, guild_id))
        except NotFound:
            pass  # a title may be a number too
    return await _by_title(services, Search(guild_id, text=text, hidden=sight.hidden()))


async def song_of_delivery(services: "Services", interaction: discord.Interaction[Any], delivery_id: int) -> Song:
    """The song of a message of ours, for who clicks under it. Raises `NotFound`."""
    guild_id = interaction.guild_id or 0
    delivery, _, track = await services.desk.track_of_delivery(row_id(delivery_id), guild_id)
    if not (await sight_of(services, interaction)).sees(delivery.channel_id):
        raise NotFound
    return await services.shelf.song(track.id, guild_id)


async def _by_title(services: "Services", search: Search) -> Song:
    wanted = format.one_line(search.text).casefold()
    for song in await services.shelf.completions(search):
        if wanted and format.one_line(song.track.title).casefold() == wanted:
            return song
    raise NotFound


def seen(sight: Sight, song: Song) -> Song:
    """A song that was posted again elsewhere may be seen there. Raises `NotFound`."""
    channels = [song.track.channel_id, *(posted.channel_id for posted in song.posted)]
    if not any(sight.sees(channel) for channel in channels):
        raise NotFound
    return song


def _number(text: str) -> int:
    """The id that a row can have, else 0."""
    number = int(text) if re.fullmatch(r"[0-9]{1,19}", text) else 0
    return number if number <= LARGEST_ID else 0


def _name(song: Song) -> str:
    """Plain text: a choice renders neither markup nor times."""
    parts = (
        format.plain(song.track.title, _TITLE) or texts.UNTITLED,
        format.length(song.track.duration),
        format.plain(song.task.member_name, _MEMBER) or texts.A_MEMBER,
        i18n.day(day_of(song.track.created_at, "UTC")),  # the server's zone would take one more look at the store
    )
    return " · ".join(part for part in parts if part)[:_NAME]
