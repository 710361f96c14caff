"""The message of one song: content for the notification, file with a player, embed, buttons. Never edited."""

from typing import Any

from discord.ui import Button

from bot import i18n
from bot.models import DeliveryKind, Extension, QuickSong, Track
from bot.tasks.ports import Parcel
from bot.ui import format, texts
from bot.ui.message import Message
from bot.ui.moment import written
from bot.ui.parts import VIOLET, embed_of, link_button, row
from bot.ui.song_buttons import under_a_song
from bot.ui.status import footer

COVER = "cover.jpg"
_URL = 512


def song_message(parcel: Parcel, *, cover: bool = False, too_large: tuple[int, int] | None = None) -> Message:
    """`cover` says that `cover.jpg` is attached; `too_large` holds size and limit in bytes when a link goes out."""
    track = track_of(parcel)
    embed = embed_of(_lines(parcel, track, too_large), VIOLET, footer(parcel.view))
    if cover:
        embed.set_thumbnail(url=f"attachment://{COVER}")
    buttons = under_a_song(parcel)
    if too_large is not None and (url := link_url(track.audio_url)):
        buttons = _below(link_button(texts.DOWNLOAD, url, row=0), buttons)
    mention = parcel.task.member_id if parcel.delivery.ping else None
    return Message(_content(parcel, track), embed, row(*buttons), mention)


def file_name(parcel: Parcel, extension: str = "mp3") -> str:
    """Letters that Discord keeps: it strips others, and then the player and the embed miss the file."""
    track = track_of(parcel)
    return f"{format.slug(track.title, parcel.task.id)}-{track.position}.{extension}"


def cover_description(parcel: Parcel) -> str:
    """Alt text of the cover."""
    with i18n.using(parcel.task.locale):
        return texts.ALT_COVER.format(title=format.plain(track_of(parcel).title, 100) or texts.UNTITLED)


def track_of(parcel: Parcel) -> Track:
    if parcel.track is None:
        raise ValueError("a song's parcel holds its track")
    return parcel.track


def _below(link: Button[Any], buttons: list[Button[Any]]) -> list[Button[Any]]:
    """The download link has a row of its own above the others."""
    for button in buttons:
        button.row = 1
    return [link, *buttons]


def _content(parcel: Parcel, track: Track) -> str:
    title = texts.SONG.format(title=format.name(track.title, 100) or texts.UNTITLED)
    count = len(parcel.siblings)
    of = texts.SONG_OF.format(position=track.position, count=count) if count > 1 else ""
    line = " · ".join(part for part in (title, format.length(track.duration), of) if part)
    if parcel.delivery.ping:
        line = f"<@{parcel.task.member_id}> {line}"
    return line if parcel.delivery.kind is DeliveryKind.REPOST else late_line(parcel, line)


def late_line(parcel: Parcel, line: str) -> str:
    """`line`, and below it why nothing was charged, where the result came after the price was given back."""
    if not (parcel.task.late and parcel.task.price):
        return line
    return f"{line}\n{texts.SONG_LATE.format(cost=format.priced(texts.STAY_BACK, parcel.task.price))}"


def _lines(parcel: Parcel, track: Track, too_large: tuple[int, int] | None) -> list[str]:
    request = parcel.task.request
    idea = format.quote(format.plain(request.prompt, 200)) if isinstance(request, QuickSong) else ""
    style = texts.STYLE.format(style=format.name(track.style, 200)) if track.style.strip() else ""
    link = _play_line(track, parcel.delivery.created_at) if too_large is None else too_large_line(track, too_large)
    return [_extends(parcel), idea, style, link]


def _extends(parcel: Parcel) -> str:
    """What a longer version goes on from, with the way to it where its message is known."""
    request = parcel.task.request
    if not isinstance(request, Extension):
        return ""
    title = format.name(request.source_title, 100) or texts.UNTITLED
    source = parcel.source
    if source is not None and source.message_id is not None:
        title = f"[{title}](https://discord.com/channels/{source.guild_id}/{source.channel_id}/{source.message_id})"
    if request.inherit or not request.continue_at:
        return texts.EXTENDS.format(title=title)
    return texts.EXTENDS_FROM.format(title=title, moment=written(request.continue_at))


def too_large_line(track: Track, too_large: tuple[int, int]) -> str:
    size, limit = (format.megabytes(number) for number in too_large)
    date, moment = format.stamp(track.expires_at, "D"), format.stamp(track.expires_at)
    return texts.TOO_LARGE.format(size=size, limit=limit, date=date, moment=moment)


def link_url(url: str) -> str:
    """The service's URL when a link button may hold it, else nothing."""
    found = _web(url)
    return found if len(found) <= _URL else ""


def _play_line(track: Track, now: int) -> str:
    date, url = format.stamp(track.expires_at, "D"), _web(track.audio_url)
    if track.expires_at <= now:
        return texts.GONE_SINCE.format(date=date)
    return texts.PLAY_UNTIL.format(url=url, moment=date) if url else texts.GONE_SOON.format(moment=date)


def _web(url: str) -> str:
    """The service's URL when it is one that a link may hold, else nothing."""
    if not url.startswith(("https://", "http://")) or any(character.isspace() for character in url):
        return ""
    return url.replace("(", "%28").replace(")", "%29").replace("<", "%3C").replace(">", "%3E")
