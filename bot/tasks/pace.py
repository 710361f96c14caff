"""How long requests take, learnt from those that ended, and when to look at a running one."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles

from bot.clock import HOUR, MINUTE, SECOND
from bot.config import Settings

ENOUGH = 5
"""Fewer durations than this say nothing; the first guesses of `UNKNOWN_PACE` hold instead."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Durations of a kind and model in milliseconds: when the first tenth, half, and nine tenths were done."""

    early: int
    median: int
    late: int

    @classmethod
    def of(cls, durations: Sequence[int], scale: float = 1.0) -> "Pace":
        """`scale` is TIME_SCALE: only the first guesses need it, what was measured is true as it is."""
        if len(durations) < ENOUGH:
            return cls(*(int(guess / scale) for guess in (MINUTE, 2 * MINUTE, 4 * MINUTE)))
        tenths = quantiles(durations, n=10, method="inclusive")
        return cls(int(tenths[0]), int(tenths[4]), int(tenths[8]))

    def next_look(self, elapsed: int, scale: float = 1.0) -> int:
        """Milliseconds until the next look at a task that has run for `elapsed`.

        Sparse early (enough to show the stages), dense where tasks usually end, sparse again after; the service advises
        30 s between looks and allows three a second.
        """
        if elapsed < 0.8 * self.early:
            wait = 15 * SECOND
        elif elapsed <= 1.2 * self.late:
            wait = 5 * SECOND
        else:
            wait = min(MINUTE, max(15 * SECOND, int((elapsed - self.late) * scale) // 8))
        return max(50, int(wait / scale))


@dataclass(frozen=True, slots=True)
class Waits:
    """The follower's waits in real milliseconds; TIME_SCALE divides them for stand-ins whose time runs faster."""

    scale: float
    deadline: int
    grace: int

    @classmethod
    def of(cls, settings: Settings) -> "Waits":
        scale = settings.time_scale
        return cls(scale, int(settings.deadline / scale), int(settings.grace / scale))

    def scaled(self, milliseconds: int) -> int:
        return int(milliseconds / self.scale)

    def late_look(self, given_up_at: int, now: int) -> int | None:
        """When to look again at a task that was given up then: hourly for 24 hours, then no more."""
        following = now + self.scaled(HOUR)
        return following if following <= given_up_at + self.scaled(24 * HOUR) else None
