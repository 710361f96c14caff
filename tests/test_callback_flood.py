"""Callbacks against the real desk, worker and database: every kind of them, forged ones, and thousands at once."""

import asyncio
import itertools
import json
import resource
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.clock import MINUTE, SECOND
from bot.metrics import Metrics
from bot.models import Extension, LyricsIdea, QuickSong, Request, State, Task, WavOf
from bot.store import sqlite
from bot.tasks.desk import BETWEEN_LOOKS
from bot.web import callbacks
from bot.web.server import WebServer
from tests.music_fixtures import until
from tests.workshop import Workshop, workshop

MANY = 3000
SPELLINGS: list[dict[str, Any]] = [
    {"code": 200, "msg": "Text generation completed.", "data": {"callbackType": "text", "task_id": "#", "data": []}},
    {
        "code": 200,
        "data": {"callbackType": "text", "task_id": "#", "data": [{"id": "c", "title": "T"}]},
    },
    {"code": 200, "data": {"callbackType": "first", "task_id": "#", "data": [{"id": "c", "audio_url": "https://x/"}]}},
    {"code": 200, "data": {"callbackType": "complete", "task_id": "#", "data": [{"id": "c"}, {"id": "d"}]}},
    {"code": 200, "data": {"callbackType": "second", "task_id": "#", "data": [{"id": "c"}]}},
    {"code": 400, "msg": "Music generation failed", "data": {"callbackType": "error", "task_id": "#", "data": None}},
    {"code": 501, "msg": "Audio generation failed", "data": {"callbackType": "error", "task_id": "#", "data": []}},
    {"code": 200, "data": {"callbackType": "complete", "taskId": "#", "data": [{"text": "la", "title": "T"}]}},
    {"code": 200, "data": {"callbackType": "complete", "taskId": "#", "lyricsData": [{"text": "la", "title": "T"}]}},
    {"code": 400, "data": {"callbackType": "complete", "task_id": "#", "data": None}},
    {"code": 200, "msg": "success", "data": {"audioWavUrl": "https://x/1.wav", "task_id": "#"}},
    {"code": 200, "msg": "success", "data": {"audio_wav_url": "https://x/1.wav", "task_id": "#"}},
    {"code": 500, "msg": "WAV generation failed", "data": {"audioWavUrl": None, "task_id": "#"}},
]


async def all_well() -> dict[str, bool]:
    return {}


class Door:
    """Where callbacks arrive; the desk behind it comes later, since its settings name the door's address."""

    desk: Any = None
    server: WebServer

    async def hint(self, key: str, service_task_id: str | None) -> bool:
        return bool(await self.desk.hint(key, service_task_id))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> float:
    """What it is in life. Here only what is staged to be slow is answered before it is noted."""
    in_life = callbacks.PATIENCE
    monkeypatch.setattr(callbacks, "PATIENCE", 60)
    return in_life


@asynccontextmanager
async def opened(folder: Path, **settings: str) -> AsyncIterator[tuple[Workshop, Door]]:
    door = Door()
    async with AsyncExitStack() as stack:
        server = WebServer("127.0.0.1", 0, Metrics(), checks=all_well, hint=door.hint)
        door.server = await stack.enter_async_context(server)
        shop = await stack.enter_async_context(workshop(folder, public_url=door.url, **settings))
        door.desk = shop.desk
        yield shop, door


async def post(door: Door, key: str, body: object) -> int:
    async with aiohttp.ClientSession() as session:
        return await _post(session, door, key, body)


async def _post(session: aiohttp.ClientSession, door: Door, key: str, body: object) -> int:
    async with session.post(f"{door.url}/callbacks/{key}", json=body) as answer:
        return answer.status


def rows(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """The whole database."""
    with sqlite3.connect(folder / "minstrel.db") as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in names}


