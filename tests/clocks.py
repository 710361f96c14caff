"""A clock whose hands the tests move."""

from bot.clock import DAY

NOON = 1_790_000_000_000 // DAY * DAY + DAY // 2
"""Some noon, UTC, in September 2026."""


class FakeClock:
    def __init__(self, now: int = NOON) -> None:
        self._now = now

    def now(self) -> int:
        return self._now

    def advance(self, milliseconds: int) -> None:
        self._now += milliseconds
