"""The sweep lane ends what waits too long or in vain: in the queue, or for the answer to a create call."""

from collections.abc import Hashable, Sequence

from bot.models import Reason, State, Task
from bot.tasks.context import Context
from bot.tasks.lanes import Lane


class SweepLane(Lane[Task]):
    name = "sweep"
    limit = 32

    def __init__(self, context: Context) -> None:
        super().__init__(context.store, context.clock, context.owner)
        self._context = context

    async def due(self, room: int) -> Sequence[Task]:
        now, sending = self._clock.now(), self._store.sending
        overdue = await sending.overdue(now - self._context.settings.wait_max, room)
        suspects = await sending.suspects(now - self._context.waits.grace, now, room)
        return (*overdue, *suspects)[:room]

    def key(self, item: Task) -> Hashable:
        return item.id

    async def work(self, item: Task) -> None:
        new = State.FAILED if item.state is State.QUEUED else State.UNKNOWN
        ended = await self._store.following.end(None, item, new, self._why(item), self._clock.now())
        self._context.ended(ended)

    def _why(self, item: Task) -> Reason:
        if item.state is not State.QUEUED:
            return Reason.UNCLEAR
        return Reason.WAITED if item.host == self._context.api.host else Reason.MOVED
