"""The whole bot as a process of its own, against both stand-ins over sockets; it may be killed at any instant."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

from bot.config import Settings
from bot.demo.discord.interactions import Interaction
from bot.demo.discord.messages import Message
from bot.demo.discord.stand_in import DiscordStandIn
from bot.demo.discord.world import Channel, Guild, Member
from bot.demo.music import MusicStandIn
from bot.store.quotas import QuotaRules
from bot.store.store import Store

T = TypeVar("T")

ROOT = Path(__file__).parent.parent
SCALE = 40
"""How much faster than life both the music stand-in and the bot's waits run: a song takes two to three seconds."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Stage:
    """Discord, the music service, and a bot that comes and goes; rows and messages outlive it."""

    def __init__(self, discord: DiscordStandIn, music: MusicStandIn, folder: Path, settings: dict[str, str]) -> None:
        self.discord, self.music, self.folder, self._settings = discord, music, folder, settings
        self._process: asyncio.subprocess.Process | None = None
        self.guild: Guild = discord.world.guilds[2001]
        self.ana: Member = self.guild.members[1001]
        self.songs_channel: Channel = self.guild.channels[3001]

    async def start(self) -> None:
        """Start the bot and wait until Discord has it online."""
        self._process = await self.launch()
        await self.until(self._online, 60, "the bot to come online")

    async def launch(self) -> asyncio.subprocess.Process:
        """Start a bot and leave it to itself; an earlier one goes on."""
        self._log = (self.folder / "bot.log").open("ab")
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "run",
            cwd=self.folder,
            env=self._environment(),
            stderr=self._log,
            stdout=self._log,
        )

    def _environment(self) -> dict[str, str]:
        return {
            **{name: value for name, value in os.environ.items() if name.lower() not in Settings.model_fields},
            "PYTHONPATH": str(ROOT),
            "DISCORD_TOKEN": self.discord.token,
            "DISCORD_API_URL": self.discord.api_url,
            "DISCORD_GATEWAY_URL": self.discord.gateway_url,
            "MUSIC_API_KEY": self.music.key,
            "MUSIC_API_URL": self.music.url,
            "MEDIA_TRUSTED_HOSTS": f"{self.music.media_host},{self.discord.files.host}",
            "MEDIA_DIR": str(self.folder / "media"),
            "DATABASE_URL": f"sqlite:///{self.folder}/minstrel.db",
            "HTTP_PORT": "0",
            "TIME_SCALE": str(SCALE),
            **self._settings,
        }

    async def _online(self) -> bool:
        if self._process is not None and self._process.returncode is not None:
            raise AssertionError((self.folder / "bot.log").read_text()[-3000:])
        return bool(self.discord.gateway.connected)

    async def kill(self) -> None:
        """SIGKILL: nothing in the bot gets a chance to tidy up."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        assert await self._process.wait() == -signal.SIGKILL
        self._process = None
        await self.until(self._offline, 5, "the gateway to notice")

    async def _offline(self) -> bool:
        return not self.discord.gateway.connected

    async def terminate(self) -> int:
        """SIGTERM; the exit status."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        status = await asyncio.wait_for(self._process.wait(), 20)
        self._process = None
        return status

    async def quick(self, prompt: str = "slow piano, rain on a tin roof", **options: object) -> Interaction:
        command = await self.discord.slash(
            self.ana, self.songs_channel, "generate quick", {"prompt": prompt, **options}
        )
        return await command.answered()

    def songs(self) -> list[Message]:
        """Messages in the channel that carry an MP3 or the link to one."""
        return [
            message for message in self.messages() if any(file.name.endswith(".mp3") for file in message.attachments)
        ]

    def messages(self) -> list[Message]:
        return [message for message in self.discord.messages(self.songs_channel) if message.author.bot]

    def status(self, answered: Interaction) -> str:
        """What the status message says by now."""
        assert answered.message is not None
        return answered.message.content

    async def until(self, holds: Callable[[], Awaitable[bool]], within: float, what: str) -> None:
        await self._until(holds, within, lambda: what)

    async def _until(self, holds: Callable[[], Awaitable[bool]], within: float, what: Callable[[], str]) -> None:
        deadline = asyncio.get_running_loop().time() + within
        while not await holds():
            if asyncio.get_running_loop().time() > deadline:
                log = (self.folder / "bot.log").read_text()[-3000:]
                raise AssertionError(f"waited {within} s for {what()}\n{log}")
            await asyncio.sleep(0.05)

    async def until_says(self, answered: Interaction, word: str, within: float = 30) -> str:
        async def says() -> bool:
            return self.status(answered).startswith(f"**{word}**")

        await self._until(says, within, lambda: f"“{word}”; it says {self.status(answered)!r}")
        return self.status(answered)

    @asynccontextmanager
    async def books(self) -> AsyncIterator[Store]:
        """The bot's own database, once it has ended."""
        rules = QuotaRules(240_000, "month", 240_000, None)
        async with Store.open(self._environment()["DATABASE_URL"], rules, "") as store:
            yield store

    async def used(self) -> int:
        """What the guild has used; the ledger must agree."""
        async with self.books() as store:
            assert await store.quotas.differences() == []
            return (await store.quotas.state(self.guild.id, self.discord.clock.now())).used

    async def close(self) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()


@asynccontextmanager
async def stage(folder: Path, **settings: str) -> AsyncIterator[Stage]:
    """`settings` are named as in the environment, in lower case."""
    named = {name.upper(): value for name, value in settings.items()}
    async with await DiscordStandIn.start() as discord, MusicStandIn(song_seconds=6.0, speed=SCALE) as music:
        opened = Stage(discord, music, folder, named)
        try:
            yield opened
        finally:
            await opened.close()
