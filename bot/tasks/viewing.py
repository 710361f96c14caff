"""Gathers views of requests: rows, plus what the durations so far let one expect."""

import time

from bot.clock import SECOND, Clock
from bot.config import Settings
from bot.models import Kind, State
from bot.store.showing import Gathered
from bot.store.store import Store
from bot.tasks.pace import Pace, Waits
from bot.tasks.views import RequestView

PACE_KEPT = 30.0
"""Seconds for which a pace is not asked of the database again."""


class Viewer:
    def __init__(self, store: Store, settings: Settings, clock: Clock) -> None:
        self._store = store
        self._waits = Waits.of(settings)
        self._wait_max = settings.wait_max
        self._per_guild = settings.running_per_guild
        self._clock = clock
        self._started_at = clock.now()
        self._paces: dict[tuple[Kind, str], tuple[float, Pace]] = {}

    async def pace(self, kind: Kind, model: str) -> Pace:
        """From the latest 50 of this kind and model that were watched to their end."""
        at, pace = self._paces.get((kind, model), (0.0, None))
        if pace is None or time.monotonic() - at > PACE_KEPT:
            durations = await self._store.following.durations(kind, model, self._waits.deadline)
            pace = Pace.of(durations, self._waits.scale)
            self._paces[kind, model] = (time.monotonic(), pace)
        return pace

    async def view(self, task_id: int, guild_id: int | None = None) -> RequestView | None:
        gathered = await self._store.showing.gather(task_id, self._clock.now(), guild_id)
        return await self.of(gathered) if gathered else None

    async def open_in_guild(self, guild_id: int, many: int = 100) -> list[RequestView]:
        """Waiting and running ones, the oldest first."""
        return [
            await self.of(one) for one in await self._store.showing.open_in_guild(guild_id, self._clock.now(), many)
        ]

    async def of(self, gathered: Gathered) -> RequestView:
        task, hold = gathered.task, gathered.hold
        pace = await self.pace(task.kind, task.model)
        sent_at = task.sent_at
        rounds = max(0, gathered.place - 1) // min(self._per_guild, gathered.per_guild or self._per_guild)
        done_at = sent_at + pace.median if sent_at else task.created_at + pace.median * (1 + rounds)
        slow = task.state is State.RUNNING and sent_at is not None and self._clock.now() > sent_at + pace.late
        return RequestView(
            task=task,
            quota=gathered.quota,
            place=gathered.place,
            waiting=gathered.waiting,
            usually_done_at=-(-done_at // (10 * SECOND)) * 10 * SECOND,
            slow=slow,
            given_up_at=self._deadline(sent_at) if sent_at else task.created_at + self._wait_max,
            down_since=hold.since if hold else None,
            held=hold.reason if hold else None,
            tracks=gathered.tracks,
            posted=gathered.posted,
            drafts=gathered.drafts,
            missing=gathered.lost + sum(not track.audio_url for track in gathered.tracks),
        )

    def _deadline(self, sent_at: int) -> int:
        """One that was over before this process could ask begins anew."""
        moment = sent_at + self._waits.deadline
        return moment if moment > self._started_at else self._started_at + self._waits.deadline
