"""Times of words, put in order: what the service aligned well is kept, all else is fitted in between."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from bot.clock import HOUR
from bot.music_api.wire import Word

FINEST = 10  # milliseconds: the smallest step that LRC can write, and the shortest time that a word lasts
_PACE = 80  # milliseconds a letter is sung where nothing better is known
_LATEST = 10 * HOUR  # what is said to be later is a mistake


@dataclass(frozen=True, slots=True)
class Span:
    start: int
    end: int


def spans_of(words: Sequence[Word], weights: Sequence[int]) -> list[Span]:
    """One span a word, each ending before the next begins. `weights` says how much of each word is sung.

    The words whose starts rise in the longest row are believed. Words in between share the gap by weight.
    """
    believed = _rising(words)
    spans = [Span(0, 0)] * len(words)
    for left, right in pairwise([-1, *believed, len(words)]):
        before = _heard(words[left], weights[left]) if left >= 0 else None
        if before is not None:
            spans[left] = before
        first, run = left + 1, sum(weights[left + 1 : right]) * _PACE
        until = words[right].start if right < len(words) else (before.end if before else 0) + run
        since = before.end if before else max(0, until - run)
        # Too narrow, or overlapping: the word before makes room.
        if before is not None and until - since < FINEST * (right - first):
            first, since = left, before.start
        spans[first:right] = shared(Span(since, until), weights[first:right])
    return spans


def shared(span: Span, weights: Sequence[int]) -> list[Span]:
    """The span cut into adjoining parts by weight."""
    total = max(1, sum(weights))
    borders = [span.start + (span.end - span.start) * sum_ // total for sum_ in accumulate(weights, initial=0)]
    return [Span(*pair) for pair in pairwise(borders)]


def in_order(spans: Sequence[Span]) -> Iterator[Span]:
    """Spans that do not overlap, pushed back until each lasts `FINEST` at least.

    So no format has to write two equal times or a cue that is over at once.
    """
    begin = 0
    for span in spans:
        start = max(span.start, begin)
        begin = start + FINEST
        yield Span(start, max(span.end, begin))


def _heard(word: Word, weight: int) -> Span:
    """A believed word; its end is guessed when it makes no sense."""
    return Span(word.start, word.end if word.start < word.end <= _LATEST else word.start + weight * _PACE)


def _rising(words: Sequence[Word]) -> list[int]:
    """Numbers of the aligned words whose starts never fall: as many as can be."""
    starts: list[int] = []  # the lowest start that ends a rising row of each length, and whose word it is
    numbers: list[int] = []
    before: dict[int, int] = {}
    for number, word in enumerate(words):
        if not word.ok or not 0 <= word.start <= _LATEST or (word.start == 0 and word.end <= 0):
            continue
        at = bisect_right(starts, word.start)
        starts[at : at + 1], numbers[at : at + 1] = [word.start], [number]
        before[number] = numbers[at - 1] if at else -1
    row, number = [], numbers[-1] if numbers else -1
    while number >= 0:
        row.append(number)
        number = before[number]
    return row[::-1]
