"""The account lane looks now and then at the credits of the account at the service, and warns the owner in time."""

import logging
from collections.abc import Hashable, Sequence

from bot.clock import DAY, HOUR
from bot.errors import CourierError, MusicApiError
from bot.tasks.bureau import DAYS, burned, days_left
from bot.tasks.context import Context
from bot.tasks.lanes import Lane

log = logging.getLogger(__name__)

WARNED = "credits warned"
"""The setting of guild 0 that holds when the owner was warned, for all processes and starts."""


class AccountLane(Lane[str]):
    name = "account"
    limit = 1

    def __init__(self, context: Context) -> None:
        super().__init__(context.store, context.clock, context.owner)
        self._context = context
        self._next_look = 0

    async def due(self, room: int) -> Sequence[str]:
        watched = self._context.settings.credits_warn > 0
        return [self._context.api.host] if watched and self._clock.now() >= self._next_look else []

    def key(self, item: str) -> Hashable:
        return item

    async def work(self, item: str) -> None:
        now = self._clock.now()
        self._next_look = now + HOUR
        try:
            left = await self._context.api.credits()
        except MusicApiError as error:
            log.warning("The credits at the service cannot be read (%s)", type(error).__name__)
            return
        if left < self._context.settings.credits_warn and await self._store.guilds.warn_again(WARNED, now, DAY):
            await self._warn(left, now)

    async def _warn(self, left: int, now: int) -> None:
        """Noted before it is sent: rather no second warning than two in a day. A refused one is tried again."""
        made = await self._store.overviews.made_since(now - DAYS * DAY)
        try:
            await self._context.courier.warn_owner(left, days_left(left, burned(made, self._context.profile)))
        except CourierError as error:
            log.warning("The owner could not be warned of few credits (%s)", type(error).__name__)
            await self._store.guilds.set(0, WARNED, "0")
