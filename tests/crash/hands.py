"""The hands of the bot's clock: eight bytes in a file that the test writes and the bot reads at every look."""

import mmap
import struct
import time
from pathlib import Path

from bot.clock import SystemClock
from bot.tasks import worker

BETWEEN_LOOKS = 0.2
"""Real seconds, instead of one."""

_AHEAD = struct.Struct("q")


def set_clock(path: Path) -> None:
    """In the bot's process: from now on its clock is ahead by the milliseconds in the file, also when they change.

    Its lanes look at their rows more often, for nothing wakes them when the hands are moved.
    """
    with path.open("r+b") as file:
        ahead = mmap.mmap(file.fileno(), _AHEAD.size)

    def now(_: SystemClock) -> int:
        return time.time_ns() // 1_000_000 + int(_AHEAD.unpack_from(ahead)[0])

    setattr(SystemClock, "now", now)  # noqa: B010 - mypy takes no assignment to a method
    worker.PAUSE = BETWEEN_LOOKS


class Hands:
    """On the test's side. Every bot that was born with this `path` follows."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.ahead = 0
        """Milliseconds."""
        path.write_bytes(_AHEAD.pack(0))

    def advance(self, seconds: float) -> None:
        self.ahead += int(seconds * 1000)
        with self.path.open("r+b") as file:
            file.write(_AHEAD.pack(self.ahead))  # eight bytes in one write are never seen half
