"""Callbacks of the music service, sent over a socket as the service would."""

import asyncio
import base64
import hashlib
import hmac
import json
import logging
from collections.abc import AsyncIterator, Callable

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import webhook_key
from bot.clock import HOUR
from bot.config import Settings
from bot.errors import StoreError
from bot.metrics import Metrics
from bot.music_api.profiles import profile_named
from bot.web import callbacks
from bot.web.callbacks import LARGEST_BODY, MOST_IN_HAND, task_id_in
from bot.web.server import WebServer
from bot.web.signature import FRESH
from tests.clocks import NOON, FakeClock

KEY = "Zk3vW8y_Nn-4qTzRk2aB1w"
MUSIC = {"code": 200, "data": {"callbackType": "complete", "task_id": "4b1e", "data": [{"id": "x", "prompt": "la"}]}}


class Desk:
    """Knows one key, and notes what it was told."""

    def __init__(self) -> None:
        self.hints: list[tuple[str, str | None]] = []
        self.error: Exception | None = None
        self.free = asyncio.Event()
        """While it is not set the desk is slow."""
        self.free.set()

    async def hint(self, key: str, service_task_id: str | None) -> bool:
        await self.free.wait()
        if self.error:
            raise self.error
        if key == KEY:
            self.hints.append((key, service_task_id))
        return key == KEY


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> float:
    """What it is in life. Here only what is staged to be slow is answered before it is noted."""
    in_life = callbacks.PATIENCE
    monkeypatch.setattr(callbacks, "PATIENCE", 60)
    return in_life


async def all_well() -> dict[str, bool]:
    return {}


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
async def server(desk: Desk) -> AsyncIterator[WebServer]:
    async with WebServer("127.0.0.1", 0, Metrics(), checks=all_well, hint=desk.hint) as opened:
        yield opened


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
async def strict(desk: Desk, clock: FakeClock, metrics: Metrics) -> AsyncIterator[WebServer]:
    async with WebServer(
        "127.0.0.1", 0, metrics, checks=all_well, hint=desk.hint, webhook_key="hush", clock=clock
    ) as opened:
        yield opened


async def send(server: WebServer, body: object, key: str = KEY, headers: dict[str, str] | None = None) -> int:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    url = f"http://127.0.0.1:{server.port}/callbacks/{key}"
    async with aiohttp.ClientSession() as session, session.post(url, data=data, headers=headers) as answer:
        return answer.status