async def unclear(shop: Workshop, request: Request | None = None) -> tuple[Task, str]:
    """A request whose create call brought no answer, and the id that the service has given it."""
    endpoint = {"lyrics": "lyrics", "wav": "wav", "extend": "extend"}.get(request.mode if request else "", "generate")
    shop.music.faults.add(endpoint, "cut", applied=True)
    task_id = await (shop.ask(request) if request else shop.ask())
    known = set(shop.music.tasks)
    await shop.step()
    [service_task_id] = set(shop.music.tasks) - known
    return await shop.task(task_id), service_task_id


@pytest.mark.parametrize("body", SPELLINGS, ids=lambda body: json.dumps(body)[:60])
async def test_every_stage_and_spelling_names_the_task(tmp_path: Path, body: dict[str, Any]) -> None:
    async with opened(tmp_path) as (shop, door):
        shop.music.callbacks.enabled = False
        task, service_task_id = await unclear(shop)
        assert await post(door, task.callback_key, json.loads(json.dumps(body).replace("#", service_task_id))) == 200
        await shop.step()
        assert (await shop.task(task.id)).service_task_id == service_task_id


@pytest.mark.parametrize("profile", ["apibox", "sunoapi", "kie"])
async def test_the_service_s_own_callbacks_bring_every_kind_home(tmp_path: Path, profile: str) -> None:
    async with opened(tmp_path, music_api_profile=profile, running_per_member="9") as (shop, _):
        first = await shop.until_over(await shop.ask())
        [track, _] = (await shop.view(first.id)).tracks
        audio_id, source = track.service_track_id, first.service_task_id or ""
        extension = Extension(track_id=track.id, audio_id=audio_id, source_title=track.title, model=first.model)
        wav = WavOf(track_id=track.id, title=track.title, task_id=source, audio_id=audio_id)
        for request in (QuickSong(prompt="rain", model="V4_5"), extension, LyricsIdea(prompt="rain"), wav):
            task, _ = await unclear(shop, request)
            shop.pass_time(2 * MINUTE)
            await until(partial(called_back, shop, task))
            ended = await shop.until_over(task.id)
            assert (ended.state, ended.late) == (State.DELIVERED, False), request.mode


def called_back(shop: Workshop, task: Task) -> bool:
    """Whether the service has sent what happened meanwhile, and was heard."""
    return any(url.endswith(task.callback_key) and status for url, _, status in shop.music.callbacks.sent)


async def test_forged_and_unknown_callbacks_change_nothing_in_the_whole_database(tmp_path: Path) -> None:
    async with opened(tmp_path) as (shop, door):
        shop.music.callbacks.enabled = False
        running, done = await shop.ask(member=1), await shop.until_over(await shop.ask(member=2))
        cancelled = await shop.ask(member=3)
        await shop.desk.cancel(cancelled, 1, 3, manager=False)
        before = rows(tmp_path)
        known = [done.callback_key, (await shop.task(cancelled)).callback_key]
        key = (await shop.task(running)).callback_key
        guessed = ["A" * 32, key[:-1] + ("A" if key[-1] != "A" else "B"), key.swapcase(), key[:-1], f"{key}x"]
        unusable: list[Any] = [{"data": {"task_id": "' OR 1=1 --"}}, {}, [], None]
        for body in (*SPELLINGS, *unusable):
            assert {await post(door, key, body) for key in guessed} == {404}
            assert {await post(door, key, body) for key in known} == {200}
        assert rows(tmp_path) == before


async def test_a_repeated_or_late_stage_makes_nothing_twice(tmp_path: Path) -> None:
    async with opened(tmp_path) as (shop, door):
        shop.music.callbacks.enabled = False
        task, service_task_id = await unclear(shop)
        bodies = [json.loads(json.dumps(body).replace("#", service_task_id)) for body in SPELLINGS]
        for body in (*reversed(bodies), *bodies):
            await post(door, task.callback_key, body)
            await shop.step()
            shop.pass_time(BETWEEN_LOOKS)
        await shop.until_over(task.id)
        settled = rows(tmp_path)
        for body in bodies:
            assert await post(door, task.callback_key, body) == 200
        await shop.step(2)
        assert rows(tmp_path) == settled
        assert (len(shop.courier.songs), shop.creates) == (2, 1)


