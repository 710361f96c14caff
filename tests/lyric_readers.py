"""Lyric files as programs read them that are not ours: pysubs2 for SRT and VTT, lrcparser for LRC."""

from dataclasses import dataclass
from html import unescape

import pysubs2
from lrcparser import LrcParser, LrcText, LrcTime

from bot.lyrics.about import UNSEEN, About
from bot.lyrics.formats import FORMATS
from bot.lyrics.lines import Line
from bot.music_api.wire import Word

ABOUT = About("Tin Roof Rain", "Ana", 192_000)


@dataclass(frozen=True)
class Cue:
    """What was read: milliseconds; `end` None where the format has none."""

    text: str
    start: int
    end: int | None = None


def word(text: str, start: int = 0, end: int = 0, ok: bool = True) -> Word:
    return Word(text, start, end, ok)


def text_of(extension: str, lines: tuple[Line, ...], about: About = ABOUT) -> str:
    return FORMATS[extension].file(lines, about).decode()


def read_subtitles(extension: str, lines: tuple[Line, ...]) -> list[Cue]:
    text = text_of(extension, lines)
    found = pysubs2.SSAFile.from_string(text, format_=extension, keep_html_tags=True)
    clear = unescape if extension == "vtt" else str
    return [Cue(clear(event.text).replace(UNSEEN, ""), event.start, event.end) for event in found]


def read_lrc(extension: str, lines: tuple[Line, ...]) -> list[Cue]:
    """Lines; of a file with a stamp for each word too, the text without those stamps."""
    found = LrcParser.parse(text_of(extension, lines))["lrc_lines"]
    return [Cue(_joined(line.text), _milliseconds(line.start_time)) for line in found]


def read_words(lines: tuple[Line, ...]) -> list[list[Cue]]:
    """The words of each line, and after them an empty one that says when the line is over."""
    found = LrcParser.parse(text_of("words.lrc", lines))["lrc_lines"]
    return [[Cue(_seen(word.text), _milliseconds(word.time)) for word in line.text] for line in found]


def read_tags(lines: tuple[Line, ...], about: About) -> dict[str, str]:
    return dict(LrcParser.parse(text_of("lrc", lines, about))["attributes"])


def _joined(segments: LrcText) -> str:
    return "".join(_seen(segment.text) for segment in segments)


def _seen(text: str) -> str:
    return text.replace(UNSEEN, "")


def _milliseconds(time: LrcTime) -> int:
    return round(float(time) * 1000)
