"""`make demo` as a process: it starts, survives the death of its bot, and leaves nothing behind."""

import asyncio
from pathlib import Path

import aiohttp

from tests.demo_stage import running_demo


async def test_the_bot_can_be_killed_and_started_again_and_nothing_stays_behind(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("LOG_LEVEL=not-a-level\n")  # of the host; the demo must not read it
    async with running_demo(tmp_path, DISCORD_TOKEN="theirs", QUOTA_DEFAULT="nonsense") as (demo, address):
        async with aiohttp.ClientSession(headers={"Origin": address.rstrip("/")}) as session:
            assert await _bot(session, address, "kill") == (200, {"stage": "ended", "status": -9})
            assert await _bot(session, address, "start") == (200, {"stage": "ready", "status": None})
            assert await _bot(session, address, "stop") == (200, {"stage": "ended", "status": 0})
            for answer in await asyncio.gather(*(_bot(session, address, "start") for _ in range(2))):
                assert answer == (200, {"stage": "ready", "status": None})
        assert await demo.end() == 0
    assert [path.name for path in tmp_path.iterdir()] == [".env"]


async def test_a_second_demo_takes_another_port_and_tells_it(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    async with running_demo(tmp_path / "a") as (_, first), running_demo(tmp_path / "b") as (_, second):
        assert first != second
        async with aiohttp.ClientSession() as session, session.get(second) as answer:
            assert answer.status == 200


async def _bot(session: aiohttp.ClientSession, address: str, do: str) -> tuple[int, object]:
    async with session.post(f"{address}api/bot", json={"do": do}) as answer:
        return answer.status, await answer.json()
