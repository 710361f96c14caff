"""Timestamped lyrics: the words that are sung, when they are sung, and the outline of the sound."""

from functools import lru_cache
from typing import Any

from bot.demo.music.audio.recipe import Recipe
from bot.demo.music.audio.score import compose

OUTLINE_POINTS = 120


def aligned_words(recipe: Recipe) -> list[dict[str, Any]]:
    """Seconds from the beginning of the file. An extension repeats what its source sang before the seam."""
    return [dict(word) for word in _aligned(recipe)]


@lru_cache(maxsize=64)
def _aligned(recipe: Recipe) -> list[dict[str, Any]]:
    before = _aligned(recipe.source) if recipe.source else []
    kept = [word for word in before if word["endS"] <= recipe.lead_in]
    words = [word for line in compose(recipe).lines for word in line.words]
    return kept + [
        {
            "word": word.text,
            "success": True,
            "startS": round(recipe.lead_in + word.start, 3),
            "endS": round(recipe.lead_in + word.end, 3),
            "palign": 0,
        }
        for word in words
    ]


def waveform(recipe: Recipe) -> list[float]:
    """How much sounds in each of 120 equal parts, 0 to 1, counted from the score."""
    score = compose(recipe)
    counts = [0.0] * OUTLINE_POINTS
    for note in (*score.tune, *score.chords, *score.bass):
        counts[min(OUTLINE_POINTS - 1, int(note.start / recipe.own_seconds * OUTLINE_POINTS))] += note.loudness
    top = max(counts) or 1.0
    return [round(count / top, 4) for count in counts]
