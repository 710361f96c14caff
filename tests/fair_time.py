"""Time for which a bot lets somebody wait, whatever else the machine does meanwhile."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from time import monotonic

TICK = 0.02


class FairTime:
    """Runs while the bot's process sleeps, which is to say waits for a timer, a lock or an answer.

    It stands still while the bot computes or waits for a processor, for the disk or for a SIGCONT, and it cannot tell
    more than two ticks of a time in which this process itself stood still.
    """

    def __init__(self, pid: Callable[[], int]) -> None:
        self.seconds = 0.0
        self._pid = pid

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        ticking = asyncio.create_task(self._tick(), name="fair time")
        try:
            yield
        finally:
            ticking.cancel()
            await asyncio.wait({ticking})

    async def _tick(self) -> None:
        last = monotonic()
        while True:
            await asyncio.sleep(TICK)
            last, passed = (now := monotonic()), now - last
            if sleeps(self._pid()):
                self.seconds += min(passed, 2 * TICK)


def sleeps(pid: int) -> bool:
    """Whether all threads of the process do; no process does not."""
    states = []
    with suppress(OSError):  # it may end meanwhile
        states = [stat.read_text().rpartition(")")[2].split()[0] for stat in Path(f"/proc/{pid}/task").glob("*/stat")]
    return bool(states) and set(states) == {"S"}
