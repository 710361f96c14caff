"""Where lines begin and end in the joined text, and which of them are section marks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.lyrics.text import Joined, clings, visible

LONGEST = 80  # characters of a line; longer ones are wrapped
_LONGEST_MARK = 200  # in longer brackets something is sung
_CUT = re.compile(rf"\n|\[([^\[\]\n]{{1,{_LONGEST_MARK}}})\]")


@dataclass(frozen=True, slots=True)
class Row:
    """The characters from `first` up to `last`, without it. There is something to see at `first`."""

    first: int
    last: int
    heading: bool


def rows_of(joined: Joined) -> Iterator[Row]:
    """Every row in which there is something to see, wrapped; headings without their brackets."""
    for row in _cut(joined.text):
        pieces = [row] if row.heading else _wrapped(joined, row)
        for piece in pieces:
            yield from _trimmed(joined.text, piece)


def _cut(text: str) -> Iterator[Row]:
    """At every line break and around every `[section mark]`, also one in the middle of a line."""
    at = 0
    for found in _CUT.finditer(text):
        mark = found[1]
        if mark is None or visible(mark):
            yield Row(at, found.start(), False)
            at = found.end()
        if mark is not None and visible(mark):
            yield Row(*found.span(1), True)
    yield Row(at, len(text), False)


def _wrapped(joined: Joined, row: Row) -> Iterator[Row]:
    first = row.first
    while row.last - first > LONGEST:
        last = _border(joined, first)
        yield Row(first, last, False)
        first = last
    yield Row(first, row.last, False)


def _border(joined: Joined, first: int) -> int:
    """Where to wrap: after the last space, else between two words, else between two signs, else anywhere."""
    text, owners, end = joined.text, joined.owners, first + LONGEST
    space = text.rfind(" ", first + 1, end + 1)
    if space > 0:
        return space + 1
    inside = range(end, first, -1)
    between_words = (at for at in inside if owners[at] != owners[at - 1])
    between_signs = (at for at in inside if not clings(text[at]) and text[at - 1] != "\u200d")
    return next(between_words, 0) or next(between_signs, end)


def _trimmed(text: str, row: Row) -> Iterator[Row]:
    first, last = row.first, row.last
    while first < last and not visible(text[first]):
        first += 1
    while first < last and text[last - 1] == " ":
        last -= 1
    if first < last:
        yield Row(first, last, row.heading)
