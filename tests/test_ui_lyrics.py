"""Lyrics and drafts filled with the longest and nastiest that rows can hold: Discord takes them, nothing is lost."""

from dataclasses import replace
from typing import Any

import pytest

from bot.lyrics.lines import lines_of
from bot.models import CustomSong, Draft, Extension, Kind, LyricsIdea, Track
from bot.music_api.wire import Word
from bot.store.library import Song
from bot.ui import drafts, format, lyrics_pages
from bot.ui.message import Message
from tests.openapi_judge import judge
from tests.ui_examples import NASTY, TASK, TRACK

LARGEST = 2**63 - 1
LONG_NAME = "*" * 32
WORST = Song(replace(TRACK, id=LARGEST, title="*_" * 200, lyrics=NASTY, duration=3_723_000), TASK, ())
WORDS = tuple(Word(f"**@everyone** <@1> _{'~' * 60}_\n", n * 1000, n * 1000 + 500, True) for n in range(400))
DRAFTS = [Draft(n, "*_" * 200, NASTY) for n in range(1, 4)]
ASKED = replace(TASK, kind=Kind.LYRICS, request=LyricsIdea(prompt="*_" * 100), member_name=LONG_NAME)


def faults(message: Message) -> list[str]:
    assert message.view is not None
    body: dict[str, Any] = {"components": message.view.to_components(), "flags": 1 << 15}
    return [*judge("POST", "/channels/1/messages", body), *([] if characters(body) <= 4000 else ["too long"])]


def characters(part: Any) -> int:
    if isinstance(part, list):
        return sum(map(characters, part))
    return len(part.get("content", "")) + characters(part.get("components", []))


def said(message: Message) -> str:
    return str(message.view.to_components()) if message.view else ""


@pytest.mark.parametrize("number", [-1, 1, 7, 9999])
def test_every_private_page_is_one_that_discord_takes(number: int) -> None:
    assert faults(lyrics_pages.private_page(WORST, lines_of(WORDS), number)) == []


def test_the_public_message_is_one_that_discord_takes() -> None:
    message = lyrics_pages.public_message(WORST, lines_of(WORDS), None, LONG_NAME)
    assert faults(message) == []
    assert [len(content) > 1000 for _, content in message.files] == [True] * 5


@pytest.mark.parametrize("lyrics", [NASTY, "", "x" * 9000, "line\n" * 2000])
def test_plain_lyrics_are_cut_in_words_and_whole_in_the_file(lyrics: str) -> None:
    song = replace(WORST, track=replace(WORST.track, lyrics=lyrics))
    message = lyrics_pages.plain_page(song)
    assert faults(message) == []
    assert ("The rest is in the file." in said(message)) == (len(format.escape(lyrics.strip())) > 3400)
    assert lyrics_pages.plain_file(song).files[0][1].decode() == f"{lyrics.strip()}\n"


@pytest.mark.parametrize("number", [0, 1, 2, 3, 4])
@pytest.mark.parametrize("mention", [None, LARGEST])
def test_every_page_of_drafts_is_one_that_discord_takes(number: int, mention: int | None) -> None:
    message = drafts.draft_page(ASKED, DRAFTS, LARGEST, number, mention)
    assert faults(message) == []
    assert "The rest is in the file." in said(message)
    assert dict(message.allowed_mentions.to_dict()).get("users", []) == ([mention] if mention else [])


def test_a_single_draft_has_nothing_to_turn() -> None:
    message = drafts.draft_page(ASKED, [Draft(1, "", "la la")], 5, 1)
    assert "Page 1" not in said(message)
    assert "m1:drf:song:5:1" in said(message)


def test_drafts_without_any_are_a_fault_of_ours() -> None:
    with pytest.raises(ValueError, match="at least one"):
        drafts.draft_page(ASKED, [], 5, 1)


@pytest.mark.parametrize(
    ("request_", "lyrics", "silent"),
    [
        (CustomSong(title="t", style="s", instrumental=True, model="V5"), "", True),
        (CustomSong(title="t", style="s", lyrics="la", model="V5"), "", False),
        (Extension(track_id=1, audio_id="a", source_title="t", model="V5"), " ", True),
        (Extension(track_id=1, audio_id="a", source_title="t", model="V5"), "la", False),
    ],
)
def test_who_sings_is_known_from_the_request_or_the_words(request_: Any, lyrics: str, silent: bool) -> None:
    track: Track = replace(TRACK, lyrics=lyrics)
    assert lyrics_pages.is_instrumental(replace(TASK, request=request_), track) is silent