async def send_raw(server: WebServer, *headers: bytes, body: bytes = b'{"task_id":"4b1e"}') -> int:
    """Bytes as no HTTP library would send them."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    lines = [f"POST /callbacks/{KEY} HTTP/1.1".encode(), b"Host: x", b"Content-Length: %d" % len(body), *headers]
    writer.write(b"\r\n".join([*lines, b"", body]))
    status = int((await reader.readline()).split()[1])
    writer.close()
    return status


def signed(task_id: str, timestamp: str = str(NOON // 1000), key: str = "hush") -> dict[str, str]:
    digest = hmac.new(key.encode(), f"{task_id}.{timestamp}".encode(), hashlib.sha256).digest()
    return {"X-Webhook-Timestamp": timestamp, "X-Webhook-Signature": base64.b64encode(digest).decode()}


async def test_a_callback_is_a_hint_with_the_services_id(server: WebServer, desk: Desk) -> None:
    assert await send(server, MUSIC) == 200
    assert desk.hints == [(KEY, "4b1e")]


@pytest.mark.parametrize(
    ("body", "task_id"),
    [
        ({"data": {"taskId": "a1"}}, "a1"),
        ({"task_id": "a1", "data": None}, "a1"),
        ({"taskId": "a1", "data": []}, "a1"),
        ({"data": {"task_id": "a1"}, "task_id": "b2"}, "a1"),
        ({"data": {"task_id": 7}}, None),
        ({"task_id": "../admin?x=1"}, None),
        ([1, 2], None),
        (b"<html>", None),
        (b"[" * 100_000, None),
        (b"\xff\xfe", None),
    ],
)
async def test_the_id_is_found_wherever_it_is(server: WebServer, desk: Desk, body: object, task_id: str | None) -> None:
    assert await send(server, body) == 200
    assert desk.hints == [(KEY, task_id)]


@pytest.mark.parametrize("key", ["Zk3vW8y_Nn-4qTzRk2aB1x", "short", "a/b", "x" * 65, "%00%00%00%00%00%00%00%00"])
async def test_a_key_of_nobody_is_not_found(server: WebServer, desk: Desk, key: str) -> None:
    assert await send(server, MUSIC, key) == 404
    assert desk.hints == []


async def test_a_signed_callback_is_believed(strict: WebServer, desk: Desk) -> None:
    assert await send(strict, MUSIC, headers=signed("4b1e")) == 200
    assert desk.hints == [(KEY, "4b1e")]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        signed("other"),
        signed("4b1e", key="guess"),
        signed("4b1e") | {"X-Webhook-Timestamp": "1"},
        signed("4b1e", f"{NOON // 1000}.0"),
        signed("4b1e", "٣"),
        signed("4b1e", "9" * 4000),
        signed("4b1e", ""),
    ],
)
async def test_a_forged_callback_has_no_effect(strict: WebServer, desk: Desk, headers: dict[str, str]) -> None:
    assert await send(strict, MUSIC, headers=headers) == 404
    assert desk.hints == []


async def test_a_wrong_key_is_counted_and_told_to_the_host_once_an_hour(
    strict: WebServer, clock: FakeClock, metrics: Metrics, caplog: pytest.LogCaptureFixture
) -> None:
    for pause in (0, HOUR - 1, 1):
        clock.advance(pause)
        await send(strict, MUSIC, headers=signed("4b1e", str(clock.now() // 1000), key="typed wrong"))
    assert b"minstrel_callbacks_unsigned_total 3.0" in metrics.text()
    assert len([line for line in caplog.messages if "MUSIC_WEBHOOK_KEY is not its key" in line]) == 2


@pytest.mark.parametrize(("age", "status"), [(FRESH - 1000, 200), (-FRESH + 1000, 200), (FRESH + 1000, 404)])
async def test_a_callback_that_somebody_kept_is_not_believed(strict: WebServer, age: int, status: int) -> None:
    assert await send(strict, MUSIC, headers=signed("4b1e", str((NOON - age) // 1000))) == status


@pytest.mark.parametrize("header", [b"X-Webhook-Signature: \xff\xfe", b"X-Webhook-Timestamp: \xff"])
async def test_headers_of_no_encoding_are_only_wrong(strict: WebServer, desk: Desk, header: bytes) -> None:
    assert await send_raw(strict, header) == 404
    assert desk.hints == []


@pytest.mark.parametrize(("profile", "used"), [("kie", "hush"), ("apibox", None), ("sunoapi", None)])
def test_a_key_for_signatures_at_a_host_that_signs_nothing_is_left_out_and_told(
    caplog: pytest.LogCaptureFixture, profile: str, used: str | None
) -> None:
    environ = {"DISCORD_TOKEN": "token", "MUSIC_API_KEY": "key", "MUSIC_WEBHOOK_KEY": "hush"}
    assert webhook_key(Settings.load(environ, None), profile_named(profile)) == used
    assert webhook_key(Settings.load(environ | {"MUSIC_WEBHOOK_KEY": ""}, None), profile_named(profile)) is None
    warned = [] if used else [f"MUSIC_WEBHOOK_KEY is not used: {profile} does not sign its callbacks"]
    assert caplog.messages == warned


async def test_a_signature_over_no_id_is_worth_nothing(strict: WebServer, desk: Desk) -> None:
    assert await send(strict, {"data": None}, headers=signed("None")) == 404
    assert desk.hints == []


async def test_a_body_that_is_too_large_is_refused(server: WebServer, desk: Desk) -> None:
    assert await send(server, b" " * (LARGEST_BODY + 1)) == 413
    assert desk.hints == []


async def test_the_answer_comes_within_a_second_though_the_desk_is_slow(
    server: WebServer, desk: Desk, patience: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(callbacks, "PATIENCE", patience)
    desk.free.clear()
    assert await send(server, MUSIC) == 200
    assert patience < 1
    assert desk.hints == []
    desk.free.set()
    await asyncio.sleep(0)
    await server._callbacks.finish()
    assert desk.hints == [(KEY, "4b1e")], "what was slow is noted all the same"


async def test_a_body_that_does_not_come_is_not_waited_for(server: WebServer, desk: Desk, patience: float) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(f"POST /callbacks/{KEY} HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n{{".encode())
    assert b" 408 " in await reader.readline()
    writer.close()
    assert callbacks.BODY_WITHIN < patience < 1
    assert desk.hints == []


async def test_what_is_over_a_fair_number_at_once_is_turned_away_unread(
    server: WebServer, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(callbacks, "PATIENCE", 0.1)
    desk.free.clear()
    answers = await asyncio.gather(*(send(server, MUSIC) for _ in range(MOST_IN_HAND + 8)))
    assert (answers.count(200), answers.count(503)) == (MOST_IN_HAND, 8)
    desk.free.set()
    await server._callbacks.finish()
    assert await send(server, MUSIC) == 200


async def test_the_service_is_asked_to_send_again_when_the_database_fails(server: WebServer, desk: Desk) -> None:
    desk.error = StoreError("locked")
    assert await send(server, MUSIC) == 503


async def test_neither_key_nor_body_is_logged(server: WebServer, desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    errors: list[Callable[[], Exception | None]] = [lambda: None, lambda: StoreError("no"), lambda: RuntimeError("no")]
    for make in errors:
        desk.error = make()
        await send(server, MUSIC)
    assert KEY not in caplog.text
    assert "complete" not in caplog.text


@given(st.binary(max_size=200) | st.recursive(st.none() | st.text(), st.lists).map(lambda v: json.dumps(v).encode()))
def test_no_body_is_too_odd_to_read(body: bytes) -> None:
    assert task_id_in(body) is None
