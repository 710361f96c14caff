"""The songs of the stand-in follow their description; measured on the decoded MP3."""

import itertools
import time

import numpy as np
import pytest

from bot.demo.music.audio.mood import read_mood
from bot.demo.music.audio.phrases import syllables_of
from bot.demo.music.audio.recipe import Recipe
from bot.demo.music.audio.render import render, to_mp3
from bot.demo.music.audio.score import compose
from bot.demo.music.audio.words import aligned_words
from bot.demo.music.cover import paint_cover
from bot.demo.music.writer import write_drafts, write_song
from tests.listening import brightness, chroma, heard, key_of, loudness, recipe, small_third, strokes_per_second, tempo

SEEDS = (1, 2, 3)
SONGS = list(itertools.product(SEEDS, (0, 1)))
LYRICS = "[Verse]\nSilver rivers carry me\nOver mountains to the sea\n\n[Chorus]\nSing again"


@pytest.mark.parametrize(("seed", "variant"), SONGS)
def test_fast_is_faster_than_slow(seed: int, variant: int) -> None:
    slow = heard(recipe("a slow song", seed=seed, variant=variant))
    fast = heard(recipe("a fast song", seed=seed, variant=variant))
    assert tempo(fast) > 1.8 * tempo(slow)
    assert strokes_per_second(fast) > 1.4 * strokes_per_second(slow)


@pytest.mark.parametrize("bpm", [70, 100, 120, 160])
def test_a_tempo_that_is_named_is_the_tempo_heard(bpm: int) -> None:
    assert tempo(heard(recipe(f"guitar with drums at {bpm} bpm"))) == pytest.approx(bpm, rel=0.03)


@pytest.mark.parametrize(("seed", "variant"), SONGS)
def test_sad_is_minor_and_happy_is_major(seed: int, variant: int) -> None:
    sad, happy = (recipe(f"a {mood} song", seed=seed, variant=variant) for mood in ("sad", "happy"))
    home = compose(sad).bass[0].pitch % 12
    assert compose(happy).bass[0].pitch % 12 == home
    in_sad, in_happy = small_third(heard(sad), home), small_third(heard(happy), home)
    assert in_sad > 1.5
    assert in_happy < 0.67


def test_the_mode_is_found_without_being_told_the_key() -> None:
    """Told blind, by how well the whole song fits each of the 24 keys."""
    songs = [(mood, recipe(f"a {mood} song", seed=seed)) for mood in ("sad", "happy") for seed in range(1, 7)]
    right = [key_of(heard(song))[1] is (mood == "sad") for mood, song in songs]
    assert sum(right) >= 11


def test_the_two_songs_of_a_task_are_told_apart_by_key_instrument_and_length() -> None:
    for seed in SEEDS:
        one, two = (recipe("a song about rain", seed=seed, variant=variant) for variant in (0, 1))
        assert compose(one).bass[0].pitch % 12 != compose(two).bass[0].pitch % 12
        assert one.mood.lead != two.mood.lead or one.mood.backing != two.mood.backing
        assert abs(one.seconds - two.seconds) > 0.5
        overlap = np.corrcoef(chroma(heard(one)), chroma(heard(two)))[0, 1]
        assert overlap < 0.9


@pytest.mark.parametrize("name", ["piano", "guitar", "strings", "flute", "synth", "bells", "organ"])
def test_an_instrument_that_is_named_is_played(name: str) -> None:
    mood = read_mood(f"a tune for {name}", 5, 0)
    assert mood.lead == name
    assert read_mood(f"a tune for {name}", 5, 1).backing == name
    assert np.abs(heard(recipe(f"{name} instrumental", seconds=6))).max() > 0.2


def test_instruments_differ_in_colour() -> None:
    colours = {name: brightness(heard(recipe(f"{name} no drums", seconds=8))) for name in ("flute", "synth", "guitar")}
    assert len({round(colour / 25) for colour in colours.values()}) == 3


def test_drums_are_heard_only_where_they_belong() -> None:
    hiss = {text: loudness(heard(recipe(text)), 6, 14, 8_000, 12_000) for text in ("fast rock", "fast rock no drums")}
    assert hiss["fast rock"] > 3 * hiss["fast rock no drums"]


