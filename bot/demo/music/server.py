"""The stand-in as a server on a loopback port."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Self, TypedDict, Unpack

from aiohttp import web

from bot.demo.music.asking import Asker
from bot.demo.music.callbacks import Messenger
from bot.demo.music.clock import MovableClock
from bot.demo.music.endpoints import Endpoints
from bot.demo.music.faults import Faults
from bot.demo.music.house import HOUSES
from bot.demo.music.log import Call, CallLog
from bot.demo.music.media import MediaHost
from bot.demo.music.service import Service
from bot.demo.music.tasks import Task

log = logging.getLogger(__name__)
TICK_SECONDS = 0.05
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class StandInSettings(TypedDict, total=False):
    """What `MusicStandIn` may be made with."""

    profile: str
    speed: float
    credits: float
    key: str
    seed: int
    song_seconds: float
    prepare: bool
    webhook_key: str | None


class MusicStandIn:
    """A strict music service: nine endpoints, files and callbacks.

    `speed` divides the time that tasks take (75 to 120 s for songs) and the windows of the rate limits. `song_seconds`
    is the length that songs come near; a song of 30 s takes half a second of a processor. `prepare` makes the files of
    a task while it runs instead of when they are fetched. `credits` are credits as the service counts them.
    """

    def __init__(
        self,
        *,
        profile: str = "apibox",
        speed: float = 1.0,
        credits: float = 1000.0,
        key: str = "demo-key",
        seed: int = 1,
        song_seconds: float = 30.0,
        prepare: bool = False,
        webhook_key: str | None = None,
    ) -> None:
        self.key = key
        self.faults = Faults()
        self.calls = CallLog()
        self.service = Service(HOUSES[profile], speed=speed, seed=seed, song_seconds=song_seconds)
        self.add_key(key, credits)
        self._prepare = prepare
        self._webhook_key = webhook_key
        self.media = MediaHost(self.service, self.faults, self.calls)
        self._address = ""
        self._background: set[asyncio.Task[None]] = set()

    @classmethod
    async def start(cls, host: str = "127.0.0.1", port: int = 0, **settings: Unpack[StandInSettings]) -> Self:
        """Open it; `settings` are those of the class. Close it with `close`."""
        stand_in = cls(**settings)
        await stand_in.open(host, port)
        return stand_in

    async def open(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self._runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        self._address = f"{host}:{self._runner.addresses[0][1]}"
        asker = Asker(self.service, self.url)
        self.callbacks = Messenger(self.service, asker, self._webhook_key)
        self._endpoints.asker = asker
        self.service.on_stage = self._stage_passed
        self._keep(self._tick())

    async def close(self) -> None:
        self.faults.clear()
        for running in list(self._background):
            running.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        await self.callbacks.close()
        await self._runner.cleanup()
        self.media.close()

    async def __aenter__(self) -> Self:
        if not self._address:
            await self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    # -- what tests and the demo use ----------------------------------------------------------------------------

    @property
    def url(self) -> str:
        """For MUSIC_API_URL."""
        return f"http://{self._address}"

    @property
    def media_host(self) -> str:
        """For MEDIA_TRUSTED_HOSTS."""
        return self._address

    @property
    def clock(self) -> MovableClock:
        return self.service.clock

    @property
    def tasks(self) -> dict[str, Task]:
        return self.service.tasks

    @property
    def credits(self) -> float:
        """Of the first key."""
        return self.service.credits[self.key] / 1000

    @credits.setter
    def credits(self, credits: float) -> None:
        self.service.credits[self.key] = round(credits * 1000)

    @property
    def maintenance(self) -> bool:
        return self.service.maintenance

    @maintenance.setter
    def maintenance(self, on: bool) -> None:
        self.service.maintenance = on
        if not on:
            self.service.maintenance_until = 0

    @property
    def speed(self) -> float:
        return self.service.speed

    @speed.setter
    def speed(self, speed: float) -> None:
        """Counts for tasks that start from now on."""
        self.service.speed = speed

    def add_key(self, key: str, credits: float = 1000.0) -> None:
        """Another account."""
        self.service.credits[key] = round(credits * 1000)

    async def wait_for(self, endpoint: str, count: int = 1, within: float = 60.0) -> list[Call]:
        return await self.calls.wait_for(endpoint, count, within)

    def finish(self) -> None:
        """Jump to the end of everything that runs."""
        latest = max((task.due()[-1][0] for task in self.tasks.values() if not task.ended and task.due()), default=0)
        self.clock.advance(max(0.0, (latest - self.clock.now_ms() + 1) / 1000))
        self.service.pass_time()

    # -- inside -------------------------------------------------------------------------------------------------

    def _application(self) -> web.Application:
        self._endpoints = Endpoints(self.service, self.faults, self.calls)
        app = web.Application(middlewares=[_json_errors], client_max_size=1_000_000)
        app.add_routes([*self._endpoints.routes(), *self.media.routes()])
        return app

    async def _tick(self) -> None:
        """Stages pass, and callbacks go out, even when nobody asks."""
        while True:
            upcoming = self.service.pass_time()
            left = TICK_SECONDS if upcoming is None else (upcoming - self.clock.now_ms()) / 1000
            await asyncio.sleep(min(TICK_SECONDS, max(0.002, left)))

    def _stage_passed(self, task: Task, stage: str) -> None:
        self.callbacks.announce(task, stage)
        if self._prepare and stage == "TEXT_SUCCESS":
            self._keep(self._make_files(task))

    async def _make_files(self, task: Task) -> None:
        for clip in task.clips:
            await self.media.prepare(clip)

    def _keep(self, work: Coroutine[None, None, None]) -> None:
        running = asyncio.create_task(work, name="music stand-in")
        self._background.add(running)
        running.add_done_callback(self._finished)

    def _finished(self, running: asyncio.Task[None]) -> None:
        self._background.discard(running)
        if not running.cancelled() and (error := running.exception()):
            log.error("the music stand-in stumbled", exc_info=error)


@web.middleware
async def _json_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A wrong path or method is told in the envelope too; a caller who hangs up in the middle of a file is no error."""
    try:
        return await handler(request)
    except ConnectionError:
        return web.Response(status=499)
    except web.HTTPException as error:
        text = json.dumps({"code": error.status, "msg": error.reason, "data": None})
        return web.Response(status=error.status, text=text, content_type="application/json")
