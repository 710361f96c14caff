"""The message that brings a WAV: the file, or a link with its end date where it is too large."""

from bot.tasks.ports import Parcel
from bot.ui import format, texts
from bot.ui.message import Message
from bot.ui.parts import VIOLET, embed_of, link_button, row
from bot.ui.song_buttons import Delete
from bot.ui.songs import late_line, link_url, too_large_line, track_of
from bot.ui.status import footer


def wav_message(parcel: Parcel, *, too_large: tuple[int, int] | None = None) -> Message:
    """`too_large` holds size and limit in bytes when a link goes out."""
    track, delivery = track_of(parcel), parcel.delivery
    title = texts.SONG.format(title=format.name(track.title, 100) or texts.UNTITLED)
    line = " · ".join(part for part in (title, "WAV", format.length(track.duration)) if part)
    mention = parcel.task.member_id if delivery.ping else None
    content = late_line(parcel, f"<@{mention}> {line}" if mention is not None else line)
    buttons = [Delete.of(delivery.id)]
    if too_large is None:
        return Message(content, view=row(*buttons), mention=mention)
    if url := link_url(track.wav_url):
        buttons.insert(0, link_button(texts.DOWNLOAD_WAV, url))
    embed = embed_of([too_large_line(track, too_large)], VIOLET, footer(parcel.view))
    return Message(content, embed, row(*buttons), mention)
