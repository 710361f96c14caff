"""Lyrics as members read them in Discord."""

from bot.lyrics.lines import Line, lines_of
from bot.lyrics.pages import opening, pages_of
from bot.ui.format import escape
from tests.lyric_readers import word


def section(name: str, count: int, text: str = "la") -> list[Line]:
    heading = [Line(name, 0, 0, heading=True)] if name else []
    return heading + [Line(f"{text} {number}", 1000 * number, 1000 * number + 900) for number in range(1, count + 1)]


def test_lines_have_stamps_and_headings_an_empty_line_before() -> None:
    words = [word("[Verse]\n*Rain*\n", 12_990, 13_000), word("[Chorus_2]\n- now", 3_723_000, 3_724_000)]
    assert pages_of(lines_of(words), escape) == (
        "**Verse**\n`[0:12]` \\*Rain\\*\n\n**Chorus\\_2**\n`[1:02:03]` \\- now",
    )


def test_no_lines_make_no_page() -> None:
    assert pages_of((), escape) == ()
    assert opening((), escape) == ("", 0)


def test_a_section_that_does_not_fit_begins_a_page() -> None:
    pages = pages_of([*section("A", 20), *section("B", 20), *section("C", 3)], escape)
    assert [page.split("\n")[0] for page in pages] == ["**A**", "**B**"]
    assert pages[1].split("\n")[20:23] == ["`[0:20]` la 20", "", "**C**"]


def test_a_full_page_has_36_lines() -> None:
    assert len(pages_of([*section("", 10), *section("A", 24)], escape)) == 1
    assert len(pages_of([*section("", 10), *section("A", 25)], escape)) == 2


def test_a_section_longer_than_a_page_is_cut() -> None:
    pages = pages_of([*section("A", 2), *section("B", 50), *section("C", 2)], escape)
    assert [page.count("\n") + 1 for page in pages] == [3, 36, 19]
    assert pages[2].split("\n")[15:17] == ["", "**C**"]


def test_a_page_has_at_most_1800_characters_after_escaping() -> None:
    pages = pages_of(section("A", 30, "*" * 75), escape)
    assert max(map(len, pages)) <= 1800
    assert sum(page.count("\n") + 1 for page in pages) == 31


def test_the_opening_says_how_many_lines_are_left() -> None:
    lines = [*section("A", 3), *section("B", 3)]
    assert opening(lines, escape) == (pages_of(lines, escape)[0], 0)
    text, left = opening(lines, escape, 68)
    assert (text.split("\n")[-3:], left) == (["", "**B**", "`[0:01]` la 1"], 2)


def test_the_opening_does_not_end_with_a_heading() -> None:
    lines = [*section("A", 3), *section("B", 0), *section("C", 3)]
    text, left = opening(lines, escape, 63)
    assert (text.split("\n")[-1], left) == ("`[0:03]` la 3", 3)
    assert opening(section("A", 1), escape, 5) == ("", 1)
    assert opening(section("A", 1), escape, 10) == ("", 1)
    assert opening([*section("A", 1), *section("End", 0)], escape)[0].endswith("**End**")
