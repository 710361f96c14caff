"""The poll lane: looks at tasks that are at the service, and decides from their tracks."""

import logging
from collections.abc import Hashable, Sequence

from bot.clock import DAY, MINUTE
from bot.errors import KeyRefused, LeaseLost, MusicApiError, NotOurs, RateLimited
from bot.models import Kind, Reason, Stage, State, Task
from bot.music_api.wire import LyricsInfo, RecordInfo, WavInfo
from bot.store.leases import Lease
from bot.store.outcomes import NewDrafts, NewSongs, NewTrack, NewWav
from bot.tasks.context import Context
from bot.tasks.holding import Breaker
from bot.tasks.lanes import Lane
from bot.tasks.verdicts import Done, Lost, Underway, Verdict, verdict_on, verdict_on_lyrics, verdict_on_wav

log = logging.getLogger(__name__)


class PollLane(Lane[Task]):
    name = "poll"
    limit = 16

    def __init__(self, context: Context) -> None:
        super().__init__(context.store, context.clock, context.owner)
        self._context = context
        self._breaker = Breaker(context)

    async def due(self, room: int) -> Sequence[Task]:
        return await self._store.following.due(self._clock.now(), room)

    def key(self, item: Task) -> Hashable:
        return item.id

    async def work(self, item: Task) -> None:
        async with self._leased(item.id) as lease:
            view = await self._context.viewer.view(item.id) if lease else None
            if lease is None or view is None or view.task.next_poll_at is None:
                return
            task = view.task
            if task.host != self._context.api.host:
                await self._blind(task, lease)
                return
            try:
                await self._check(lease)
                verdict = await self._look(task)
            except MusicApiError as error:
                await self._no_answer(task, lease, error)
            else:
                await self._act(task, lease, verdict)

    async def _look(self, task: Task) -> Verdict:
        """Raises `NotOurs` where an id that only a callback named turns out to be nobody's, or another's."""
        api, service_task_id = self._context.api, task.service_task_id or task.hinted_id or ""
        info: RecordInfo | LyricsInfo | WavInfo
        match task.kind:
            case Kind.LYRICS:
                info = await api.lyrics_info(service_task_id)
                verdict = verdict_on_lyrics(info)
            case Kind.WAV:
                info = await api.wav_info(service_task_id)
                verdict = verdict_on_wav(info)
            case _:
                info = await api.record_info(service_task_id)
                verdict = verdict_on(info)
        if not info.present and task.service_task_id is None:
            raise NotOurs("an id named by a callback")
        return verdict

    async def _act(self, task: Task, lease: Lease, verdict: Verdict) -> None:
        if task.service_task_id is None:
            task = await self._named_by_callback(task)
        match verdict:
            case Done():
                await self._ready(task, lease, verdict.brought)
            case Lost() if task.state is State.RUNNING:
                await self._end(task, lease, verdict.reason)
            case Lost():
                await self._look_again(task, lease, None)
            case Underway():
                await self._not_yet(task, lease, verdict.stage, verdict.tracks)

    async def _named_by_callback(self, task: Task) -> Task:
        """The create's answer was lost, but a callback named the id and record-info knows it: so it is running."""
        started = await self._store.sending.started(task.id, task.hinted_id or "", self._clock.now())
        if started is None:  # the answer came after all
            raise LeaseLost(f"create {task.id}")
        log.warning("Request %d was found at the service through its callback", task.id)
        return started

    async def _not_yet(self, task: Task, lease: Lease, stage: Stage, tracks: Sequence[NewTrack]) -> None:
        """A part of the songs is better than none, once no more is waited for."""
        now, playable = self._clock.now(), any(track.audio_url for track in tracks)
        if task.state is not State.RUNNING:
            last = self._late_look(task, now) is None
            await (self._ready(task, lease, tracks) if playable and last else self._late(task, lease))
        elif now > (task.sent_at or now) + self._context.waits.deadline:
            await (self._ready(task, lease, tracks) if playable else self._end(task, lease, Reason.DEADLINE))
        else:
            further = max(stage, task.stage, key=list(Stage).index)
            following = now + await self._pause(task, now)
            await self._store.following.progress(lease, further, NewSongs(tracks, self._expiry(task)), following, now)

    async def _no_answer(self, task: Task, lease: Lease, error: MusicApiError) -> None:
        """Nothing is concluded from silence, except that a deadline or grace that is over stays over.

        After a start both begin anew: the network may be back later than the bot, and the songs be made already.
        """
        now = self._clock.now()
        if isinstance(error, KeyRefused):
            await self._breaker.open(Reason.KEY_REFUSED, task)  # found out before it costs a create
        self._context.metrics.service_call("record-info", type(error).__name__)
        log.warning("Request %d cannot be looked at: %s", task.id, type(error).__name__)
        if task.state is State.SUBMITTING:
            await self._still_unnamed(task, lease, error)
        elif task.state is not State.RUNNING:
            await self._late(task, lease, self._context.started_at)
        elif now - self._patience(error) > self._asked_since(task, now) + self._context.waits.deadline:
            await self._end(task, lease, Reason.DEADLINE)
        else:
            named = (error.retry_after or 0) if isinstance(error, RateLimited) else 0
            await self._look_again(task, lease, now + max(named, await self._pause(task, now)))

    def _patience(self, error: MusicApiError) -> int:
        """With a key that is refused nobody can tell how the songs are; the host has as long as any request waits."""
        return self._context.waits.scaled(self._context.settings.wait_max) if isinstance(error, KeyRefused) else 0

    async def _still_unnamed(self, task: Task, lease: Lease, error: MusicApiError) -> None:
        now = self._clock.now()
        if isinstance(error, NotOurs):
            await self._store.following.forget_hint(lease, task.hinted_id, now)
        elif now > self._asked_since(task, now) + self._context.waits.grace:
            late = self._late_look(task, now)
            ended = await self._store.following.end(lease, task, State.UNKNOWN, Reason.UNCLEAR, now, late)
            self._context.ended(ended)
        else:
            await self._look_again(task, lease, now + self._context.waits.scaled(MINUTE))

    async def _blind(self, task: Task, lease: Lease) -> None:
        """The row belongs to another host or profile than the one in use; its key is not at hand."""
        now, waits = self._clock.now(), self._context.waits
        age = now - (task.sent_at or now)
        if task.state is State.RUNNING and age > waits.deadline:
            await self._end(task, lease, Reason.DEADLINE)
        elif task.state is State.SUBMITTING and age > waits.grace:
            ended = await self._store.following.end(lease, task, State.UNKNOWN, Reason.UNCLEAR, now)
            self._context.ended(ended)
        elif task.state in {State.RUNNING, State.SUBMITTING}:
            await self._look_again(task, lease, now + waits.scaled(MINUTE))
        else:
            await self._late(task, lease)

    async def _ready(self, task: Task, lease: Lease, brought: Sequence[NewTrack] | NewDrafts | NewWav) -> None:
        now = self._clock.now()
        outcome = brought if isinstance(brought, NewDrafts | NewWav) else NewSongs(brought, self._expiry(task))
        became = await self._store.following.ready(lease, outcome, now)
        if became is None:  # it was brought before, or another request brings it: nothing is left to look for
            await self._look_again(task, lease, None)
        elif became.state is not State.READY:  # all of it was posted on the way
            self._context.ended(became)

    async def _has_songs(self, task: Task) -> bool:
        view = await self._context.viewer.view(task.id)
        return view is not None and any(track.audio_url for track in view.tracks)

    async def _end(self, task: Task, lease: Lease, reason: Reason) -> None:
        """A song that could be downloaded before the rest failed is kept, and so is the price."""
        if await self._has_songs(task):
            await self._ready(task, lease, ())
            return
        now = self._clock.now()
        late = self._late_look(task, now) if reason is Reason.DEADLINE else None
        self._context.ended(await self._store.following.end(lease, task, State.FAILED, reason, now, late))

    async def _late(self, task: Task, lease: Lease, since: int = 0) -> None:
        await self._look_again(task, lease, self._late_look(task, self._clock.now(), since))

    def _late_look(self, task: Task, now: int, since: int = 0) -> int | None:
        """Counted from the deadline, from when the task was given up, or from `since`, whichever is last."""
        given_up_at = max((task.sent_at or now) + self._context.waits.deadline, task.ended_at or now, since)
        return self._context.waits.late_look(given_up_at, now)

    async def _look_again(self, task: Task, lease: Lease, at: int | None) -> None:
        await self._store.following.looked(lease, at, self._clock.now())

    def _asked_since(self, task: Task, now: int) -> int:
        """Since when this process has had a chance to hear of the task."""
        return max(task.sent_at or now, self._context.started_at)

    async def _pause(self, task: Task, now: int) -> int:
        pace = await self._context.viewer.pace(task.kind, task.model)
        return pace.next_look(now - (task.sent_at or now), self._context.waits.scale)

    def _expiry(self, task: Task) -> int:
        """The service counts from the making, which no look tells; rather some minutes early than days late."""
        return (task.sent_at or self._clock.now()) + self._context.profile.retention_days * DAY
