"""The bot as a process of its own, on the same path as `run`; it may be killed and started again at any time."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import aiohttp

from bot.config import Settings
from bot.demo.discord.stand_in import DiscordStandIn
from bot.demo.music import MusicStandIn

ROOT = Path(__file__).parents[2]
READY_WITHIN, STOP_WITHIN = 30.0, 15.0
"""Seconds."""

Stage = Literal["starting", "ready", "ended"]


class BotEnded(Exception):
    """The process ended, or did not get ready in time."""


class BotProcess:
    """`folder` holds its database and media. `on_end` hears the exit status when a bot that was ready ends unasked."""

    def __init__(
        self, discord: DiscordStandIn, music: MusicStandIn, folder: Path, on_end: Callable[[int], None]
    ) -> None:
        self.stage: Stage = "ended"
        self.status: int | None = None
        self.database_url = f"sqlite:///{folder}/minstrel.db"
        self._folder = folder
        self._on_end = on_end
        self._port = _free_port()
        self._environment = _environment(discord, music, folder, self._port) | {"DATABASE_URL": self.database_url}
        self._process: asyncio.subprocess.Process | None = None
        self._watching: asyncio.Task[None] | None = None
        self._changing = asyncio.Lock()
        self._asked_to_end = False

    async def start(self) -> None:
        """Return once it is ready; nothing happens where it runs already. Raises BotEnded."""
        async with self._changing:
            if self.stage == "ended":
                await self._start()

    async def _start(self) -> None:
        self.stage, self.status, self._asked_to_end = "starting", None, False
        # An empty folder as working directory: the host's own .env is not read.
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=self._folder, env=self._environment
        )
        self._watching = asyncio.create_task(self._watch(self._process), name="bot process")
        try:
            async with asyncio.timeout(READY_WITHIN), aiohttp.ClientSession() as session:
                while not await self._answers_ready(session):
                    if self.status is not None:
                        raise BotEnded(f"The bot ended with status {self.status} before it was ready")
                    await asyncio.sleep(0.05)
        except TimeoutError:
            await self.kill()
            raise BotEnded(f"The bot was not ready after {READY_WITHIN:.0f} s") from None
        self.stage = "ready"

    async def _answers_ready(self, session: aiohttp.ClientSession) -> bool:
        try:
            async with session.get(f"http://127.0.0.1:{self._port}/readyz") as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False

    async def _watch(self, process: asyncio.subprocess.Process) -> None:
        self.status = await process.wait()
        was_ready, self.stage = self.stage == "ready", "ended"
        if was_ready and not self._asked_to_end:
            self._on_end(self.status)

    async def stop(self) -> None:
        """SIGTERM, and SIGKILL where that is not enough."""
        await self._end(signal.SIGTERM)

    async def kill(self) -> None:
        """SIGKILL: nothing in the bot gets a chance to tidy up."""
        await self._end(signal.SIGKILL)

    async def _end(self, how: signal.Signals) -> None:
        process, watching = self._process, self._watching
        if process is None or watching is None or process.returncode is not None:
            return
        self._asked_to_end = True
        process.send_signal(how)
        try:
            await asyncio.wait_for(asyncio.shield(watching), STOP_WITHIN)
        except TimeoutError:
            process.kill()
            await watching


def _free_port() -> int:
    """Chosen once, so that callback addresses given before a restart still lead to the bot."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment(discord: DiscordStandIn, music: MusicStandIn, folder: Path, port: int) -> dict[str, str]:
    """The host's environment without any setting of the bot, and the settings of the demo."""
    inherited = {name: value for name, value in os.environ.items() if name.lower() not in Settings.model_fields}
    return inherited | {
        "PYTHONPATH": str(ROOT),
        "DISCORD_TOKEN": discord.token,
        "DISCORD_API_URL": discord.api_url,
        "DISCORD_GATEWAY_URL": discord.gateway_url,
        "MUSIC_API_KEY": music.key,
        "MUSIC_API_URL": music.url,
        "MEDIA_TRUSTED_HOSTS": f"{music.media_host},{discord.files.host}",
        "MEDIA_DIR": str(folder / "media"),
        "HTTP_PORT": str(port),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "TIME_SCALE": f"{music.speed:g}",
        "LOG_LEVEL": "WARNING",
    }
