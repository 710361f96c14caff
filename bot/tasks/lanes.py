"""A lane takes what is due of one sort of work. No lane waits for another, and one bad item stops nobody."""

import asyncio
import contextlib
import itertools
import logging
import time
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Sequence
from typing import Generic, TypeVar

from bot.clock import SECOND, Clock
from bot.errors import LeaseLost, StoreError
from bot.store.leases import Lease
from bot.store.store import Store

T = TypeVar("T")

log = logging.getLogger(__name__)

BREATH = 0.1
"""Seconds between two looks at the least: what wakes a lane often comes in swarms."""

COOLING = 30.0
"""Seconds before an item is touched again after a fault that nobody foresaw."""

TROUBLED = 3.0
"""Seconds before a lane, or an item, turns again to a database that failed."""

KEEP_TRYING = (0.0, 0.5, 1.0, 2.0, 5.0, 10.0)
"""Seconds between tries to store what only this process knows; the last for as long as it lives."""

LEASE = 30 * SECOND
"""Never scaled: how long others must wait before they take over from a worker that has gone silent."""


class Lane(ABC, Generic[T]):
    """Subclasses say what is due and how to work on one item; `limit` items are in hand at most."""

    name: str
    limit: int
    offers_again = True
    """Whether `due` names an item again that was not worked on. What a claim has taken is named once only."""
    drops_what_is_lost = True
    """Whether work on an item ends when another worker has taken it over."""

    def __init__(self, store: Store, clock: Clock, owner: str) -> None:
        self._store = store
        self._clock = clock
        self._owner = owner
        self._in_hand: dict[Hashable, asyncio.Task[None]] = {}
        self._cooling: dict[Hashable, float] = {}
        self._stopping = False
        self._wake = asyncio.Event()
        self.on_done: Callable[[], None] = self.wake

    @abstractmethod
    async def due(self, room: int) -> Sequence[T]:
        """At most `room` items to work on now."""

    @abstractmethod
    def key(self, item: T) -> Hashable:
        """What must not be in hand twice."""

    @abstractmethod
    async def work(self, item: T) -> None: ...

    async def step(self) -> None:
        """Start what is due and wait until it is done."""
        await self._start_due()
        while self._in_hand:
            await asyncio.wait(self._in_hand.values())

    async def run(self, pause: float) -> None:
        """Repeat for ever: start what is due; look again when something ends, at `wake`, or after `pause` seconds."""
        while not self._stopping:
            self._wake.clear()
            try:
                await self._start_due()
            except StoreError as error:
                log.error("The %s lane cannot tell what is due: %s", self.name, error)
                await asyncio.sleep(TROUBLED)
            except Exception:
                log.exception("The %s lane cannot tell what is due", self.name)
            await asyncio.sleep(BREATH)
            if self._stopping:
                break
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), pause)

    def wake(self) -> None:
        self._wake.set()

    def stop(self) -> None:
        """Take nothing more; `run` ends when what it has claimed has been started."""
        self._stopping = True
        self.wake()

    async def finish(self, within: float) -> None:
        """Let what is in hand end within so many seconds, then drop the rest: the rows tell how to go on."""
        if self._in_hand:
            await asyncio.wait(self._in_hand.values(), timeout=within)
        for task in self._in_hand.values():
            task.cancel()
        await asyncio.gather(*self._in_hand.values(), return_exceptions=True)

    async def _start_due(self) -> None:
        now = time.monotonic()
        self._cooling = {key: until for key, until in self._cooling.items() if until > now}
        room = self.limit - len(self._in_hand)
        if room <= 0:
            return
        due = await self.due(room + len(self._cooling))  # so that items that cool keep no room from others
        if self.offers_again:
            due = [item for item in due if not {self.key(item)} & (self._in_hand.keys() | self._cooling.keys())][:room]
        for item in due:
            self._start(item)

    def _start(self, item: T) -> None:
        key = self.key(item)
        task = asyncio.create_task(self._guarded(item), name=f"{self.name} {key}")
        self._in_hand[key] = task
        task.add_done_callback(lambda _: self._done(key))

    def _done(self, key: Hashable) -> None:
        self._in_hand.pop(key, None)
        self.on_done()

    async def _guarded(self, item: T) -> None:
        try:
            await self.work(item)
        except LeaseLost as lost:
            log.warning("Lost the lease of %s; what was in hand is dropped", lost)
        except StoreError as error:
            log.error("The %s lane could not go on with %s: %s", self.name, self.key(item), error)
            self._cool(item, TROUBLED)
        except Exception:
            log.exception("The %s lane failed on %s", self.name, self.key(item))
            self._cool(item, COOLING)

    def _cool(self, item: T, seconds: float) -> None:
        if self.offers_again:
            self._cooling[self.key(item)] = time.monotonic() + seconds

    @contextlib.asynccontextmanager
    async def _leased(self, item: int, lane: str | None = None) -> AsyncIterator[Lease | None]:
        """Take and keep a lease while the block runs; None where somebody else has the item."""
        lease = Lease.new(lane or self.name, item, self._owner, LEASE)
        if not await self._store.leases.take(lease, self._clock.now()):
            yield None
            return
        async with self._kept(lease):
            yield lease

    @contextlib.asynccontextmanager
    async def _kept(self, lease: Lease) -> AsyncIterator[None]:
        """Renew a lease while the block runs, and release it at its end."""
        holder = asyncio.current_task() if self.drops_what_is_lost else None
        renewal = asyncio.create_task(self._renew(lease, holder), name=f"renew {lease.lane} {lease.item}")
        try:
            yield
        finally:
            renewal.cancel()
            with contextlib.suppress(StoreError):  # it ends by itself
                await self._store.leases.release(lease)

    async def _renew(self, lease: Lease, holder: "asyncio.Task[None] | None") -> None:
        """A worker that was stopped for a while may find another at its work: then it must not finish it."""
        while True:
            await asyncio.sleep(lease.length / 3 / SECOND)
            try:
                await self._check(lease)
            except LeaseLost as lost:
                if holder is not None:
                    log.warning("Lost the lease of %s to another worker; what was in hand is dropped", lost)
                    holder.cancel()
                return
            except StoreError:
                continue

    async def _check(self, lease: Lease) -> None:
        """Right before an external call: raises `LeaseLost` when another has taken the item."""
        await self._store.leases.renew(lease, self._clock.now())

    async def _stored(self, what: str, write: Callable[[], Awaitable[object]]) -> None:
        """Keep trying to `write` what no row tells yet, however long the disk is full or the database away.

        Raises `LeaseLost`.
        """
        for pause in itertools.chain(KEEP_TRYING, itertools.repeat(KEEP_TRYING[-1])):
            await asyncio.sleep(pause)
            try:
                await write()
            except LeaseLost:
                raise
            except StoreError as error:
                log.error("%s, not stored yet: %s", what, error)
            else:
                return
