"""Titles, tags and lyrics for a request; the same seed writes the same."""

import random
import re
from dataclasses import dataclass
from typing import Any

from bot.demo.music.audio.mood import Mood, read_mood
from bot.demo.music.tasks import Clip
from bot.demo.music.vocabulary import CHORUSES, PLAIN, THINGS, TITLES, VERSES


@dataclass(frozen=True)
class Song:
    """`description` is what the sound follows; `new_lyrics` are those an extension adds; instrumentals have none."""

    title: str
    tags: str
    lyrics: str
    new_lyrics: str
    description: str

    @property
    def sung(self) -> bool:
        return bool(self.new_lyrics)


@dataclass(frozen=True)
class Draft:
    title: str
    text: str


def write_song(body: dict[str, Any], seed: int, variant: int = 0, source: Clip | None = None) -> Song:
    """The song that a generate body asks for, or an extension: empty fields come from the source."""
    if source is not None:
        return _extension(body, seed + variant, source)
    prompt, sung = str(body.get("prompt") or ""), not body["instrumental"]
    if body["customMode"]:
        style = str(body["style"])
        lyrics = prompt if sung else ""
        return Song(str(body["title"]), style, lyrics, lyrics, style)
    mood, chance = read_mood(prompt, seed, variant), random.Random(seed + variant)
    lyrics = write_lyrics(prompt, mood, chance) if sung else ""
    return Song(write_title(prompt, chance), _tags(prompt, mood, sung), lyrics, lyrics, prompt)


def write_drafts(prompt: str, seed: int) -> list[Draft]:
    """Two or three drafts."""
    chance = random.Random(seed)
    drafts = []
    for index in range(chance.randint(2, 3)):
        mood = read_mood(prompt, seed + index, index)
        drafts.append(Draft(write_title(prompt, chance), write_lyrics(prompt, mood, chance)))
    return drafts


def write_title(prompt: str, chance: random.Random) -> str:
    first, second = _things(prompt, chance)
    return chance.choice(TITLES).format(A=first.title(), B=second.title())[:80]


def write_lyrics(prompt: str, mood: Mood, chance: random.Random) -> str:
    """Two verses around a chorus, each part under its mark."""
    first, second = _things(prompt, chance)
    kind = "sad" if mood.minor else "glad"
    lines = [line.format(a=first, b=second) for line in VERSES[kind]]
    start = 4 * chance.randrange(3)
    verses = [lines[start : start + 4], (lines * 2)[start + 4 : start + 8]]
    chorus = [line.format(a=first, b=second) for line in CHORUSES[kind]]
    parts = (("Verse", verses[0]), ("Chorus", chorus), ("Verse 2", verses[1]), ("Chorus", chorus))
    return "\n\n".join(f"[{mark}]\n" + "\n".join(part) for mark, part in parts)


def _extension(body: dict[str, Any], seed: int, source: Clip) -> Song:
    recipe = source.recipe
    added = ""
    if recipe.sung:
        added = str(body.get("prompt") or "") or write_lyrics(recipe.text, recipe.mood, random.Random(seed + 1))
    title, tags = str(body.get("title") or source.title), str(body.get("style") or source.tags)
    return Song(title, tags, "\n\n".join(part for part in (source.lyrics, added) if part), added, recipe.text)


def _things(prompt: str, chance: random.Random) -> tuple[str, str]:
    """Two words of the prompt that name something; without any, two of our own."""
    words = [word.lower() for word in re.findall(r"[^\W\d_]{3,18}", prompt)]
    things = list(dict.fromkeys(word for word in words if word not in PLAIN))
    chance.shuffle(things)
    spare = [thing for thing in THINGS if thing not in things]
    chance.shuffle(spare)
    first, second = (things + spare)[:2]
    return first, second


def _tags(prompt: str, mood: Mood, sung: bool) -> str:
    said = re.findall(r"[^\W\d_]+", prompt.lower())
    tone = "melancholic, minor key" if mood.minor else "warm, major key"
    named = mood.named or (mood.lead,)
    voice = () if sung else ("instrumental",)
    genres = [word for word in ("jazz", "folk", "rock", "pop", "techno", "blues", "ambient", "lullaby") if word in said]
    return ", ".join([*genres, *named, tone, f"{mood.bpm} bpm", *voice])
