"""The private page of `/library`. Its buttons carry the page and the search in their ids; nothing is remembered."""

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import discord
from discord.ui import Button, Select

from bot.models import DeliveryState, Track
from bot.store.library import Song
from bot.tasks.shelf import Page
from bot.ui import format, texts
from bot.ui.action import LARGEST_ID
from bot.ui.info_pages import command
from bot.ui.message import Message
from bot.ui.parts import buttons, grey, page

SEARCH_AT_MOST = 40
"""Characters of a search; three words count."""

PER_PAGE = 8

MOST_TEXT = 3600
"""Discord takes 4,000 characters in all of a layout; markup in titles doubles when it is escaped."""

_BYTES = 40
Family = tuple[Track | None, Sequence[Track]]
Sees = Callable[[int], bool]
"""Whether the reader sees a channel."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What a page of the library shows, as its buttons' ids hold it: `{page}:{member}:{search}`."""

    number: int = 1
    member_id: int = 0
    text: str = ""

    @classmethod
    def of(cls, text: str = "", member_id: int = 0, number: int = 1) -> "Asking":
        """`text` is cut to what an id can hold, so that each page searches for the same."""
        kept = format.one_line(text)[:SEARCH_AT_MOST].encode("utf-8", "ignore")[:_BYTES].decode("utf-8", "ignore")
        return cls(max(1, number), member_id if member_id <= LARGEST_ID else 0, kept.strip())

    @classmethod
    def read(cls, number: str | None, member_id: str | None, search: str | None) -> "Asking":
        """From an id. Nothing in it is trusted: what cannot be read is left out."""
        try:
            padded = (search or "") + "=" * (-len(search or "") % 4)
            text = base64.urlsafe_b64decode(padded).decode("utf-8", "ignore")
        except (binascii.Error, ValueError):
            text = ""
        return cls.of(text, int(member_id or 0), int(number or 1))

    def id(self, verb: str) -> str:
        return f"m1:lib:{verb}:{self.number}:{self.id_of_search()}"

    def id_of_search(self) -> str:
        """What is the same on every page."""
        return f"{self.member_id}:{base64.urlsafe_b64encode(self.text.encode()).decode().rstrip('=')}"


def library_page(
    shown: Page, families: Sequence[Family], asking: Asking, command_ids: Mapping[str, int], now: int, sees: Sees
) -> Message:
    """`families` are those of the page's songs, in the same order."""
    if not shown.total:
        return _empty(asking, command_ids)
    first = (shown.number - 1) * PER_PAGE + 1
    songs = list(zip(shown.songs, families, strict=True))
    wheres = [_where(song, now, sees) for song in shown.songs]
    lines = [_lines(first + place, song, family, wheres[place]) for place, (song, family) in enumerate(songs)]
    if sum(map(len, lines)) > MOST_TEXT:
        lines = [_lines(first + place, song, None, wheres[place]) for place, (song, _) in enumerate(songs)]
    here = replace(asking, number=shown.number)
    parts: list[str | discord.ui.Item[Any]] = [f"{texts.LIBRARY}\n{_count(shown, asking)}", *lines]
    return Message(view=page(*parts, buttons(_select(shown, here)), buttons(*_row(shown, here))))


def _empty(asking: Asking, command_ids: Mapping[str, int]) -> Message:
    if not asking.text and not asking.member_id:
        words = texts.LIBRARY_EMPTY.format(quick=command("generate quick", command_ids))
        return Message(view=page(texts.LIBRARY, words))
    nothing = texts.LIBRARY_NOTHING if asking.text else texts.LIBRARY_NOTHING_BY
    words = nothing.format(text=format.name(asking.text, SEARCH_AT_MOST))
    show_all = grey(texts.SHOW_ALL, Asking().id("page"))
    return Message(view=page(texts.LIBRARY, words, buttons(show_all, _search(asking))))


def _count(shown: Page, asking: Asking) -> str:
    shape = texts.plural(texts.LIBRARY_COUNT, shown.total)
    line = shape.format(count=format.number(shown.total), page=shown.number, pages=shown.pages)
    if asking.member_id and shown.songs:
        line = f"{line} · {texts.ASKED_BY.format(name=format.member(shown.songs[0].task.member_name, 24))}"
    if not asking.text:
        return line
    return texts.LIBRARY_SEARCHED.format(line=line, text=format.name(asking.text, SEARCH_AT_MOST))


def _lines(number: int, song: Song, family: Family | None, where: str) -> str:
    """Two lines; without style and family where `family` is None."""
    track = song.track
    who, day = format.member(song.task.member_name, 24), format.stamp(track.created_at, "d")
    details = " · ".join(part for part in (format.length(track.duration), who, day) if part)
    title = format.name(track.title, 60) or texts.UNTITLED
    second = [format.name(track.style, 60), *_family(family)] if family else []
    below = " · ".join(part for part in (*second, where) if part)
    return f"{texts.LIBRARY_SONG.format(number=number, title=title, details=details)}\n-# {below}"


def _family(family: Family) -> list[str]:
    parent, longer = family
    told = []
    if parent is not None:
        told.append(texts.LONGER_VERSION_OF.format(title=format.name(parent.title, 40) or texts.UNTITLED))
    if longer:
        told.append(texts.LONGER_VERSIONS.format(count=len(longer)))
    return told


def _where(song: Song, now: int, sees: Sees) -> str:
    if song.posted:  # in a channel that the reader does not see there is nothing to go to
        link = link_of(song, sees)
        return texts.LINE_LINK.format(link=link) if link else ""
    came = song.came or (DeliveryState.LOST if song.task.ended_at else DeliveryState.PENDING)
    if came is not DeliveryState.PENDING and song.track.expires_at <= now:
        return texts.GONE_ON.format(date=format.stamp(song.track.expires_at, "d"))
    return {
        DeliveryState.PENDING: texts.NOT_YET_POSTED,
        DeliveryState.POSTED: texts.DELETED_HERE,
        DeliveryState.UNSURE: texts.PERHAPS_NOT_POSTED,
        DeliveryState.LOST: texts.NOT_POSTED,
    }[came]


def link_of(song: Song, sees: Sees) -> str | None:
    """The latest message with the song that the reader sees."""
    posted = next((one for one in song.posted if sees(one.channel_id)), None)
    if posted is None:
        return None
    return f"https://discord.com/channels/{posted.guild_id}/{posted.channel_id}/{posted.message_id}"


def _select(shown: Page, here: Asking) -> Select[Any]:
    select: Select[Any] = Select(
        custom_id=here.id("pick"), placeholder=texts.POST_ONE_AGAIN, min_values=1, max_values=1
    )
    for place, song in enumerate(shown.songs):
        title = format.plain(song.track.title, 80) or texts.UNTITLED
        number = (shown.number - 1) * PER_PAGE + place + 1
        select.add_option(label=format.cut(f"{number}. {title}", 100), value=str(song.track.id))
    return select


def _row(shown: Page, here: Asking) -> list[Button[Any]]:
    """Ids within one message must differ, so Back of the first page names page 0."""
    back = grey(texts.BACK_PAGE, replace(here, number=shown.number - 1).id("page"))
    onward = grey(texts.NEXT_PAGE, replace(here, number=shown.number + 1).id("page"))
    back.disabled, onward.disabled = shown.number == 1, shown.number == shown.pages
    return [back, onward, _search(here)]


def _search(here: Asking) -> Button[Any]:
    return grey(texts.SEARCH, f"m1:lib:search:{here.id_of_search()}")
