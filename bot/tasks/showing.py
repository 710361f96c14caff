"""The show lane keeps status messages in step with rows; the answer lane finds out what became of first answers."""

import logging
from collections.abc import Hashable, Sequence

from bot.clock import DAY, HOUR, MINUTE, SECOND
from bot.errors import Blind, MayNotPost, MessageGone, MessageTooOld, PostLater
from bot.models import Task
from bot.tasks.context import Context
from bot.tasks.lanes import Lane
from bot.tasks.ports import Answered
from bot.tasks.views import RequestView

log = logging.getLogger(__name__)

BETWEEN_EDITS = 5 * SECOND
BETWEEN_PLACES = 30 * SECOND
"""How often a place in the queue may move on the screen."""

SHOWN_WITHIN = 15 * DAY
"""How long the end of a request is shown after all, where its channel was closed: as long as songs wait for it."""

ANSWER_WITHIN = 10 * SECOND
"""Discord takes a first answer for 3 s; a command that has not confirmed its row by then is not going to."""

UNKNOWN_VERSION = 0
"""Of a message that was found; all rows have a higher one, so it is edited."""


class ShowLane(Lane[Task]):
    name = "show"
    limit = 8

    def __init__(self, context: Context) -> None:
        super().__init__(context.store, context.clock, context.owner)
        self._context = context

    async def due(self, room: int) -> Sequence[Task]:
        now = self._clock.now()
        return await self._store.showing.due(now, now - (BETWEEN_PLACES - BETWEEN_EDITS), room)

    def key(self, item: Task) -> Hashable:
        return item.id

    async def work(self, item: Task) -> None:
        async with self._leased(item.id) as lease:
            view = await self._context.viewer.view(item.id) if lease else None
            if lease is None or view is None or view.task.status_message_id is None:
                return
            if view.digest != view.task.shown_digest:
                await self._check(lease)
                if not await self._edited(view):
                    return
            await self._store.showing.shown(view.task, view.digest, self._clock.now() + BETWEEN_EDITS)

    async def _edited(self, view: RequestView) -> bool:
        """Edit the message; False where it must be tried later or another message takes its place."""
        task = view.task
        try:
            await self._context.courier.show(view)
        except (MessageGone, MessageTooOld):
            return not await self._store.showing.replace(task, self._clock.now())
        except MayNotPost:
            return await self._tried(task, HOUR, MINUTE * 2 ** min(task.show_failures, 6))
        except PostLater as error:
            return await self._tried(task, MINUTE, error.retry_after or BETWEEN_EDITS * 2 ** min(task.show_failures, 6))
        return True

    async def _tried(self, task: Task, longest: int, pause: int) -> bool:
        """Try again later; an ended request that could not be shown for days is left as it stands."""
        now = self._clock.now()
        if task.ended_at is not None and now > task.ended_at + SHOWN_WITHIN:
            return True
        await self._store.showing.failed(task, now + min(pause, longest))
        return False


class AnswerLane(Lane[Task]):
    """Repairs rows that no command confirmed: the process died, or Discord did not say whether it took the answer."""

    name = "answer"
    limit = 4

    def __init__(self, context: Context) -> None:
        super().__init__(context.store, context.clock, context.owner)
        self._context = context

    async def due(self, room: int) -> Sequence[Task]:
        now = self._clock.now()
        return await self._store.intake.unconfirmed(now - ANSWER_WITHIN, now, room)

    def key(self, item: Task) -> Hashable:
        return item.id

    async def work(self, item: Task) -> None:
        async with self._leased(item.id) as lease:
            if lease is None:
                return
            try:
                answered = await self._context.courier.answer_of(item)
            except PostLater as error:
                later = self._clock.now() + (error.retry_after or MINUTE)
                await self._store.intake.look_later(item.id, later)
            except (Blind, MayNotPost):
                await self._settle(item, None)  # nobody can have seen it for sure, and nothing was sent
            else:
                await self._settle(item, answered)

    async def _settle(self, item: Task, answered: Answered | None) -> None:
        """A row that was cancelled meanwhile stays so; its message, where there is one, is shown as of now."""
        intake, now = self._store.intake, self._clock.now()
        if answered is None:
            await intake.withdraw(item.id, now)
        elif answered.private or answered.message_id is None:
            await intake.confirm_privately(item.id, now)
        else:
            await intake.confirm(item.id, answered.message_id, UNKNOWN_VERSION, "", now, now)
        await intake.looked_up(item.id)
