"""Timed lyrics as members see them: the private page with its buttons, the public message with its files."""

from collections.abc import Sequence
from typing import Any

from discord.ui import File, Select, Separator

from bot.lyrics.about import About
from bot.lyrics.formats import FORMATS
from bot.lyrics.lines import Line
from bot.lyrics.pages import opening, pages_of
from bot.models import Extension, Task, Track
from bot.store.library import Song
from bot.ui import format, texts
from bot.ui.message import Message
from bot.ui.parts import buttons, grey, page, primary, turning

_TITLE, _NAME = 60, 32
PLAIN_AT_MOST = 3400


def is_instrumental(task: Task, track: Track) -> bool:
    """Whether nobody sings; a longer version says so only by having no lyrics."""
    without = isinstance(task.request, Extension) and not track.lyrics.strip()
    return without or bool(getattr(task.request, "instrumental", False))


def private_page(song: Song, lines: Sequence[Line], number: int = 1) -> Message:
    """One page, `number` counted from 1, with the ways to the others, to the files and into the channel."""
    track_id, pages = song.track.id, pages_of(lines, format.lines)
    number = min(max(1, number), len(pages))
    paging = [buttons(*turning(number, len(pages), f"m1:lyr:page:{track_id}:{{}}"))] if len(pages) > 1 else []
    return Message(
        view=page(
            _heading(song, texts.LYRICS_TIMED),
            pages[number - 1],
            *paging,
            buttons(_formats(track_id)),
            buttons(grey(texts.POST_HERE, f"m1:lyr:post:{track_id}")),
        )
    )


def public_message(song: Song, lines: Sequence[Line], extension: str | None, asker: str) -> Message:
    """As much as fits from the top, and the files: all of them, or the one that was asked for."""
    text, left = opening(lines, format.lines)
    rest = [f"-# {texts.plural(texts.LINES_LEFT, left).format(count=left)}"] if left else []
    files = tuple(lyrics_file(song, lines, one) for one in ([extension] if extension else FORMATS))
    shown = [File[Any](f"attachment://{name}") for name, _ in files]
    by = texts.ASKED_BY.format(name=format.name(asker, _NAME))
    return Message(view=page(_heading(song, texts.LYRICS_TIMED, by), text, *rest, Separator(), *shown), files=files)


def file_message(song: Song, lines: Sequence[Line], extension: str) -> Message:
    title = format.name(song.track.title, _TITLE) or texts.UNTITLED
    words = texts.LYRICS_FILE.format(title=title, format=texts.FORMAT_NAMES[extension])
    return Message(words, files=(lyrics_file(song, lines, extension),))


def plain_page(song: Song) -> Message:
    """The lyrics as they were written, while the service has no times for them."""
    text, track_id = song.track.lyrics.strip(), song.track.id
    shown = fitting(text, PLAIN_AT_MOST)
    parts = [shown] if shown else []
    if shown and len(shown) < len(format.lines(text)):
        parts.append(f"-# {texts.REST_IN_FILE}")
    file = [grey(texts.AS_A_FILE, f"m1:lyr:text:{track_id}")] if text else []
    row = buttons(primary(texts.TRY_AGAIN, f"m1:lyr:again:{track_id}"), *file)
    return Message(view=page(_heading(song, texts.LYRICS_PLAIN), *parts, texts.TIMES_NOT_READY, row))


def plain_file(song: Song) -> Message:
    title = format.name(song.track.title, _TITLE) or texts.UNTITLED
    words = texts.LYRICS_FILE.format(title=title, format=texts.FORMAT_NAMES["txt"])
    return Message(words, files=((_name(song, "txt"), f"{song.track.lyrics.strip()}\n".encode()),))


def lyrics_file(song: Song, lines: Sequence[Line], extension: str) -> tuple[str, bytes]:
    """Its name, with the stem of the song's own file, and what is in it."""
    track = song.track
    about = About(track.title, song.task.member_name, track.duration)
    return _name(song, extension), FORMATS[extension].file(lines, about)


def fitting(text: str, most: int) -> str:
    """Escaped and cut to `most` characters after a whole line; a first line that is longer is cut itself."""
    escaped = format.lines(text)
    if len(escaped) <= most:
        return escaped
    head = escaped[:most]
    whole = head.rpartition("\n")[0].rstrip() or format.cut(format.lines(text[: most // 2]), most)
    return whole


def _name(song: Song, extension: str) -> str:
    return f"{format.slug(song.track.title, song.track.task_id)}-{song.track.position}.{extension}"


def _heading(song: Song, kind: str, *more: str) -> str:
    title = format.name(song.track.title, _TITLE) or texts.UNTITLED
    second = " · ".join(part for part in (kind, format.length(song.track.duration), *more) if part)
    return f"## {title}\n-# {second}"


def _formats(track_id: int) -> Select[Any]:
    select: Select[Any] = Select(custom_id=f"m1:lyr:file:{track_id}", placeholder=texts.GET_AS_FILE)
    for extension in FORMATS:
        select.add_option(label=texts.FORMAT_NAMES[extension], value=extension)
    return select
