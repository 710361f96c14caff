"""The create lane: sends each task once, and turns every answer into an arrow."""

import logging
from collections.abc import Hashable, Sequence
from functools import partial

from bot.clock import SECOND
from bot.errors import (
    AlreadyExists,
    KeyRefused,
    LeaseLost,
    Maintenance,
    MusicApiError,
    NotConnected,
    NotOurs,
    OutOfCredits,
    RateLimited,
    Refused,
    StoreError,
    Unclear,
)
from bot.models import CustomSong, Erased, Extension, Kind, LyricsIdea, QuickSong, Reason, State, Task, WavOf
from bot.store.leases import Lease
from bot.tasks.context import Context
from bot.tasks.holding import Breaker
from bot.tasks.lanes import LEASE, Lane

log = logging.getLogger(__name__)

BUSY_WAIT = 10 * SECOND
"""The service's window for creates; a task that met a full one tries again after it."""


class CreateLane(Lane[tuple[Task, Lease]]):
    name = "create"
    limit = 8
    offers_again = False
    drops_what_is_lost = False  # an answer is stored, whoever holds the row by then

    def __init__(self, context: Context) -> None:
        super().__init__(context.store, context.clock, context.owner)
        self._context = context
        self._breaker = Breaker(context)

    async def due(self, room: int) -> Sequence[tuple[Task, Lease]]:
        """Claims, one by one, since every claim changes whose turn is next."""
        claimed: list[tuple[Task, Lease]] = []
        sending = self._store.sending
        room = min(room, await sending.room(self._context.gate, self._clock.now()))
        allowed = await self._breaker.allowance(room) if room else 0
        while len(claimed) < allowed:
            try:
                found = await sending.claim(self._context.gate, self._owner, LEASE, self._clock.now())
            except StoreError:
                if not claimed:
                    raise
                break  # what is claimed already would never be sent
            if found is None:
                break
            claimed.append(found)
        if allowed and not claimed:
            await self._breaker.nothing_to_try()
        return claimed

    def key(self, item: tuple[Task, Lease]) -> Hashable:
        """A task that is queued again and claimed again is another item: no claim may be dropped."""
        return item[0].id, item[1].number

    async def work(self, item: tuple[Task, Lease]) -> None:
        task, lease = item
        async with self._kept(lease):
            if not await self._may_send(task, lease):
                return
            try:
                service_task_id = await self._send(task)
            except MusicApiError as error:
                log.warning("Request %d: %s: %s", task.id, type(error).__name__, error)
                self._context.metrics.service_call("create", type(error).__name__)
                answered = f"Request {task.id} was answered by {type(error).__name__}"
                await self._stored(answered, partial(self._settle, task, lease, error))
            else:
                self._context.metrics.service_call("create", "ok")
                await self._remember(task, service_task_id)
                await self._breaker.release()

    async def _may_send(self, task: Task, lease: Lease) -> bool:
        """Right before the call. Where the database does not say, nothing is sent, and the row waits again."""
        try:
            await self._store.sending.still_to_send(lease, self._clock.now())
        except LeaseLost:
            raise
        except StoreError as error:
            log.error("Request %d is not sent: %s", task.id, error)
            await self._stored(f"Request {task.id} waits again", partial(self._requeue, lease, None, task.not_before))
            return False
        return True

    async def _send(self, task: Task) -> str:
        """Exactly one call."""
        url = self._context.callback_url(task.callback_key)
        match task.request:
            case QuickSong() | CustomSong() as request:
                return await self._context.api.generate(request, url)
            case Extension() as request:
                return await self._context.api.extend(request, url)
            case LyricsIdea() as request:
                return await self._context.api.write_lyrics(request, url)
            case WavOf() as request:
                return await self._context.api.make_wav(request, url)
            case Erased():
                raise Refused("its text was erased")

    async def _remember(self, task: Task, service_task_id: str) -> None:
        """The id is all that leads to a paid song."""

        async def write() -> None:
            pace = await self._context.viewer.pace(task.kind, task.model)
            first_look = self._clock.now() + pace.next_look(0, self._context.waits.scale)
            await self._store.sending.started(task.id, service_task_id, first_look)

        await self._stored(f"Request {task.id} runs at the service as {service_task_id}", write)

    async def _settle(self, task: Task, lease: Lease, error: MusicApiError) -> None:
        """The table "What the answer means" of docs/life-of-a-task.md."""
        match error:
            case RateLimited():
                wait = error.retry_after or BUSY_WAIT
                await self._requeue(lease, Reason.BUSY, self._clock.now() + wait)
            case Maintenance():
                await self._hold_and_requeue(lease, Reason.MAINTENANCE)
            case NotConnected():
                await self._hold_and_requeue(lease, Reason.UNREACHABLE)
            case OutOfCredits():
                await self._account_refused(task, lease, Reason.SERVICE_EMPTY)
            case KeyRefused():
                await self._account_refused(task, lease, Reason.KEY_REFUSED)
            case Refused():
                await self._fail(task, lease, Reason.WORDS if error.words else Reason.REFUSED)
            case AlreadyExists():
                await self._made_before(task, lease, error)
            case NotOurs():
                await self._fail(task, lease, Reason.REFUSED)
            case Unclear():
                await self._breaker.unclear()

    async def _made_before(self, task: Task, lease: Lease, error: AlreadyExists) -> None:
        """A WAV that was made before is as good as a new one, where its task's id is known; nothing else is."""
        known = None
        if task.kind is Kind.WAV:
            known = error.service_task_id or await self._store.library.earlier_wav(task.source_track_id or 0)
        if known is None:
            await self._fail(task, lease, Reason.REFUSED)
        else:
            await self._remember(task, known)
            await self._breaker.release()

    async def _account_refused(self, task: Task, lease: Lease, reason: Reason) -> None:
        """The first to find it out fails; those that were in flight with it were refused too, and wait on."""
        held = await self._breaker.open(reason, task)
        if held.news:
            await self._stored(f"Request {task.id} is failed", partial(self._end, task, lease, reason))
        else:
            await self._requeue(lease, reason, held.probe_at)

    async def _fail(self, task: Task, lease: Lease, reason: Reason) -> None:
        await self._breaker.release()
        await self._end(task, lease, reason)

    async def _end(self, task: Task, lease: Lease, reason: Reason) -> None:
        ended = await self._store.following.end(lease, task, State.FAILED, reason, self._clock.now())
        self._context.ended(ended)

    async def _hold_and_requeue(self, lease: Lease, reason: Reason) -> None:
        held = await self._breaker.open(reason)
        await self._requeue(lease, reason, held.probe_at)

    async def _requeue(self, lease: Lease, reason: Reason | None, not_before: int) -> None:
        await self._store.sending.requeue(lease, reason, not_before, self._clock.now())
