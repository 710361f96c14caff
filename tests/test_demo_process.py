"""`make demo` as a process: it starts, survives the death of its bot, and leaves nothing behind."""

import asyncio
import os
import signal
from pathlib import Path

import aiohttp
import pytest

from bot.demo.bot_process import BotEnded, BotProcess
from bot.demo.discord.stand_in import DiscordStandIn
from bot.demo.music import MusicStandIn
from tests.demo_stage import running_demo, starting_demo


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


async def test_it_can_be_stopped_before_the_bot_is_ready(tmp_path: Path) -> None:
    async with starting_demo(tmp_path) as demo:
        await demo.until_says("Starting the bot")
        assert await demo.end() == 0
    assert list(tmp_path.iterdir()) == []


async def _bot(session: aiohttp.ClientSession, address: str, do: str) -> tuple[int, object]:
    async with session.post(f"{address}api/bot", json={"do": do}) as answer:
        return answer.status, await answer.json()


async def test_a_bot_that_ends_by_itself_is_told_and_can_be_started_again(tmp_path: Path) -> None:
    async with running_demo(tmp_path) as (demo, address):
        os.kill(_child_of(demo.process.pid), signal.SIGKILL)
        assert "status -9; the page has a button" in await demo.until_says("The bot ended by itself")
        async with aiohttp.ClientSession(headers={"Origin": address.rstrip("/")}) as session:
            assert await _bot(session, address, "start") == (200, {"stage": "ready", "status": None})


def _child_of(pid: int) -> int:
    (child,) = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return int(child)


async def test_a_bot_that_cannot_start_is_told(tmp_path: Path) -> None:
    discord = await DiscordStandIn.start()
    async with MusicStandIn() as music:
        bot = BotProcess(discord, music, tmp_path, lambda _: None)
        await discord.close()
        with pytest.raises(BotEnded, match="The bot ended with status 3 before it was ready"):
            await bot.start()
        assert (bot.stage, bot.status) == ("ended", 3)
        await bot.stop()


async def test_a_bot_that_is_never_ready_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.demo.bot_process.READY_WITHIN", 0.3)
    async with await DiscordStandIn.start() as discord, MusicStandIn() as music:
        bot = BotProcess(discord, music, tmp_path, lambda _: None)
        with pytest.raises(BotEnded, match="not ready"):
            await bot.start()
        assert (bot.stage, bot.status) == ("ended", -signal.SIGKILL)
