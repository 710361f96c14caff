"""Aligned words become lines: breaks, section marks, spaces, wrapping."""

import pytest

from bot.lyrics.lines import Line, TimedWord, lines_of, sung
from tests.lyric_readers import word


def shown(*texts: str) -> list[str]:
    """Lines of words a second apart; headings begin with #."""
    words = [word(text, 1000 * number, 1000 * number + 900) for number, text in enumerate(texts, 1)]
    return [f"#{line.text}" if line.heading else line.text for line in lines_of(words)]


def test_words_become_lines_with_the_times_of_the_service() -> None:
    words = [word("[Verse]\nHello ", 1200, 1500), word("you\n", 1600, 2000), word("Bye", 3000, 3400)]
    assert lines_of(words) == (
        Line("Verse", 1200, 1200, heading=True),
        Line("Hello you", 1200, 2000, (TimedWord("Hello ", 1200, 1500), TimedWord("you", 1600, 2000))),
        Line("Bye", 3000, 3400, (TimedWord("Bye", 3000, 3400),)),
    )


def test_a_word_split_by_a_break_shares_its_time_letter_by_letter() -> None:
    first, second = lines_of([word("six letters\nfour", 0, 1400)])
    assert (first.end, second.start, second.end) == (1026, 1026, 1400)


def test_a_mark_takes_none_of_the_words_time() -> None:
    assert lines_of([word("[Chorus: loud, fast]\nHey", 500, 900)])[1].words == (TimedWord("Hey", 500, 900),)


@pytest.mark.parametrize(
    ("texts", "lines"),
    [
        (["[Intro]\n[Verse 1]\nRain "], ["#Intro", "#Verse 1", "Rain"]),
        (["[Guitar ", "Solo]\n", "Hey"], ["#Guitar Solo", "Hey"]),
        (["Hey\n[", "Outro", "]"], ["Hey", "#Outro"]),
        (["one [Break] two"], ["one", "#Break", "two"]),
        (["a\r\nb\rc\u2028d\x0be"], ["a", "b", "c", "d", "e"]),
        (["a\n\n \n\nb"], ["a", "b"]),
        (["[] ", "[ ] ", "] [", " a ["], ["[] [ ] ] [ a ["]),
        (["[" + "la " * 80 + "]"], ["[" + " ".join(["la"] * 26), *[" ".join(["la"] * 27)] * 2, "]"]),
        (["", " ", "\n", "\x00", "\u200b\u200d"], []),
        ([], []),
    ],
)
def test_breaks_and_marks_are_found_wherever_they_stand(texts: list[str], lines: list[str]) -> None:
    assert shown(*texts) == lines


@pytest.mark.parametrize(
    ("texts", "line"),
    [
        (["Riv", "er ", "  carry", "\t\u3000me "], "River carry me"),
        (["Hello", "world", ",", "it", "'s", "(", "me", ")"], "Hello world, it's (me)"),
        (["雨", "の", "歌"], "雨の歌"),
        (["雨", "song", "雨"], "雨 song 雨"),
        (["cafe", "\u0301", "bar"], "cafe\u0301 bar"),
        (["be\x00ll\ud83d \u202eabc\u2066 ", "x\ufeffy"], "bell abc xy"),
        (["👩", "\u200d", "🚀 ", "👍", "🏽"], "👩\u200d🚀 👍🏽"),
        (["🏴\U000e0067\U000e0062\U000e007f "], "🏴\U000e0067\U000e0062\U000e007f"),
    ],
)
def test_words_are_joined_as_their_script_is_written(texts: list[str], line: str) -> None:
    assert shown(*texts) == [line]


def test_every_part_of_a_line_begins_with_something_to_see() -> None:
    words = lines_of([word(" a", 100, 200), word(" ", 200, 300), word(" b ", 300, 400), word("\u200d", 400, 500)])[
        0
    ].words
    assert [part.text for part in words] == ["a ", "b \u200d"]


def test_an_accent_stays_with_its_letter() -> None:
    words = lines_of([word("cafe", 100, 200), word("\u0301 x", 200, 300)])[0].words
    assert [part.text for part in words] == ["cafe\u0301 ", "x"]


def test_long_lines_are_wrapped_between_words() -> None:
    assert [len(line) for line in shown(*["seven77 "] * 25)] == [79, 79, 39]
    assert [len(line) for line in shown(*["雨の"] * 45)] == [80, 10]
    assert [len(line) for line in shown("x" * 200)] == [80, 80, 40]
    assert shown("x" * 79 + "y yes") == ["x" * 79 + "y", "yes"]


def test_no_sign_is_torn_where_a_line_is_wrapped() -> None:
    first, second = shown("x" * 78 + "👩\u200d🚀" + "x" * 9)
    assert (first, second) == ("x" * 78, "👩\u200d🚀" + "x" * 9)
    assert [len(line) for line in shown("e" + "\u0301" * 99)] == [80, 20]


def test_a_heading_has_the_moment_of_the_line_below_it() -> None:
    lines = lines_of(
        [word("[A]\n"), word("one\n", 500, 800), word("[B]\n[C]\n"), word("two\n", 900, 990), word("[End]")]
    )
    assert [(line.text, line.start) for line in lines if line.heading] == [
        ("A", 500),
        ("B", 900),
        ("C", 900),
        ("End", 990),
    ]
    assert [line.text for line in sung(lines)] == ["one", "two"]
    assert [line.start for line in lines_of([word("[Instrumental]", 5, 9)])] == [0]
