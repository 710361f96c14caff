"""The desk: what commands and buttons may ask of the core. It never calls the service to spend anything."""

import asyncio
import contextlib
import time
from dataclasses import dataclass

from bot.clock import SECOND, Clock
from bot.config import Settings
from bot.errors import AlreadySent, BlockedWord, GuildNotAllowed, NotFound, NotYours, StoreError
from bot.guild_rules import GuildSettings
from bot.metrics import Metrics
from bot.models import KIND_OF_MODE, Asked, Delivery, Kind, QuickSong, Quota, Request, State, Task, Track
from bot.music_api.client import MusicApi
from bot.music_api.profiles import Profile
from bot.store.holds import Hold
from bot.store.intake import Intaken, Terms
from bot.store.showing import Gathered
from bot.store.store import Store
from bot.tasks import limits
from bot.tasks.archive import Archive
from bot.tasks.bureau import Bureau
from bot.tasks.office import Office
from bot.tasks.pace import Waits
from bot.tasks.showing import BETWEEN_EDITS
from bot.tasks.treasury import Treasury
from bot.tasks.viewing import Viewer
from bot.tasks.views import RequestView
from bot.tasks.worker import Worker

CREDITS_KEPT = 60.0
"""Seconds for which the service's credits are not asked again."""

BETWEEN_LOOKS = 3 * SECOND
"""The least time between two looks at a task, however many callbacks come for it."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """`fresh` is False when this interaction had been accepted before; nothing was charged again."""

    view: RequestView
    fresh: bool


class Desk:
    def __init__(
        self,
        store: Store,
        api: MusicApi,
        viewer: Viewer,
        profile: Profile,
        settings: Settings,
        clock: Clock,
        metrics: Metrics | None = None,
    ) -> None:
        self.metrics = metrics or Metrics()
        self.profile = profile
        self.settings = settings
        self.worker: Worker | None = None
        self.office = Office(store, profile, settings, clock)
        self.archive = Archive(store, clock)
        self.bureau = Bureau(store, api.host, profile, clock)
        self.treasury = Treasury(store, clock)
        self._store = store
        self._api = api
        self._viewer = viewer
        self._clock = clock
        self._credits: tuple[float, int, int] | None = None

    @property
    def default_model(self) -> str:
        return self.settings.default_model or self.profile.default_model

    def price(self, kind: Kind) -> int:
        """The host's price, else the profile's."""
        return (self.settings.prices or {}).get(kind, self.profile.prices[kind])

    def check(self, request: Request) -> None:
        """Raises `UnknownModel`, `Missing` or `TooLong`. What has no model yet is checked when it has one."""
        if not _lacks_model(request):
            limits.check(request, self.profile)

    def _completed(self, request: Request, chosen: GuildSettings) -> Request:
        """With a model, one that the guild allows, and within the limits of that."""
        if _lacks_model(request):
            request = request.model_copy(update={"model": self.office.default_model(chosen)})
        limits.check(request, self.profile)
        if model := getattr(request, "model", ""):
            self.office.check_model(chosen, model)
        return request

    async def accept(self, asked: Asked) -> Acceptance:
        """Take the price and queue the request; it waits until `confirm` says that the member has been answered.

        Raises `UnknownModel`, `Missing`, `TooLong`, `ModelNotAllowed`, `GuildNotAllowed`, what `guild_rules.check`
        raises, `QuotaPaused`, `NotEnoughCredits`, `ShareUsedUp`, `HostLimitReached`, `AlreadyAsked`; then nothing was
        taken. One transaction, keyed by the interaction's id.
        """
        if not self.settings.allows(asked.guild_id):
            raise GuildNotAllowed
        price = self.price(KIND_OF_MODE[asked.request.mode])
        source = getattr(asked.request, "track_id", None)
        terms = Terms(self.profile.name, self._api.host, price, source, self._completed)
        taken = await self._take(asked, terms)
        gathered = Gathered(
            taken.task, taken.quota, (), 0, taken.place, taken.waiting, taken.hold, per_guild=taken.per_guild
        )
        return Acceptance(await self._viewer.of(gathered), taken.fresh)

    async def _take(self, asked: Asked, terms: Terms) -> Intaken:
        try:
            return await self._store.intake.accept(asked, terms, self._clock.now())
        except BlockedWord as error:
            with contextlib.suppress(StoreError):  # a count is not worth another answer
                await self._store.guilds.count_blocked(asked.guild_id, error.word)
            raise

    async def confirm(self, view: RequestView, message_id: int) -> None:
        """The member sees the public status message, which shows `view`."""
        now = self._clock.now()
        task = view.task
        await self._store.intake.confirm(task.id, message_id, task.version, view.digest, now, now + BETWEEN_EDITS)
        self.wake()

    async def confirm_privately(self, task_id: int) -> None:
        """The member was answered by a private defer; the worker posts the status message."""
        await self._store.intake.confirm_privately(task_id, self._clock.now())
        self.wake()

    async def withdraw(self, task_id: int) -> None:
        """Discord refused the answer for good: cancelled and given back, for nothing was promised."""
        self.metrics.ended(await self._store.intake.withdraw(task_id, self._clock.now()))

    async def view(self, task_id: int, guild_id: int) -> RequestView:
        """Raises `NotFound`, for a request of another guild as well."""
        view = await self._viewer.view(task_id, guild_id)
        if view is None:
            raise NotFound
        return view

    async def cancel(self, task_id: int, guild_id: int, member_id: int, *, manager: bool) -> RequestView:
        """Raises `NotFound`, `NotYours`, `AlreadySent`."""
        view = await self.view(task_id, guild_id)
        if view.task.member_id != member_id and not manager:
            raise NotYours
        cancelled = await self._store.intake.cancel(task_id, guild_id, self._clock.now())
        if cancelled is None and (await self.view(task_id, guild_id)).task.state is not State.CANCELLED:
            raise AlreadySent
        self.metrics.ended(cancelled)
        self.wake()
        return await self.view(task_id, guild_id)

    async def open_requests(self, guild_id: int) -> list[RequestView]:
        """Waiting and running ones, the oldest first, at most 100."""
        return await self._viewer.open_in_guild(guild_id)

    async def quota(self, guild_id: int) -> Quota:
        return await self._store.quotas.state(guild_id, self._clock.now())

    async def track_of_delivery(self, delivery_id: int, guild_id: int) -> tuple[Delivery, Task, Track]:
        """Raises `NotFound`, for a song of another guild as well."""
        found = await self._store.deliveries.of_song(delivery_id, guild_id)
        if found is None:
            raise NotFound
        return found

    async def mark_deleted(self, delivery_id: int, guild_id: int) -> None:
        await self._store.deliveries.mark_deleted(delivery_id, guild_id, self._clock.now())

    async def language(self, guild_id: int) -> str | None:
        """The locale of public messages that a manager has set; None where the server's own holds."""
        return (await self.office.settings(guild_id)).language or None

    async def credits(self) -> tuple[int, int]:
        """The service's account in thousandths, and when it was asked.

        Raises `MusicApiError`, and `TimeoutError` after 2 s.
        """
        if self._credits is None or time.monotonic() - self._credits[0] > CREDITS_KEPT:
            async with asyncio.timeout(2):
                left = await self._api.credits()
            self._credits = (time.monotonic(), left, self._clock.now())
        return self._credits[1], self._credits[2]

    async def hold(self) -> Hold | None:
        """Why and since when the service takes no requests; None while it does."""
        return await self._store.sending.hold()

    async def hint(self, callback_key: str, service_task_id: str | None) -> bool:
        """A callback came; whether its key is known. It only makes the worker look at once."""
        gap = Waits.of(self.settings).scaled(BETWEEN_LOOKS)
        known = await self._store.following.hint(callback_key, service_task_id, self._clock.now(), gap)
        if known:
            self.wake()
        return known

    def wake(self) -> None:
        if self.worker is not None:
            self.worker.wake()


def _lacks_model(request: Request) -> bool:
    return isinstance(request, QuickSong) and not request.model
