"""Everything a song's sound depends on. Equal recipes sound equal, so files need only be made when asked for."""

from dataclasses import dataclass
from functools import cached_property

from bot.demo.music.audio.mood import Mood, read_mood

BEATS = 4
JOIN_SECONDS = 0.02
TAIL_SECONDS = 2.0
"""Time for the last chord and its echo to fade."""


@dataclass(frozen=True)
class Recipe:
    """`variant` tells the two songs of one task apart; `take` tells two extensions of the same source apart.

    An extension keeps the source's seed and variant, hence key and instruments, and begins with the source's own sound
    up to `continue_at` seconds.
    """

    seed: int
    variant: int
    take: int
    text: str
    lyrics: str
    sung: bool
    target_seconds: float
    source: "Recipe | None" = None
    continue_at: float = 0.0

    @cached_property
    def mood(self) -> Mood:
        if self.source:
            return self.source.mood
        return read_mood(self.text, self.seed, self.variant)

    @property
    def bar_seconds(self) -> float:
        return BEATS * 60 / self.mood.bpm

    @cached_property
    def bars(self) -> int:
        """Bars in whole pairs, as many as come nearest to the target; the second song has one pair more."""
        pairs = max(1, round((self.target_seconds - TAIL_SECONDS) / self.bar_seconds / 2))
        return 2 * (pairs + self.variant)

    @property
    def own_seconds(self) -> float:
        """Length of the part that is new."""
        return self.bars * self.bar_seconds + TAIL_SECONDS

    @property
    def seconds(self) -> float:
        """Length of the whole file, in seconds with two decimals, as the service tells it."""
        return round(self.lead_in + self.own_seconds, 2)

    @property
    def lead_in(self) -> float:
        return min(self.continue_at, self.source.seconds) if self.source else 0.0
