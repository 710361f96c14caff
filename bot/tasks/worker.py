"""The worker: all lanes side by side. Memory holds nothing that matters, so it may die at any instant."""

import asyncio
import time

from bot.tasks.context import Context
from bot.tasks.creating import CreateLane
from bot.tasks.erasing import ForgetLane, RetentionLane
from bot.tasks.following import PollLane
from bot.tasks.posting import PostLane
from bot.tasks.showing import AnswerLane, ShowLane
from bot.tasks.sweeping import SweepLane
from bot.tasks.telling import LogLane
from bot.tasks.watching import AccountLane

PAUSE = 1.0
"""Seconds between looks at the database when nothing wakes a lane."""


class Worker:
    def __init__(self, context: Context) -> None:
        self._lanes = (
            AnswerLane(context),
            SweepLane(context),
            CreateLane(context),
            PollLane(context),
            PostLane(context),
            ShowLane(context),
            LogLane(context),
            ForgetLane(context),
            RetentionLane(context),
            AccountLane(context),
        )
        self._loops: list[asyncio.Task[None]] = []
        for lane in self._lanes:
            lane.on_done = self.wake  # what one lane has done is often what another waits for

    async def step(self) -> None:
        """Do once, and to its end, what is due in every lane."""
        await asyncio.gather(*(lane.step() for lane in self._lanes))

    def start(self) -> None:
        """Repeat the lanes' steps until `stop`."""
        self._loops = [asyncio.create_task(lane.run(PAUSE), name=f"{lane.name} lane") for lane in self._lanes]

    def alive(self) -> bool:
        """Whether every lane still runs."""
        return bool(self._loops) and not any(loop.done() for loop in self._loops)

    def wake(self) -> None:
        """Something may be due: a request was confirmed or cancelled, a callback came, a lane has done something."""
        for lane in self._lanes:
            lane.wake()

    async def stop(self, within: float = 10.0) -> None:
        """Take nothing new, let what is in hand end within so many seconds, and leave the rest to the next start."""
        for lane in self._lanes:
            lane.stop()
        started = time.monotonic()
        if self._loops:
            await asyncio.wait(self._loops, timeout=within)  # not cancelled, for a claim would be dropped unsent
        for loop in self._loops:
            loop.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)
        left = max(0.0, within - (time.monotonic() - started))
        await asyncio.gather(*(lane.finish(left) for lane in self._lanes))
