"""What every lane works with."""

import logging
import os
from dataclasses import dataclass

from bot.clock import SECOND, Clock
from bot.config import Settings
from bot.ids import new_id
from bot.metrics import Metrics
from bot.models import State, Task
from bot.music_api.client import MusicApi
from bot.music_api.profiles import Profile
from bot.store.sending import Gate
from bot.store.store import Store
from bot.tasks.pace import Waits
from bot.tasks.ports import Courier
from bot.tasks.viewing import Viewer

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Context:
    """`owner` names this process in leases; `started_at` is its birth, before which it asked nobody."""

    store: Store
    api: MusicApi
    courier: Courier
    viewer: Viewer
    profile: Profile
    settings: Settings
    waits: Waits
    metrics: Metrics
    clock: Clock
    owner: str
    started_at: int

    @classmethod
    def of(
        cls,
        store: Store,
        api: MusicApi,
        courier: Courier,
        viewer: Viewer,
        profile: Profile,
        settings: Settings,
        metrics: Metrics,
        clock: Clock,
    ) -> "Context":
        """For a worker that is born now."""
        now = clock.now()
        owner = f"{os.getpid()}-{new_id(now)}"
        return cls(store, api, courier, viewer, profile, settings, Waits.of(settings), metrics, clock, owner, now)

    @property
    def gate(self) -> Gate:
        """The service takes 20 creates in 10 s for an account, counted as they arrive, and drops what is over."""
        return Gate(
            20, self.waits.scaled(11 * SECOND), self.settings.running_per_guild, self.settings.running_per_member
        )

    def ended(self, task: Task | None) -> None:
        """Count a task as an arrow left it, None where it took no effect; what is unclear is told to the log."""
        self.metrics.ended(task)
        if task is not None and task.state is State.UNKNOWN:
            log.error("Request %d is unclear: the service did not say whether it took it", task.id)

    def callback_url(self, key: str) -> str | None:
        base = self.settings.public_url
        return f"{base.rstrip('/')}/callbacks/{key}" if base else None
