"""Lyrics as they stand in a message: a stamp before each line, bold headings, cut into pages between sections."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.lyrics.lines import Line

MOST_LINES = 36
MOST_CHARACTERS = 1800
MOST_IN_PUBLIC = 3600

Escape = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class _Size:
    lines: int
    characters: int

    def holds(self, rows: Sequence[str]) -> bool:
        return len(rows) <= self.lines and len("\n".join(rows)) <= self.characters


def pages_of(
    lines: Sequence[Line], escape: Escape, most_lines: int = MOST_LINES, most_characters: int = MOST_CHARACTERS
) -> tuple[str, ...]:
    """At least one page where there are lines. A section is cut only when it is longer than a page.

    `escape` takes the force from other people's text; it may double a line's length, and pages still hold.
    """
    size = _Size(most_lines, most_characters)
    pages: list[list[str]] = []
    for section in _sections(lines):
        rows = [_row(line, escape) for line in section]
        if pages and size.holds([*pages[-1], *_apart(section), *rows]):
            pages[-1] += [*_apart(section), *rows]
        else:
            pages += _cut(rows, size)
    return tuple("\n".join(page) for page in pages)


def opening(lines: Sequence[Line], escape: Escape, most_characters: int = MOST_IN_PUBLIC) -> tuple[str, int]:
    """As many lines from the top as fit into one text, and how many sung ones are left. No heading stands last."""
    size = _Size(len(lines) * 2, most_characters)
    rows: list[str] = []
    shown = 0
    for number, line in enumerate(lines):
        more = [*rows, *(_apart([line]) if rows else []), _row(line, escape)]
        if not size.holds(more):
            break
        rows, shown = more, number + 1
    left = sum(not line.heading for line in lines[shown:])
    while left and shown and lines[shown - 1].heading:
        shown -= 1
        rows = rows[:-2]
    return "\n".join(rows), left


def _sections(lines: Sequence[Line]) -> Iterator[list[Line]]:
    section: list[Line] = []
    for line in lines:
        if line.heading and section:
            yield section
            section = []
        section.append(line)
    if section:
        yield section


def _apart(section: Sequence[Line]) -> list[str]:
    """The empty line before a heading; never the first of a page."""
    return [""] if section[0].heading else []


def _cut(rows: Sequence[str], size: _Size) -> Iterator[list[str]]:
    page: list[str] = []
    for row in rows:
        if page and not size.holds([*page, row]):
            yield page
            page = []
        page.append(row)
    yield page


def _row(line: Line, escape: Escape) -> str:
    return f"**{escape(line.text)}**" if line.heading else f"`[{_stamp(line.start)}]` {escape(line.text)}"


def _stamp(moment: int) -> str:
    """Cut, not rounded: a player shows the second that has begun."""
    minutes, seconds = divmod(moment // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
