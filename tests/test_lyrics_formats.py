"""Lyric files: as they are written, and as other programs read them."""

from pathlib import Path

import pytest
from mutagen.id3 import ID3

from bot.delivery.tags import Tags, write_tags
from bot.lyrics.about import About
from bot.lyrics.formats import FORMATS, synced
from bot.lyrics.lines import lines_of, sung
from tests.lyric_readers import ABOUT, Cue, read_lrc, read_subtitles, read_tags, read_words, text_of, word

LINES = lines_of(
    [
        word("[Verse]\nRain ", 12_004, 12_400),
        word("on\n", 12_400, 12_996),
        word("[Chorus]\nTin & ", 75_000, 75_500),
        word("<roof>", 4_000_000, 4_000_500),
    ]
)


def test_there_are_five_files() -> None:
    assert {form.extension: form.name for form in FORMATS.values()} == {
        "lrc": "LRC, line by line",
        "words.lrc": "LRC, word by word",
        "srt": "SRT",
        "vtt": "VTT",
        "txt": "Text",
    }
    assert all(key == form.extension for key, form in FORMATS.items())


@pytest.mark.parametrize(
    ("extension", "text"),
    [
        (
            "lrc",
            "[ti:Tin Roof Rain]\n[ar:Ana]\n[length:03:12]\n[00:12.00]Rain on\n[01:15.00]Tin & <roof>\n",
        ),
        (
            "words.lrc",
            "[ti:Tin Roof Rain]\n[ar:Ana]\n[length:03:12]\n[00:12.00]<00:12.00>Rain <00:12.40>on<00:13.00>\n"
            "[01:15.00]<01:15.00>Tin & <66:40.00><roof><66:40.50>\n",
        ),
        (
            "srt",
            "1\n00:00:12,004 --> 00:00:12,996\nRain on\n\n2\n00:01:15,000 --> 01:06:40,500\nTin & <\u200broof>\n",
        ),
        (
            "vtt",
            "WEBVTT\n\n00:00:12.004 --> 00:00:12.996\nRain on\n\n"
            "00:01:15.000 --> 01:06:40.500\nTin &amp; &lt;roof&gt;\n",
        ),
        ("txt", "[Verse]\nRain on\n\n[Chorus]\nTin & <roof>\n"),
    ],
)
def test_files_are_written_as_players_know_them(extension: str, text: str) -> None:
    assert text_of(extension, LINES) == text


@pytest.mark.parametrize(
    ("extension", "text"), [("lrc", ""), ("words.lrc", ""), ("srt", ""), ("vtt", "WEBVTT\n"), ("txt", "[Solo]\n")]
)
def test_without_a_sung_line_there_is_no_cue(extension: str, text: str) -> None:
    assert text_of(extension, lines_of([word("[Solo]")]), About()) == text


@pytest.mark.parametrize("extension", ["srt", "vtt"])
def test_video_players_read_the_lines_to_the_millisecond(extension: str) -> None:
    assert read_subtitles(extension, LINES) == [Cue(line.text, line.start, line.end) for line in sung(LINES)]


@pytest.mark.parametrize("extension", ["lrc", "words.lrc"])
def test_music_players_read_the_lines_to_the_hundredth(extension: str) -> None:
    assert read_lrc(extension, LINES) == [Cue("Rain on", 12_000), Cue("Tin & <roof>", 75_000)]


def test_music_players_read_the_words() -> None:
    assert read_words(LINES)[0] == [Cue("Rain ", 12_000), Cue("on", 12_400), Cue("", 13_000)]


def test_tags_hold_one_line_without_brackets() -> None:
    about = About("Rain [live]\n[ar:x]", "", 3_723_400)
    assert read_tags(LINES, about) == {"ti": "Rain (live) (ar:x)", "length": "62:03"}


@pytest.mark.parametrize(
    "text",
    [
        "[ti: x",
        "[00:10.00 now",
        "look <00:10.00> there",
        "<1:2>",
        "a --> b",
        "00:01:02,500 --> 00:01:09,500",
        "01:02.500 --> 01:09.500",
        "<i>soft</i> &amp; {\\an8}top",
        "42",
        "WEBVTT",
        "NOTE that",
        "\\N \\h",
        "]",
    ],
)
@pytest.mark.parametrize("extension", ["lrc", "words.lrc", "srt", "vtt"])
def test_lyrics_that_look_like_the_format_are_read_as_lyrics(extension: str, text: str) -> None:
    lines = lines_of([word(f"{text}\n", 1000, 2000), word("next", 3000, 4000)])
    read = read_lrc if "lrc" in extension else read_subtitles
    assert [(cue.text, cue.start) for cue in read(extension, lines)] == [(text, 1000), ("next", 3000)]


def test_lyrics_hold_no_arrow_in_subtitles() -> None:
    lines = lines_of([word("a --> b", 1000, 2000)])
    assert [text_of(extension, lines).count("-->") for extension in ("srt", "vtt")] == [1, 1]


def test_tags_of_an_mp3_take_the_lines(tmp_path: Path) -> None:
    song = tmp_path / "song.mp3"
    song.write_bytes(b"\xff\xfb\x90\x64" + bytes(413))
    write_tags(song, Tags(ABOUT.title, timed=synced(LINES)))
    frame = ID3(song)["SYLT::XXX"]  # type: ignore[no-untyped-call]
    assert frame.text == [("Rain on", 12_004), ("Tin & <roof>", 75_000)]
