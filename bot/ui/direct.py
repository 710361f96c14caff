"""The direct message to a requester whose channel is closed to the bot: what was made, why not there, what next."""

from bot.clock import DAY
from bot.models import Kind, State, Track
from bot.tasks.ports import Bar, Closure, Parcel
from bot.ui import format, texts
from bot.ui.message import Message
from bot.ui.parts import VIOLET, embed_of
from bot.ui.songs import link_url
from bot.ui.status import footer, link, status_message, what

_SONGS = frozenset({Kind.GENERATE, Kind.EXTEND})
_ENDED = frozenset({State.FAILED, State.UNKNOWN, State.CANCELLED})


def direct_message(parcel: Parcel) -> Message:
    """No buttons: a server's do not work elsewhere. So its last line names the delivery, as in the host's messages."""
    number = texts.NOTICE_NUMBER.format(number=parcel.delivery.id)
    if parcel.task.state in _ENDED:
        told = texts.COULD_NOT_POST.format(channel=parcel.task.channel_id)
        return Message(f"{status_message(parcel.view).content}\n{told}\n{number}")
    head = texts.DIRECT_HEAD.format(what=what(parcel.view))
    if (url := link(parcel.view)) is not None:
        head = f"{head} · {texts.LINE_LINK.format(link=url)}"
    lines = (head, why(parcel.closure or Closure(Bar.UNKNOWN), parcel.task.channel_id), _next(parcel), number)
    songs = [_song(track) for track in parcel.siblings[:5] if track.audio_url]
    return Message("\n".join(lines), embed_of(songs, VIOLET, footer(parcel.view)) if songs else None)


def why(closure: Closure, channel_id: int) -> str:
    """What keeps the bot out, in a sentence."""
    if closure.bar is Bar.RIGHTS:
        names = [texts.PERMISSIONS.get(name, name.replace("_", " ").title()) for name in closure.missing]
        shape = texts.plural(texts.DIRECT_RIGHTS, len(names))
        return shape.format(missing=", ".join(names), channel=channel_id)
    shape = {
        Bar.CHANNEL: texts.DIRECT_CHANNEL,
        Bar.THREAD: texts.DIRECT_THREAD,
        Bar.GUILD: texts.DIRECT_GUILD,
    }.get(closure.bar, texts.DIRECT_UNKNOWN)
    return shape.format(channel=channel_id)


def _next(parcel: Parcel) -> str:
    task = parcel.task
    waits = texts.DIRECT_SONGS if task.kind in _SONGS else texts.DIRECT_OTHERS
    if task.given_back or not task.price:
        return f"{waits} {texts.DIRECT_FREE}"
    date = format.stamp(_kept_until(parcel), "D")
    return f"{waits} {format.priced(texts.DIRECT_BACK, task.price, date=date)}"


def _kept_until(parcel: Parcel) -> int:
    """Songs are kept as long as the service keeps them, other results for a day."""
    return min((track.expires_at for track in parcel.siblings), default=parcel.delivery.created_at + DAY)


def _song(track: Track) -> str:
    title = texts.SONG.format(title=format.name(track.title, 100) or texts.UNTITLED)
    url, until = link_url(track.audio_url), format.stamp(track.expires_at, "D")
    play = texts.PLAY_UNTIL.format(url=url, moment=until) if url else ""
    return " · ".join(part for part in (title, format.length(track.duration), play) if part)
