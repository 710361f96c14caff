"""Odd times of words are put in order; good ones stay as they are."""

import pytest

from bot.clock import HOUR
from bot.lyrics.lines import lines_of
from bot.music_api.wire import Word
from tests.lyric_readers import word


def times(*words: Word) -> list[tuple[int, int]]:
    return [(part.start, part.end) for line in lines_of(words) for part in line.words]


def test_good_times_stay() -> None:
    assert times(word("a ", 0, 100), word("b ", 100, 250), word("c ", 900, 1000)) == [(0, 100), (100, 250), (900, 1000)]


@pytest.mark.parametrize("odd", [word("b ", 0, 0), word("b ", 150, 190, ok=False), word("b ", 99 * HOUR, 99 * HOUR)])
def test_a_word_without_a_believable_time_lies_between_its_neighbours(odd: Word) -> None:
    assert times(word("a ", 100, 200), odd, word("c ", 300, 400)) == [(100, 200), (200, 300), (300, 400)]


def test_words_that_were_not_aligned_share_the_gap_by_their_letters() -> None:
    found = times(word("a ", 0, 100), word("bbb ", ok=False), word("c ", ok=False), word("d", 500, 600))
    assert found == [(0, 100), (100, 400), (400, 500), (500, 600)]


def test_words_without_room_take_it_from_the_word_before() -> None:
    found = times(word("aa ", 0, 300), word("b ", ok=False), word("c", 300, 400))
    assert found == [(0, 200), (200, 300), (300, 400)]


def test_words_before_the_first_known_one_are_sung_shortly_before_it() -> None:
    assert times(word("ab ", ok=False), word("c", 9000, 9100)) == [(8840, 9000), (9000, 9100)]
    assert times(word("ab ", ok=False), word("c", 60, 100)) == [(0, 60), (60, 100)]


def test_words_after_the_last_known_one_follow_at_an_even_pace() -> None:
    assert times(word("a ", 0, 100), word("bb ", ok=False), word("c", ok=False)) == [(0, 100), (100, 260), (260, 340)]


def test_words_none_of_which_is_known_begin_at_once() -> None:
    assert times(word("aa ", ok=False), word("b", -5, -1)) == [(0, 160), (160, 240)]


def test_overlapping_words_end_where_the_next_begins() -> None:
    assert times(word("a ", 0, 5000), word("b", 400, 700)) == [(0, 400), (400, 700)]


def test_reversed_and_missing_ends_are_guessed() -> None:
    assert times(word("abc ", 1000, 900), word("d", 2000, 0)) == [(1000, 1240), (2000, 2080)]
    assert times(word("abc ", 1000, 11 * HOUR), word("d", 1100, 1200)) == [(1000, 1100), (1100, 1200)]


def test_one_leap_ahead_does_not_push_all_that_follows() -> None:
    found = times(word("a ", 0, 100), word("b ", 80_000, 80_100), word("c ", 200, 300), word("d", 300, 400))
    assert found == [(0, 100), (100, 200), (200, 300), (300, 400)]


def test_equal_times_come_a_hundredth_of_a_second_apart() -> None:
    found = times(word("a ", 500, 500), word("b ", 500, 500), word("c ", 500, 900), word("d", 2000, 2001))
    assert found == [(500, 510), (510, 520), (520, 900), (2000, 2010)]
