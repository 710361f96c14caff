"""Aligned words to lines of lyrics."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.lyrics.rows import Row, rows_of
from bot.lyrics.text import Joined, joined
from bot.lyrics.timing import Span, in_order, shared, spans_of
from bot.music_api.wire import Word


@dataclass(frozen=True, slots=True)
class TimedWord:
    """A part of a line. `text` keeps the space after it: all parts joined are the line's text. Milliseconds."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Line:
    """A sung line, or the heading of a section, which has no words and the moment of the line below it.

    No line is empty or holds a break. Sung lines begin at least 10 ms apart, last 10 ms at least and never overlap.
    """

    text: str
    start: int
    end: int
    words: tuple[TimedWord, ...] = ()
    heading: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    """What of one word is sung in one row."""

    row: Row
    word: int
    text: str


def lines_of(words: Sequence[Word]) -> tuple[Line, ...]:
    """Lines as the words' breaks and section marks make them; long ones are wrapped, odd times repaired.

    Times of words that the service did not align are guessed from their neighbours.
    """
    whole = joined(words)
    rows = list(rows_of(whole))
    parts = [part for row in rows if not row.heading for part in _parts(whole, row)]
    timed = defaultdict[Row, list[TimedWord]](list)
    for part, span in zip(parts, in_order(_spans(words, parts)), strict=True):
        timed[part.row].append(TimedWord(part.text, span.start, span.end))
    return tuple(_lines(whole.text, rows, timed))


def sung(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Without the headings; empty where nobody sings."""
    return tuple(line for line in lines if not line.heading)


def _parts(whole: Joined, row: Row) -> Iterator[_Part]:
    for word, places in groupby(range(row.first, row.last), key=whole.owners.__getitem__):
        yield _Part(row, word, "".join(whole.text[place] for place in places))


def _spans(words: Sequence[Word], parts: Sequence[_Part]) -> list[Span]:
    """One a part: a word's time is shared by its parts, letter by letter. Marks are not sung and take no time."""
    weights = defaultdict[int, list[int]](list)
    for part in parts:
        weights[part.word].append(len(part.text.rstrip()))
    spans = spans_of([words[word] for word in weights], [sum(own) for own in weights.values()])
    return [piece for span, own in zip(spans, weights.values(), strict=True) for piece in shared(span, own)]


def _lines(text: str, rows: Sequence[Row], timed: dict[Row, list[TimedWord]]) -> Iterator[Line]:
    found: list[Line] = []
    moment = max((words[-1].end for words in timed.values()), default=0)
    for row in reversed(rows):
        if row.heading:
            found.append(Line(text[row.first : row.last], moment, moment, heading=True))
        else:
            words, moment = tuple(timed[row]), timed[row][0].start
            found.append(Line(text[row.first : row.last], moment, words[-1].end, words))
    return reversed(found)
