"""The core without Discord: a real store on a file, the real client and the music stand-in, a fake courier."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import TypeVar

from bot.clock import MINUTE, SECOND
from bot.config import Settings
from bot.demo.music import MusicStandIn
from bot.metrics import Metrics
from bot.models import Request, State, Task
from bot.music_api.client import MusicApi
from bot.music_api.profiles import profile_named
from bot.store.quotas import QuotaRules
from bot.store.store import Store
from bot.tasks.context import Context
from bot.tasks.desk import Desk
from bot.tasks.ports import Courier
from bot.tasks.shelf import Shelf
from bot.tasks.viewing import Viewer
from bot.tasks.views import RequestView
from bot.tasks.worker import Worker
from tests.clocks import FakeClock
from tests.couriers import FakeCourier
from tests.stores import GUILD, IDEA, asked


class Workshop:
    """Moves by hand: `pass_time` turns both clocks, `step` lets the worker do what is due."""

    def __init__(self, store: Store, api: MusicApi, music: MusicStandIn, settings: Settings, clock: FakeClock) -> None:
        self.store, self.api, self.music, self.settings, self.clock = store, api, music, settings, clock
        self.courier = FakeCourier()
        self._interaction = 0
        self.restart()

    def restart(self) -> None:
        """A new process on the same rows: everything in memory is gone."""
        profile = profile_named(self.settings.music_api_profile)
        viewer = Viewer(self.store, self.settings, self.clock)
        self.desk = Desk(self.store, self.api, viewer, profile, self.settings, self.clock)
        self.shelf = Shelf(self.store, self.api, profile, self.clock)
        self.metrics = Metrics()
        context = (self.store, self.api, self.the_courier, viewer, profile, self.settings, self.metrics, self.clock)
        self.worker = Worker(Context.of(*context))

    def carry_on(self, before: "Workshop") -> None:
        """On the rows of another workshop: Discord numbers its interactions on."""
        self._interaction = before._interaction

    @property
    def the_courier(self) -> Courier:
        return self.courier

    async def ask(self, request: Request = IDEA, *, member: int = 100, guild: int = GUILD, confirm: bool = True) -> int:
        """Accept a request and, unless told otherwise, confirm it as a command does; its number."""
        self._interaction += 1
        asking = asked(self._interaction, member=member, guild=guild, request=request)
        view = (await self.desk.accept(asking)).view
        if confirm:
            await self.desk.confirm(view, 5_000 + self._interaction)
        return view.task.id

    async def step(self, times: int = 1) -> None:
        for _ in range(times):
            await self.worker.step()

    def pass_time(self, milliseconds: int) -> None:
        self.clock.advance(milliseconds)
        self.music.clock.advance(milliseconds / 1000)

    async def until_over(self, task_id: int, within: int = 10 * MINUTE) -> Task:
        """Step every five seconds of the clocks until the task has ended and its message shows it."""
        for _ in range(within // (5 * SECOND)):
            await self.step()
            self.pass_time(5 * SECOND)
            task = await self.task(task_id)
            if task.ended_at is not None and task.version == task.shown_version:
                await self.step(2)
                return task
        raise AssertionError(f"still {(await self.task(task_id)).state} after {within} ms")

    async def task(self, task_id: int) -> Task:
        return (await self.view(task_id)).task

    async def view(self, task_id: int) -> RequestView:
        return await self.desk.view(task_id, GUILD)

    async def state(self, task_id: int) -> State:
        return (await self.task(task_id)).state

    @property
    def creates(self) -> int:
        return self.music.calls.count("generate")

    async def used(self) -> int:
        """What the guild has used, after a look at the books."""
        assert await self.store.quotas.differences() == []
        return (await self.desk.quota(GUILD)).used


Room = TypeVar("Room", bound=Workshop)


def workshop(folder: Path, **settings: str) -> AbstractAsyncContextManager[Workshop]:
    """`settings` are named as in the environment, in lower case."""
    return workshop_of(Workshop, folder, **settings)


@asynccontextmanager
async def workshop_of(made: type[Room], folder: Path, **settings: str) -> AsyncIterator[Room]:
    async with MusicStandIn(song_seconds=4.0, profile=settings.get("music_api_profile", "apibox")) as music:
        environ = {
            "DISCORD_TOKEN": "token",
            "MUSIC_API_KEY": music.key,
            "MUSIC_API_URL": music.url,
            **{name.upper(): value for name, value in settings.items()},
        }
        loaded = Settings.load(environ, None)
        rules = QuotaRules(loaded.quota_default, loaded.quota_period, loaded.quota_max, loaded.quota_total)
        profile = profile_named(loaded.music_api_profile)
        async with (
            MusicApi.open(profile, music.key, music.url) as api,
            Store.open(f"sqlite:///{folder}/minstrel.db", rules, api.host) as store,
        ):
            yield made(store, api, music, loaded, FakeClock())