def test_words_are_sung_when_the_timed_lyrics_say_so() -> None:
    song = recipe("slow piano no drums", lyrics=LYRICS, seconds=30)
    words = aligned_words(song)
    assert "".join(word["word"] for word in words).startswith("[Verse]\nSilver rivers carry me\nOver")
    mute = recipe("slow piano no drums", seconds=30)
    with_voice, without = heard(song), heard(mute)
    first = words[0]["startS"]
    assert first > 4  # an introduction comes first
    before = [loudness(signal, 1, first - 0.2, 300, 3000) for signal in (with_voice, without)]
    during = [loudness(signal, first, words[3]["endS"], 300, 3000) for signal in (with_voice, without)]
    assert during[0] / before[0] > 1.3 * during[1] / before[1]


def test_timed_words_go_forward_and_end_within_the_song() -> None:
    song = recipe("fast pop", lyrics=LYRICS, seconds=30)
    words = aligned_words(song)
    assert [word["startS"] for word in words] == sorted(word["startS"] for word in words)
    assert all(0 <= word["startS"] < word["endS"] <= song.seconds for word in words)
    sung = compose(song).voice
    assert len(sung) == sum(len(syllables_of(word["word"].split()[-1])) for word in words)


@pytest.mark.parametrize(
    ("word", "parts"), [("river", 2), ("rain", 1), ("carry", 2), ("home", 1), ("hmm", 1), ("雨の歌", 1), ("melody", 3)]
)
def test_words_are_cut_into_syllables(word: str, parts: int) -> None:
    assert len(syllables_of(word)) == parts
    assert "".join(syllables_of(word)) == word


def test_an_extension_begins_with_its_source_and_goes_on_in_the_same_key() -> None:
    source = recipe("sad strings", lyrics=LYRICS, seconds=12)
    longer = Recipe(source.seed, 0, 0, source.text, "[Verse]\nOnce more", True, 12, source=source, continue_at=6.5)
    begun, whole = render(source), render(longer)
    same = int(6.4 * 48_000)
    assert np.array_equal(begun[:same], whole[:same])
    assert len(whole) == int(longer.seconds * 48_000)
    assert compose(longer).bass[0].pitch % 12 == compose(source).bass[0].pitch % 12
    words = aligned_words(longer)
    assert words[-1]["word"].startswith("more")
    assert all(word["endS"] <= 6.5 or word["startS"] >= 6.5 for word in words)


def test_a_song_costs_little_time_and_is_never_silent_nor_clipped() -> None:
    began = time.process_time()
    pcm = render(recipe("happy pop", lyrics=LYRICS, seconds=30))
    mp3 = to_mp3(pcm)
    assert time.process_time() - began < 3
    assert 100_000 < len(mp3) * 8 / 30 < 250_000
    assert np.abs(pcm).max() < 32_767
    halves = np.abs(pcm.astype(float)).reshape(-1, 2)[: 24_000 * (len(pcm) // 24_000)].reshape(-1, 48_000).mean(axis=1)
    assert halves[:-4].min() > 100


def test_equal_recipes_sound_equal() -> None:
    assert np.array_equal(render(recipe("jazz", seconds=4)), render(recipe("jazz", seconds=4)))
    assert paint_cover(recipe("jazz"), "Jazz") == paint_cover(recipe("jazz"), "Jazz")


@pytest.mark.parametrize("title", ["", "雨の歌", "x" * 80, "Two words"])
def test_a_cover_is_painted_for_any_title(title: str) -> None:
    assert paint_cover(recipe("sad fast techno"), title)[:2] == b"\xff\xd8"


def test_titles_and_lyrics_speak_of_the_prompt() -> None:
    body = {"customMode": False, "instrumental": False, "prompt": "slow piano, a lighthouse in a storm"}
    for seed in range(20):
        song = write_song(body, seed)
        assert 0 < len(song.title) <= 80
        assert "lighthouse" in song.lyrics or "storm" in song.lyrics
        assert "bpm" in song.tags
        assert song == write_song(body, seed)
    assert len({write_song(body, seed).title for seed in range(20)}) > 5
    drafts = write_drafts("", 4)
    assert all(draft.title and draft.text.count("[Chorus]") == 2 for draft in drafts)
