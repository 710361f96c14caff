"""Time of the stand-in: the wall clock, which tests may push forward."""

import time


class MovableClock:
    """Milliseconds since the epoch, plus whatever was added by `advance`."""

    def __init__(self) -> None:
        # The monotonic clock carries the time, so that a corrected system clock cannot turn stages back.
        self._origin = time.time() - time.monotonic()
        self._added = 0.0

    def now_ms(self) -> int:
        return int((self._origin + time.monotonic() + self._added) * 1000)

    def advance(self, seconds: float) -> None:
        """Jump ahead: stages pass, links expire, rate limits end."""
        if seconds < 0:
            raise ValueError("time only goes forward here")
        self._added += seconds
