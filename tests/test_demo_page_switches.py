"""The page's drawer: what flows, and the switches of the stand-ins."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from bot.demo.music.log import Call
from bot.demo.page_server.switches import FAILURES
from tests.demo_house import House, deaf, demo

__all__ = ["deaf", "demo"]


async def test_what_flows_is_told_from_the_start(demo: House) -> None:
    await demo.act("slash", command="generate again", options={"track": "mine"})
    demo.music.calls.add(Call("generate", {}, demo.music.clock.now_ms(), code=200))
    async with asyncio.timeout(10), demo.session.get(f"{demo.origin}/api/flow") as answer:
        told: list[dict[str, Any]] = []
        while len(told) < 4:
            line = await answer.content.readline()
            told += [json.loads(line[6:])] if line.startswith(b"data: ") else []
    kinds = sorted((step["kind"], step["text"].split(" after ")[0]) for step in told)
    assert kinds == [
        ("call", "generate → code 200"),
        ("interaction", "Ana used /generate again"),
        ("interaction", "answered"),
        ("message", "posted in #songs, for Ana alone"),
    ]


async def test_the_line_is_cut_until_it_is_whole_again(deaf: House) -> None:
    url = f"{deaf.music.url}/api/v1/generate/record-info?taskId=1"
    await deaf.post("music", {"cut": True})
    for _ in range(2):
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await deaf.session.get(url)
    assert (await deaf.post("music", {"cut": False}))[1]["cut"] is False
    async with deaf.session.get(url) as answer:
        assert answer.status == 200


async def test_days_pass_and_songs_slow_down_at_the_music_service_alone(deaf: House) -> None:
    before, speed = deaf.music.clock.now_ms(), deaf.music.speed
    _, music = await deaf.post("music", {"days": 16, "slow": True})
    assert (music["days"], music["slow"], deaf.music.speed) == (16, True, speed / 5)
    assert deaf.music.clock.now_ms() - before >= 16 * 86_400_000
    assert deaf.discord.clock.now() < deaf.music.clock.now_ms() - 15 * 86_400_000
    await deaf.post("music", {"slow": False})
    assert deaf.music.speed == speed


@pytest.mark.parametrize("word", FAILURES)
async def test_each_failure_waits_for_its_turn(deaf: House, word: str) -> None:
    _, music = await deaf.post("music", {"next": word})
    assert music["waiting"] == [FAILURES[word].words]
    assert deaf.music.faults.take(FAILURES[word].endpoint, {}) is not None
    assert json.loads((await deaf.get("/api/music"))[1])["waiting"] == []


async def test_switches_change_the_music_service(deaf: House) -> None:
    _, music = await deaf.post("music", {"maintenance": True, "credits": 3.5, "next": "fail"})
    assert (music["maintenance"], music["credits"], music["waiting"]) == (True, 3.5, ["fails after it started"])
    assert (deaf.music.maintenance, deaf.music.credits) == (True, 3.5)
    await deaf.post("music", {"maintenance": False, "next": "cut"})
    assert not deaf.music.maintenance
    assert '"is taken, but the answer is lost"' in (await deaf.get("/api/music"))[1]
