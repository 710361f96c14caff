"""Whatever the service calls words: no exception, no letter lost, times that rise, files that others can read."""

import unicodedata
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.lyrics.formats import FORMATS, synced
from bot.lyrics.lines import Line, lines_of, sung
from bot.lyrics.pages import opening, pages_of
from bot.music_api.wire import Word
from bot.ui.format import escape, unescape
from tests.lyric_readers import ABOUT, Cue, read_lrc, read_subtitles, read_words, word

MARKS = [
    "[Verse]",
    "[",
    "]",
    "[]\n",
    "[00:01.00]",
    "<00:02.00>",
    "-->",
    "00:00:01,000",
    "&amp;",
    "{\\i1}",
    "<i>",
    "1\n",
]
SIGNS = ["\n", "\r\n", " ", "👩\u200d🚀", "🏽", "e\u0301", "雨", "\u202e", "\u2028", "\x00", "\ud800", "\u200d"]
ODD = st.sampled_from([*MARKS, *SIGNS, "WEBVTT\n\n"])
TEXTS = st.one_of(st.lists(ODD | st.text(max_size=5), max_size=6).map("".join), st.text(max_size=30))
TIMES = st.one_of(st.integers(-10, 300_000), st.sampled_from([0, 0, 1, 10**9, 10**12, -(10**9)]))
WORDS = st.lists(st.builds(Word, TEXTS, TIMES, TIMES, st.booleans()), max_size=40)
many = settings(max_examples=300, deadline=None)


def letters(text: str) -> Counter[str]:
    """What there is to see, without the brackets that make headings."""
    return Counter(
        c for c in text if not c.isspace() and unicodedata.category(c) not in {"Cc", "Cf", "Cs"} and c not in "[]"
    )


def check_order(lines: tuple[Line, ...]) -> None:
    assert [line.start for line in lines] == sorted(line.start for line in lines)
    for line in sung(lines):
        assert "".join(part.text for part in line.words) == line.text
        assert (line.words[0].start, line.words[-1].end) == (line.start, line.end)
    parts = [part for line in lines for part in line.words]
    assert all(part.start >= 0 and part.start + 10 <= part.end for part in parts)
    assert all(one.end <= two.start for one, two in pairwise(parts))


def near(found: list[Cue], lines: tuple[Line, ...]) -> None:
    assert [cue.text for cue in found] == [line.text for line in lines]
    for cue, line in zip(found, lines, strict=True):
        assert abs(cue.start - line.start) <= 10
        assert cue.end is None or abs(cue.end - line.end) <= 10
    assert all(one.start < two.start for one, two in pairwise(found))


def check_files(lines: tuple[Line, ...]) -> None:
    for extension in ("srt", "vtt"):
        near(read_subtitles(extension, lines), sung(lines))
    for extension in ("lrc", "words.lrc"):
        near(read_lrc(extension, lines), sung(lines))
    text = FORMATS["txt"].file(lines, ABOUT).decode()
    assert letters(text) == letters("".join(line.text for line in lines))


@many
@given(WORDS)
def test_lines_keep_every_letter_and_rise(words: list[Word]) -> None:
    lines = lines_of(words)
    assert letters("".join(line.text for line in lines)) == letters("".join(word.text for word in words))
    assert all(line.text == line.text.strip() and len(line.text.splitlines()) == 1 for line in lines)
    assert all(len(line.text) <= (200 if line.heading else 80) for line in lines)
    check_order(lines)


@many
@given(WORDS)
def test_files_are_read_back_by_others(words: list[Word]) -> None:
    check_files(lines_of(words))


@many
@given(st.lists(st.builds(Word, st.text("ab雨é🎵 \n", max_size=6), TIMES, TIMES, st.booleans()), max_size=40))
def test_words_are_read_back_with_their_times(words: list[Word]) -> None:
    lines = sung(lines_of(words))
    for line, found in zip(lines, read_words(lines), strict=True):
        assert [cue.text for cue in found] == [*(part.text for part in line.words), ""]
        wanted = [*(part.start for part in line.words), line.end]
        assert all(abs(cue.start - time) <= 10 for cue, time in zip(found, wanted, strict=True))


@many
@given(WORDS)
def test_pages_hold_and_lose_nothing(words: list[Word]) -> None:
    lines = lines_of(words)
    pages = pages_of(lines, escape)
    assert all(page.count("\n") < 36 and 0 < len(page) <= 1800 for page in pages)
    rows = [row for page in pages for row in page.split("\n") if row]
    for row, line in zip(rows, lines, strict=True):
        assert unescape(row[2:-2] if line.heading else row.partition("` ")[2]) == line.text
    text, left = opening(lines, escape)
    assert len(text) <= 3600
    assert left == len(sung(lines)) - sum(row.startswith("`[") for row in text.split("\n"))
    assert synced(lines) == [(line.text, line.start) for line in sung(lines)]


@pytest.mark.parametrize("letter", ["x", "雨", "🎵", "\u0301", "a ", "[", "\n[x]\n", "]", "👩\u200d", "a\n", "1:"])
def test_ten_thousand_characters_are_no_trouble(letter: str) -> None:
    for words in ([word(letter * 10_000, 5, 9)], [word(letter, 3, 3)] * 10_000):
        lines = lines_of(words)
        check_order(lines)
        check_files(lines)
        assert len(pages_of(lines, escape)) < 2000
