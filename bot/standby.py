"""One gateway for a token: of the processes that could answer members one does, and the others stand by."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from uuid import uuid4

from bot.clock import SECOND, Clock
from bot.errors import LeaseLost, StoreError, Unreachable
from bot.store.leases import Lease
from bot.store.store import Store

log = logging.getLogger(__name__)

LENGTH = 30 * SECOND
"""How long the others wait for one that has gone silent."""

LOOK_EVERY = 1.0
"""Seconds between two looks whether the one that answers has gone."""


class Standby:
    """Discord sends each command to every session of a token: two would answer it twice, and book a grant twice.

    A SQLite file has one process, which the file's lock sees to.
    """

    def __init__(self, store: Store, clock: Clock, application_id: int) -> None:
        self._alone = not store.shared
        self._leases = store.leases
        self._clock = clock
        self._lease = Lease.new("gateway", application_id, uuid4().hex, LENGTH)
        self.waiting = False

    async def serve(self, connect: Callable[[], Awaitable[None]]) -> None:
        """`connect` once no other process does. Raises `Unreachable` when another has taken over, and what it raises.

        While the database is away nobody can take over, so the one that answers goes on.
        """
        if self._alone:
            return await connect()
        await self._turn()
        parts = [asyncio.ensure_future(part) for part in (connect(), self._keep())]
        try:
            ended, _ = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
            for part in ended:
                part.result()
        finally:
            for part in parts:
                part.cancel()
            await asyncio.gather(*parts, return_exceptions=True)
            await self._release()

    async def _turn(self) -> None:
        while not await self._taken():
            if not self.waiting:
                log.info("Another process answers members; standing by until it ends")
            self.waiting = True
            await asyncio.sleep(LOOK_EVERY)
        self.waiting = False

    async def _taken(self) -> bool:
        try:
            return await self._leases.take(self._lease, self._clock.now())
        except StoreError:
            return False  # nobody can tell

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(LENGTH / 3 / SECOND)
            try:
                await self._leases.renew(self._lease, self._clock.now())
            except LeaseLost:
                raise Unreachable("another process answers members now, for this one had gone silent") from None
            except StoreError:
                continue

    async def _release(self) -> None:
        with contextlib.suppress(StoreError):  # it ends by itself
            await self._leases.release(self._lease)
