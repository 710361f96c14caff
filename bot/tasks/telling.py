"""The log lane tells bookings in the channels that managers have named, a few lines at a time, pinging nobody.

What was told last is kept in the guild's row, and the message's nonce is the last booking's id. So nothing is left out,
and what a crash cuts off between posting and noting is at worst told twice: it is a copy of the ledger, not the ledger.
"""

import logging
from collections.abc import Hashable, Sequence

from bot.clock import HOUR, MINUTE, SECOND
from bot.errors import CourierError, MayNotPost, PostLater
from bot.store.bookings import Untold
from bot.tasks.context import Context
from bot.tasks.lanes import Lane

log = logging.getLogger(__name__)

LINES = 10


class LogLane(Lane[Untold]):
    name = "log"
    limit = 4

    def __init__(self, context: Context) -> None:
        super().__init__(context.store, context.clock, context.owner)
        self._courier = context.courier
        self._later: dict[int, int] = {}

    async def due(self, room: int) -> Sequence[Untold]:
        now = self._clock.now()
        self._later = {guild_id: until for guild_id, until in self._later.items() if until > now}
        untold = await self._store.bookings.untold(now, room + len(self._later), LINES)
        return [one for one in untold if one.guild_id not in self._later]

    def key(self, item: Untold) -> Hashable:
        return item.guild_id

    async def work(self, item: Untold) -> None:
        async with self._leased(item.guild_id) as lease:
            if lease is None:
                return
            await self._check(lease)
            try:
                await self._courier.log(item)
            except CourierError as error:
                self._later[item.guild_id] = self._clock.now() + _pause(error)
                log.warning("Guild %d: its log channel cannot be written to (%s)", item.guild_id, error)
                return
            await self._store.bookings.told(lease, item, item.bookings[-1].id, self._clock.now())


def _pause(error: CourierError) -> int:
    if isinstance(error, MayNotPost):
        return HOUR
    after = error.retry_after if isinstance(error, PostLater) else None
    return min(after or 30 * SECOND, 10 * MINUTE)
