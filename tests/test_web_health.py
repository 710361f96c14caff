"""Health and metrics, asked over a socket."""

import asyncio
from collections.abc import AsyncIterator, Mapping

import aiohttp
import pytest

from bot.errors import ConfigError, StoreError
from bot.metrics import Metrics
from bot.web.server import WebServer


class State:
    def __init__(self) -> None:
        self.checks: dict[str, bool] = {"gateway": True, "database": True, "worker": True}
        self.error: Exception | None = None

    async def read(self) -> Mapping[str, bool]:
        if self.error:
            raise self.error
        return self.checks


async def nobody(_: str, __: str | None) -> bool:
    return False


@pytest.fixture
def state() -> State:
    return State()


@pytest.fixture
async def server(state: State) -> AsyncIterator[WebServer]:
    metrics = Metrics()
    metrics.given_back(400)
    async with WebServer("127.0.0.1", 0, metrics, checks=state.read, hint=nobody) as opened:
        yield opened


async def get(server: WebServer, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{server.port}{path}") as answer:
        return answer.status, await answer.text()


async def test_a_living_process_is_healthy_whatever_else_fails(server: WebServer, state: State) -> None:
    state.checks["gateway"] = False
    assert await get(server, "/healthz") == (200, "alive\n")


async def test_ready_when_everything_holds(server: WebServer) -> None:
    assert await get(server, "/readyz") == (200, '{"ready": true, "failing": []}')


async def test_what_fails_is_named(server: WebServer, state: State) -> None:
    state.checks |= {"gateway": False, "worker": False}
    assert await get(server, "/readyz") == (503, '{"ready": false, "failing": ["gateway", "worker"]}')


@pytest.mark.parametrize("error", [StoreError("the disk is full"), TimeoutError()])
async def test_not_ready_when_the_checks_themselves_fail(server: WebServer, state: State, error: Exception) -> None:
    state.error = error
    assert await get(server, "/readyz") == (503, '{"ready": false, "failing": ["checks"]}')


async def test_metrics_are_shown_as_text(server: WebServer) -> None:
    status, text = await get(server, "/metrics")
    assert status == 200
    assert "minstrel_credits_given_back_total 0.4" in text.splitlines()


async def test_a_taken_port_is_told_in_words(server: WebServer, state: State) -> None:
    with pytest.raises(ConfigError, match="HTTP_PORT"):
        async with WebServer("127.0.0.1", server.port, Metrics(), checks=state.read, hint=nobody):
            pass


async def test_a_closed_server_listens_no_more(state: State) -> None:
    async with WebServer("127.0.0.1", 0, Metrics(), checks=state.read, hint=nobody) as server:
        port = server.port
    with pytest.raises(OSError, match=str(port)):
        await asyncio.open_connection("127.0.0.1", port)
