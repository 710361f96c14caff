"""Lyrics cut into lines, words and syllables, with the moment at which each is sung."""

import re
from dataclasses import dataclass

MARK = re.compile(r"^\s*\[[^\]]*\]\s*$")
BARS_PER_LINE = 2


@dataclass(frozen=True)
class SungWord:
    """`text` as the service tells it: with the section mark and the line break that stand before it."""

    text: str
    start: float
    end: float


@dataclass(frozen=True)
class SungLine:
    words: tuple[SungWord, ...]
    syllables: tuple[tuple[float, float, str], ...]
    """Start, length, spelling."""


def syllables_of(word: str) -> list[str]:
    """The word cut before each new group of vowels; never empty."""
    parts = re.findall(r"[^aeiouyäöüáéíóúàèâêîôû]*[aeiouyäöüáéíóúàèâêîôû]+(?:[^aeiouyäöü]+$)?", word, re.IGNORECASE)
    if len(parts) > 1 and re.fullmatch(r"[^aeiouy]*e", parts[-1], re.IGNORECASE):
        parts[-2:] = [parts[-2] + parts[-1]]  # a silent e at the end
    return parts or [word]


def sung_lines(lyrics: str, first_bar: int, bars: int, bar_seconds: float) -> list[SungLine]:
    """As many lines as the bars hold, two bars a line; what does not fit is not sung."""
    lines: list[SungLine] = []
    prefix, bar = "", first_bar
    for raw in lyrics.splitlines():
        if MARK.match(raw):
            prefix += raw.strip() + "\n"
        elif raw.strip():
            if bar + BARS_PER_LINE > first_bar + bars:
                break
            last = bar + 2 * BARS_PER_LINE > first_bar + bars
            lines.append(_line(raw.split(), prefix, bar * bar_seconds, BARS_PER_LINE * bar_seconds, last))
            prefix, bar = "", bar + BARS_PER_LINE
        elif lines and not prefix:
            prefix = "\n"
    return lines


def _line(words: list[str], prefix: str, start: float, length: float, last: bool) -> SungLine:
    parts = [syllables_of(word) for word in words]
    count = sum(len(part) for part in parts)
    # The last eighth is for taking breath; short lines keep to notes of a beat.
    step = min(length / 8, length * 0.88 / count)
    sung: list[SungWord] = []
    notes: list[tuple[float, float, str]] = []
    at = start
    for index, (word, part) in enumerate(zip(words, parts, strict=True)):
        begin = at
        for syllable in part:
            notes.append((at, step * 0.95, syllable))
            at += step
        end = "\n" if index == len(words) - 1 and not last else " "
        sung.append(SungWord(f"{prefix if index == 0 else ''}{word}{end}", begin, at - step * 0.05))
    return SungLine(tuple(sung), tuple(notes))
