"""The hands of the bot's clock: eight bytes in a file that the test writes and the bot reads at every look."""

import mmap
import struct
import time
from pathlib import Path

from bot import app
from bot.clock import SystemClock
from bot.tasks import worker
from bot.ui import opening, replies

BETWEEN_LOOKS = 0.2
"""Real seconds, instead of one."""

UNHURRIED = 20
"""How much longer than life a member waits for the first answer where nothing slow is staged, and so does the bot for
what it would answer with: on a machine that stands still for some seconds a test is to see what it always sees.
"""

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


def take_time() -> None:
    """In the bot's process: it defers, opens a form with less in it, and leaves at a stop so much later."""
    for module, names in (
        (replies, ("ANSWER_WITHIN", "FORM_WITHIN")),
        (opening, ("PATIENCE",)),
        (app, ("ANSWER_WITHIN", "STOP_WITHIN")),
    ):
        for name in names:
            setattr(module, name, UNHURRIED * getattr(module, name))


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
