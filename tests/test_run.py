"""`minstrel run` as a process: it comes up against the stand-ins, tells how it is, and stops when told to."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.config import Settings
from bot.demo.discord.stand_in import DiscordStandIn
from bot.demo.music.server import MusicStandIn

ROOT = Path(__file__).parent.parent
Process = asyncio.subprocess.Process


@pytest.fixture
async def environ(tmp_path: Path) -> AsyncIterator[dict[str, str]]:
    async with await DiscordStandIn.start() as discord, MusicStandIn() as music:
        # All but settings of the machine's own; what measures coverage in child processes is among the rest.
        rest = {name: value for name, value in os.environ.items() if name.lower() not in Settings.model_fields}
        yield rest | {
            "PYTHONPATH": str(ROOT),
            "DISCORD_TOKEN": discord.token,
            "DISCORD_API_URL": discord.api_url,
            "DISCORD_GATEWAY_URL": discord.gateway_url,
            "MUSIC_API_KEY": music.key,
            "MUSIC_API_URL": music.url,
            "DATABASE_URL": f"sqlite:///{tmp_path}/bot.db",
            "HTTP_PORT": "0",
        }


async def started(environ: dict[str, str], folder: Path) -> Process:
    command = (sys.executable, "-m", "bot", "run")
    return await asyncio.create_subprocess_exec(*command, env=environ, cwd=folder, stderr=asyncio.subprocess.PIPE)


async def line_with(process: Process, pattern: str) -> re.Match[str]:
    assert process.stderr
    async with asyncio.timeout(60):
        while line := (await process.stderr.readline()).decode():
            if found := re.search(pattern, line):
                return found
    raise AssertionError(f"the bot ended without {pattern!r}")


async def ready(port: str) -> dict[str, object]:
    async with aiohttp.ClientSession() as session, asyncio.timeout(60):
        while True:
            async with session.get(f"http://127.0.0.1:{port}/readyz") as answer:
                found: dict[str, object] = await answer.json()
            if found["ready"]:
                return found
            await asyncio.sleep(0.1)


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
async def test_it_comes_up_and_stops_when_told(environ: dict[str, str], tmp_path: Path, told: signal.Signals) -> None:
    process = await started(environ, tmp_path)
    try:
        port = (await line_with(process, r"Listening at 127\.0\.0\.1:(\d+)"))[1]
        assert await ready(port) == {"ready": True, "failing": []}
        process.send_signal(told)
        _, rest = await asyncio.wait_for(process.communicate(), 60)
        assert (process.returncode, b"Traceback" in rest) == (0, False), rest.decode()
    finally:
        if process.returncode is None:
            process.kill()


async def test_a_second_process_on_the_same_file_ends_with_words(environ: dict[str, str], tmp_path: Path) -> None:
    first = await started(environ, tmp_path)
    try:
        await line_with(first, "Listening at")
        second = await started(environ, tmp_path)
        _, told = await asyncio.wait_for(second.communicate(), 60)
        assert (second.returncode, told.startswith(b"minstrel: Another Minstrel uses ")) == (2, True), told
    finally:
        first.kill()
        await first.wait()


async def test_a_token_that_discord_refuses_ends_it_with_words(environ: dict[str, str], tmp_path: Path) -> None:
    process = await started(environ | {"DISCORD_TOKEN": "hunter2"}, tmp_path)
    _, told = await asyncio.wait_for(process.communicate(), 60)
    assert (process.returncode, b"minstrel: DISCORD_TOKEN" in told, b"hunter2" in told) == (2, True, False), told
