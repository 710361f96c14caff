"""The music stand-in on loopback, a plain HTTP client for it, and the bot's own client pointed at it."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest

from bot.demo.music import MusicStandIn, clock
from bot.models import CustomSong, QuickSong
from bot.music_api.client import MusicApi
from bot.music_api.profiles import profile_named

SPEED = 200.0
NOWHERE = "https://minstrel.invalid/callbacks/none"
QUICK = {
    "customMode": False,
    "instrumental": False,
    "model": "V4_5",
    "prompt": "slow piano, rain on a tin roof",
    "callBackUrl": NOWHERE,
}
CUSTOM = {**QUICK, "customMode": True, "prompt": "[Verse]\nRain on the roof", "style": "sad folk", "title": "Roof"}
QUICK_SONG = QuickSong(prompt="slow piano, rain on a tin roof", model="V4_5")
CUSTOM_SONG = CustomSong(title="Roof", style="sad folk", lyrics="[Verse]\nRain on the roof", model="V4_5")


class Raw:
    """Speaks to a stand-in without any of the bot's code."""

    def __init__(self, stand_in: MusicStandIn, session: aiohttp.ClientSession) -> None:
        self.stand_in, self.session = stand_in, session

    async def post(self, path: str, body: Any, **kwargs: Any) -> Any:
        async with self.session.post(f"{self.stand_in.url}/api/v1{path}", json=body, **kwargs) as answer:
            return await answer.json()

    async def get(self, path: str, **query: str) -> Any:
        async with self.session.get(f"{self.stand_in.url}/api/v1{path}", params=query) as answer:
            return await answer.json()

    async def start(self, path: str = "/generate", body: Any = QUICK) -> str:
        answer = await self.post(path, body)
        assert answer["code"] == 200, answer
        return str(answer["data"]["taskId"])

    async def record(self, task_id: str) -> Any:
        return (await self.get("/generate/record-info", taskId=task_id))["data"]

    async def finished(self, path: str = "/generate", body: Any = QUICK) -> Any:
        """The record of a new music task, at its end."""
        task_id = await self.start(path, body)
        self.stand_in.finish()
        return await self.record(task_id)

    async def fetch(self, url: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
        async with self.session.get(url, headers=headers) as answer:
            return answer.status, await answer.read(), dict(answer.headers)


def raw_session(key: str = "demo-key") -> aiohttp.ClientSession:
    return aiohttp.ClientSession(headers={"Authorization": f"Bearer {key}", "User-Agent": "tests"})


async def until(check: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait for something that happens by itself."""
    for _ in range(round(seconds * 100)):
        if check():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never happened")


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time at the service passes only where a test lets it."""
    monkeypatch.setattr(clock, "time", SimpleNamespace(time=time.time, monotonic=lambda: 0.0))


@pytest.fixture
async def music() -> AsyncIterator[MusicStandIn]:
    """The apibox stand-in, songs of 6 s, with time 200 times as fast."""
    async with MusicStandIn(speed=SPEED, song_seconds=6.0) as stand_in:
        yield stand_in


@pytest.fixture
async def raw(music: MusicStandIn) -> AsyncIterator[Raw]:
    async with raw_session() as session:
        yield Raw(music, session)


@pytest.fixture
async def kie() -> AsyncIterator[MusicStandIn]:
    async with MusicStandIn(profile="kie", speed=SPEED, song_seconds=6.0, webhook_key="hook") as stand_in:
        yield stand_in


@pytest.fixture
async def raw_kie(kie: MusicStandIn) -> AsyncIterator[Raw]:
    async with raw_session() as session:
        yield Raw(kie, session)


@pytest.fixture
async def api(music: MusicStandIn) -> AsyncIterator[MusicApi]:
    async with MusicApi.open(profile_named("apibox"), music.key, music.url) as client:
        yield client


@pytest.fixture
async def kie_api(kie: MusicStandIn) -> AsyncIterator[MusicApi]:
    async with MusicApi.open(profile_named("kie"), kie.key, kie.url) as client:
        yield client
