"""A singing voice: a buzz shaped by the formants of the syllable's vowel, led in by its consonant."""

import re
from functools import lru_cache

import numpy as np

from bot.demo.music.audio.instruments import RATE, Sound, envelope, frequency, seconds_axis

# Centre and strength of the first three formants.
VOWELS: dict[str, tuple[tuple[float, float], ...]] = {
    "a": ((760, 1.0), (1220, 0.6), (2600, 0.25)),
    "e": ((500, 1.0), (1850, 0.5), (2550, 0.3)),
    "i": ((300, 1.0), (2250, 0.4), (3000, 0.3)),
    "o": ((480, 1.0), (880, 0.6), (2450, 0.15)),
    "u": ((340, 1.0), (800, 0.4), (2250, 0.12)),
}
SPELLINGS = (
    ("ee|ea|y|ie|í|î", "i"),
    ("oo|ou|u|ú|ü|û", "u"),
    ("ai|ay|e|é|è|ê|ä", "e"),
    ("o|ó|ô|ö|au|aw", "o"),
    ("i", "i"),
)
HISSING = re.compile(r"^(s|sh|ch|f|th|t|k|c|z|h|p)", re.IGNORECASE)
WIDTH = 130.0


def vowel_of(syllable: str) -> str:
    lowered = syllable.lower()
    return next((vowel for spelling, vowel in SPELLINGS if re.search(spelling, lowered)), "a")


def sing(syllable: str, pitch: int, seconds: float, before: int | None) -> Sound:
    """One syllable; the pitch glides in from the one before."""
    axis = seconds_axis(seconds + 0.05)
    start = float(before if before is not None else pitch - 1)
    glide = (start - pitch) * np.exp(-axis / np.float32(0.035))
    vibrato = np.float32(0.28) * np.clip((axis - 0.18) * 5, 0, 1) * np.sin(2 * np.pi * np.float32(5.4) * axis)
    hertz = frequency(pitch) * np.exp2((glide + vibrato) / 12)
    turns = np.cumsum(hertz, dtype=np.float64) / RATE
    table = _period(vowel_of(syllable), pitch)
    sound = table[((turns % 1.0) * table.size).astype(np.int32)] * envelope(axis.size, 0.035, 0.07)
    if HISSING.match(syllable):
        sound[: _hiss().size] += _hiss()[: sound.size]
    return sound


@lru_cache(maxsize=128)
def _period(vowel: str, pitch: int) -> Sound:
    """One turn of the vocal cords, heard through the mouth."""
    base = frequency(pitch)
    phase = np.linspace(0, 2 * np.pi, 2048, endpoint=False)
    table = np.zeros(2048)
    for index in range(1, int(5000 / base) + 1):
        heard = sum(
            strength * np.exp(-(((index * base - centre) / WIDTH) ** 2) / 2) for centre, strength in VOWELS[vowel]
        )
        table += (heard + 0.06) / index**0.35 * np.sin(index * phase + 0.7 * index * index)
    return np.asarray(table / np.abs(table).max() * 0.6, dtype=np.float32)


@lru_cache(maxsize=1)
def _hiss() -> Sound:
    axis = seconds_axis(0.06)
    noise = np.diff(np.random.default_rng(3).standard_normal(axis.size + 1).astype(np.float32))
    return np.asarray(noise * np.sin(np.pi * axis / 0.06) * 0.07, dtype=np.float32)
