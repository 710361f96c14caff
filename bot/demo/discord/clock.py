"""Time that tests can move, and ids that carry it."""

import time
from datetime import UTC, datetime

DISCORD_EPOCH_MS = 1_420_070_400_000


class MovableClock:
    """Real time plus what `advance` added. Milliseconds since the epoch."""

    def __init__(self) -> None:
        self._ahead_ms = 0
        self._last_id = 0

    def now(self) -> int:
        return int(time.time() * 1000) + self._ahead_ms

    def advance(self, seconds: float) -> None:
        self._ahead_ms += int(seconds * 1000)

    def new_id(self) -> int:
        """A snowflake: ever growing, and its upper bits tell when it was made."""
        self._last_id = max((self.now() - DISCORD_EPOCH_MS) << 22, self._last_id + 1)
        return self._last_id


def iso(milliseconds: int) -> str:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(timespec="milliseconds")
