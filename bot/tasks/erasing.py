"""Lanes that erase: what is left of members who want to be forgotten, and guilds that the bot has left long ago."""

import logging
from collections.abc import Hashable, Sequence

from bot.clock import DAY
from bot.store.privacy import Forgetting
from bot.tasks.archive import Archive
from bot.tasks.context import Context
from bot.tasks.lanes import Lane

log = logging.getLogger(__name__)

KEPT_FOR = 30 * DAY
"""How long the rows of a guild stay after the bot was taken out of it: it may have been a mistake."""


class ForgetLane(Lane[Forgetting]):
    """Ends what a crash has interrupted, and what had to wait until the service was done or a period was over."""

    name = "forget"
    limit = 2

    def __init__(self, context: Context) -> None:
        super().__init__(context.store, context.clock, context.owner)
        self._archive = Archive(context.store, context.clock)

    async def due(self, room: int) -> Sequence[Forgetting]:
        return await self._store.privacy.due(self._clock.now(), room)

    def key(self, item: Forgetting) -> Hashable:
        return item.guild_id, item.member_id

    async def work(self, item: Forgetting) -> None:
        await self._archive.erase(item)
        await self._store.privacy.finish(item, self._clock.now())


class RetentionLane(Lane[int]):
    name = "retention"
    limit = 1

    def __init__(self, context: Context) -> None:
        super().__init__(context.store, context.clock, context.owner)

    async def due(self, room: int) -> Sequence[int]:
        return await self._store.retention.due(self._clock.now() - KEPT_FOR, room)

    def key(self, item: int) -> Hashable:
        return item

    async def work(self, item: int) -> None:
        """Portion by portion; others write in between."""
        while await self._store.retention.erase_some(item, self._clock.now() - KEPT_FOR, self._clock.now()):
            pass
        log.info("Guild %d was left long ago: what was kept of it is erased, unless it came back meanwhile", item)