async def test_a_swarm_for_one_task_is_one_look_at_most_every_three_seconds(tmp_path: Path) -> None:
    async with opened(tmp_path) as (shop, door):
        shop.music.callbacks.enabled = False
        task = await shop.task(await shop.ask(QuickSong(prompt="never please", model="V4_5")))
        await shop.step()
        shop.pass_time(20 * SECOND)
        await shop.step()
        before, body = shop.music.calls.count("record-info"), {"task_id": "f" * 32}
        for _ in range(30):
            await asyncio.gather(*(post(door, task.callback_key, body) for _ in range(5)))
            await shop.step()
            shop.pass_time(100)
        assert shop.music.calls.count("record-info") - before <= 1


async def test_a_swarm_of_forged_ids_with_the_right_key_is_held_down_too(tmp_path: Path) -> None:
    async with opened(tmp_path) as (shop, door):
        shop.music.callbacks.enabled = False
        task, service_task_id = await unclear(shop)
        before = shop.music.calls.count("record-info")
        for number in range(30):
            await post(door, task.callback_key, {"task_id": f"{number:032x}"})
            await shop.step()
            shop.pass_time(100)
        assert shop.music.calls.count("record-info") - before <= 2
        await post(door, task.callback_key, {"task_id": service_task_id})
        assert (await shop.until_over(task.id)).state is State.DELIVERED


async def test_a_database_that_is_locked_delays_no_answer_and_loses_no_hint(
    tmp_path: Path, patience: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(callbacks, "PATIENCE", patience)
    monkeypatch.setattr(sqlite, "BUSY_TIMEOUT", 60)
    async with opened(tmp_path) as (shop, door):
        shop.music.callbacks.enabled = False
        task, service_task_id = await unclear(shop)
        with sqlite3.connect(tmp_path / "minstrel.db", isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            assert await post(door, task.callback_key, {"task_id": service_task_id}) == 200  # while it is locked
            other.execute("ROLLBACK")
        assert (await shop.until_over(task.id)).state is State.DELIVERED


async def test_thousands_at_once_starve_no_command_and_take_no_memory(
    tmp_path: Path, patience: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(callbacks, "PATIENCE", patience)
    async with opened(tmp_path, quota_default="1000") as (shop, door):
        key = (await shop.task(await shop.ask(QuickSong(prompt="never please", model="V4_5")))).callback_key
        await shop.step()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        flood, members = asyncio.create_task(_flood(door, key)), itertools.count(1)
        while not flood.done():
            await shop.ask(member=next(members))
            await asyncio.sleep(0.1)
        assert set(await flood) <= {200, 404, 413, 503}
        assert next(members) > 5, "commands that were accepted while it lasted"
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 48 * 1024, "KiB more"
        assert await post(door, key, {"task_id": "a"}) == 200


async def _flood(door: Door, key: str) -> list[int]:
    """From fifty clients that never pause; some bodies are too large."""
    numbers, told = itertools.count(), list[int]()
    large = b"x" * 300_000

    async def client(session: aiohttp.ClientSession) -> None:
        while (number := next(numbers)) < MANY:
            name = key if number % 3 == 0 else f"{number:032d}"
            data = large if number % 10 == 0 else json.dumps({"task_id": f"{number:x}"}).encode()
            try:
                async with session.post(f"{door.url}/callbacks/{name}", data=data) as answer:
                    told.append(answer.status)
            except aiohttp.ClientError:  # turned away while it was still sending
                told.append(503)

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        await asyncio.gather(*(client(session) for _ in range(50)))
    return told
