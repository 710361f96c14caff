"""The picture of what a period's credits were used for. Blocks while it draws: call it on a thread.

It has a dark ground of its own, so it looks the same in both themes, and no letters below 36 px, which a phone shows at
a third. Words are drawn in English where the font has not the letters of the language; the page tells all in words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1000, 460
GROUND, BAR, WHITE, GREY, LINE = "#1E1F22", "#A48BF5", "#FFFFFF", "#B5BAC1", "#3F4147"
SMALL, LARGE = 36, 52
MARGIN, TOP_OF_BARS, BASE = 40, 150, 392
MOST_LETTERS = 40
"""Of a name; more would not fit anyway, and measuring them takes long."""

MOST_ROWS = 6
"""Of both lists together."""
WIDEST = 72
SPLIT = 590
"""Where the days end and the lists begin."""

_LAST_LETTER = "\u024f"
"""Of those that the font has."""


@dataclass(frozen=True, slots=True)
class Bars:
    """Thousandths by day: (number of the day, kept, given back)."""

    days: Sequence[tuple[int, int, int]]
    today: int
    length: int


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of names with what belongs to each: thousandths, and how it is written."""

    rows: Sequence[tuple[str, int, str]]


def can_draw(text: str) -> bool:
    return all(letter <= _LAST_LETTER for letter in text)


def draw(title: str, bars: Bars, today: str, kinds: Rows, members: Rows) -> bytes:
    """A PNG. `today` is written above today's bar."""
    image = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    pen = ImageDraw.Draw(image)
    large = pen.textlength(title, _font(LARGE)) <= SPLIT - 2 * MARGIN
    shown = title if large else _fitting(pen, title, SPLIT - 2 * MARGIN)
    pen.text((MARGIN, 34), shown, WHITE, _font(LARGE if large else SMALL))
    _days(pen, bars, today)
    _list(pen, kinds, 40, BAR)
    _list(pen, members, 40 + 62 * len(kinds.rows) + (24 if kinds.rows else 0), GREY)
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _days(pen: ImageDraw.ImageDraw, bars: Bars, today: str) -> None:
    """One bar a day; the given-back part is hollow. Today's number is white, the others grey."""
    width = (SPLIT - 2 * MARGIN) / bars.length
    most = max([kept + back for _, kept, back in bars.days], default=0) or 1
    pen.line((MARGIN, BASE, SPLIT - MARGIN, BASE), LINE, 3)
    gap = max(min(6.0, width / 5), width - WIDEST)
    for day, kept, back in bars.days:
        left, right = MARGIN + (day - 1) * width + gap / 2, MARGIN + day * width - gap / 2
        top = BASE - _height(kept, most)
        above = top - _height(back, most)
        if kept:
            pen.rectangle((left, top, right, BASE - 2), BAR)
        if back:
            pen.rectangle((left, above, right, top - 3), None, BAR, 3)
        if day == bars.today:
            _centred(pen, (left + right) / 2, above - SMALL - 12, today, WHITE)
    for day in _marks(bars, width):
        _centred(pen, MARGIN + (day - 0.5) * width, BASE + 10, str(day), WHITE if day == bars.today else GREY)


def _height(amount: int, most: int) -> float:
    """What is little is seen as well."""
    return max(10.0, (BASE - TOP_OF_BARS - 10) * amount / most) if amount else 0.0


def _marks(bars: Bars, width: float) -> set[int]:
    """Days whose numbers are written: today, and the first and the last where there is room."""
    return {day for day in (1, bars.today, bars.length) if day == bars.today or abs(day - bars.today) * width > 60}


def _list(pen: ImageDraw.ImageDraw, rows: Rows, top: int, colour: str) -> None:
    most = max([amount for _, amount, _ in rows.rows], default=0) or 1
    for place, (name, amount, written) in enumerate(rows.rows):
        y = top + 62 * place
        right = WIDTH - MARGIN
        room = right - SPLIT - pen.textlength(written, _font(SMALL)) - 24
        pen.text((SPLIT, y), _fitting(pen, name, room), WHITE, _font(SMALL))
        pen.text((right, y), written, WHITE, _font(SMALL), anchor="ra")
        pen.rectangle((SPLIT, y + 46, SPLIT + max(4, (right - SPLIT) * amount / most), y + 51), colour)


def _fitting(pen: ImageDraw.ImageDraw, text: str, room: float) -> str:
    text = text[:MOST_LETTERS]
    if pen.textlength(text, _font(SMALL)) <= room:
        return text
    while text and pen.textlength(text + "…", _font(SMALL)) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def _centred(pen: ImageDraw.ImageDraw, middle: float, top: float, text: str, colour: str) -> None:
    half = pen.textlength(text, _font(SMALL)) / 2
    left = min(max(middle - half, MARGIN / 2), SPLIT - MARGIN / 2 - 2 * half)
    pen.text((left, top), text, colour, _font(SMALL))


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
