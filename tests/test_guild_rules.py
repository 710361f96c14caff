"""What managers have ruled out: channels, roles and words; and how settings are kept as text."""

import string
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BlockedWord, WrongChannel, WrongRole
from bot.guild_rules import GuildSettings, Pings, blocked_word, check, quieter, written
from bot.models import CustomSong, Extension, LyricsIdea, Request
from tests.stores import CHANNEL, asked

IDS = st.frozensets(st.integers(1, 2**63 - 1), max_size=25)
NAMES = st.lists(st.text(string.ascii_letters + string.digits + "_. ", min_size=1, max_size=20), max_size=5).map(tuple)


@given(channels=IDS, roles=IDS, words=NAMES, pings=st.sampled_from(Pings), cap=st.none() | st.integers(1, 10**6))
def test_settings_read_what_was_written(channels: Any, roles: Any, words: Any, pings: Pings, cap: int | None) -> None:
    settings = GuildSettings(
        channels=channels, roles=roles, words=words, pings=pings, per_guild=cap, artist="The Rains"
    )
    rows = {name: written(getattr(settings, name)) for name in GuildSettings.__slots__}
    assert GuildSettings.read({name: text for name, text in rows.items() if text}) == settings


def test_a_guild_that_has_set_nothing_allows_all_and_has_no_rows() -> None:
    check(GuildSettings(), asked())
    assert {written(getattr(GuildSettings(), name)) for name in GuildSettings.__slots__} == {""}


def test_rows_of_other_parts_are_left_alone() -> None:
    assert GuildSettings.read({"commands of 5": "digest"}) == GuildSettings()


def test_songs_are_made_in_the_named_channels_and_in_their_threads_only() -> None:
    settings = GuildSettings(channels=frozenset({CHANNEL}))
    check(settings, asked())
    check(settings, replace(asked(), channel_id=99, parent_id=CHANNEL))
    with pytest.raises(WrongChannel) as refused:
        check(settings, replace(asked(), channel_id=99, parent_id=98))
    assert refused.value.channels == (CHANNEL,)


def test_one_of_the_roles_is_enough() -> None:
    settings = GuildSettings(roles=frozenset({7, 8}))
    check(settings, replace(asked(), role_ids=frozenset({1, 8})))
    with pytest.raises(WrongRole):
        check(settings, replace(asked(), role_ids=frozenset({1})))


CUSTOM = CustomSong(title="A", style="B", lyrics="C", model="V5")
LONGER = Extension(track_id=1, audio_id="a", source_title="S", model="V5", inherit=False, prompt="C")


@pytest.mark.parametrize(
    "request_",
    [
        LyricsIdea(prompt="about Bananas"),
        CUSTOM.model_copy(update={"title": "Bananas"}),
        CUSTOM.model_copy(update={"style": "bananas"}),
        CUSTOM.model_copy(update={"lyrics": "oh\nBANANAS!"}),
        LONGER.model_copy(update={"prompt": "bananas"}),
        LONGER.model_copy(update={"title": "bananas"}),
    ],
)
def test_words_are_looked_for_in_all_that_was_typed(request_: Request) -> None:
    with pytest.raises(BlockedWord) as refused:
        check(GuildSettings(words=("rain", "Bananas")), asked(request=request_))
    assert refused.value.word == "Bananas"
    assert "anana" not in str(refused.value)  # it goes into no log


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("ass", "a classic song", False),
        ("ass", "what an ass", True),
        ("café", "at the CAFE", True),
        ("cafe", "au cafe\u0301", True),
        ("straße", "on the STRASSE", True),
        ("two words", "these two,  words here", True),
        ("two words", "two other words", False),
        ("ｆｕｌｌ", "full moon", True),
        ("bad", "b\u200bad weather", True),
        ("雨", "屋根の雨音", True),
        ("か", "がまん", False),
        ("-", "a - b", False),
        ("rain_drop", "rain drop", True),
    ],
)
def test_whole_words_count_whatever_their_case_and_accents(word: str, text: str, found: bool) -> None:
    assert (blocked_word([word], [text]) == word) is found


@given(word=st.text(string.ascii_letters, min_size=1, max_size=12), around=st.text(" .,!?\n-", max_size=3))
def test_a_word_is_found_between_any_signs_and_in_any_case(word: str, around: str) -> None:
    assert blocked_word([word], [f"oh {around}{word.swapcase()}{around} yes"]) == word
    assert blocked_word([f"{word}q"], [f"oh {word} yes"]) is None


def test_the_quieter_wish_wins() -> None:
    assert quieter(Pings.ON, Pings.QUIET) is Pings.QUIET
    assert quieter(Pings.OFF, Pings.QUIET, Pings.ON) is Pings.OFF
