"""The bot's own HTTP server."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Self

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from bot.clock import Clock, SystemClock
from bot.errors import BotError, ConfigError
from bot.metrics import Metrics
from bot.web.callbacks import LARGEST_BODY, Callbacks, Hint

Checks = Callable[[], Awaitable[Mapping[str, bool]]]
"""Tells by name what must hold for the bot to be of use: `gateway`, `database`, `worker`."""

CHECK_PATIENCE = 2.0


class WebServer:
    """Open while its `async with` runs. `webhook_key` is kie's; raises `ConfigError` where the port is taken."""

    def __init__(
        self,
        host: str,
        port: int,
        metrics: Metrics,
        *,
        checks: Checks,
        hint: Hint,
        webhook_key: str | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._host = host
        self._port = port
        self._metrics = metrics
        self._checks = checks
        self._callbacks = Callbacks(hint, clock or SystemClock(), metrics, webhook_key)
        app = web.Application(client_max_size=LARGEST_BODY)
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/readyz", self._readyz)
        app.router.add_get("/metrics", self._metrics_text)
        app.router.add_post("/callbacks/{key:[A-Za-z0-9_-]{8,64}}", self._callbacks.receive)
        self._runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=2)

    @property
    def port(self) -> int:
        """The port in use, also where any free one was asked for."""
        address: tuple[str, int] = self._runner.addresses[0]
        return address[1]

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError as error:
            await self._runner.cleanup()
            raise ConfigError(f"HTTP_HOST, HTTP_PORT: cannot listen there ({error.strerror})") from error
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()
        await self._callbacks.finish()

    async def _healthz(self, _: web.Request) -> web.Response:
        return web.Response(text="alive\n")

    async def _readyz(self, _: web.Request) -> web.Response:
        try:
            async with asyncio.timeout(CHECK_PATIENCE):
                failing = [name for name, holds in (await self._checks()).items() if not holds]
        except (TimeoutError, BotError):
            failing = ["checks"]
        return web.json_response({"ready": not failing, "failing": failing}, status=503 if failing else 200)

    async def _metrics_text(self, _: web.Request) -> web.Response:
        return web.Response(body=self._metrics.text(), headers={"Content-Type": CONTENT_TYPE_LATEST})
