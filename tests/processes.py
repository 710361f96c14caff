"""The whole bot as a process of its own, against both stand-ins over sockets; it may be killed at any instant."""

import asyncio
import os
import signal
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

from bot.clock import MINUTE, period_of
from bot.config import Settings
from bot.demo.discord.interactions import Interaction
from bot.demo.discord.messages import Message
from bot.demo.discord.stand_in import DiscordStandIn
from bot.demo.discord.world import Channel, Guild, Member
from bot.demo.music import MusicStandIn
from bot.store.quotas import QuotaRules
from bot.store.store import Store
from tests.crash.births import ROOT, Birth, Bot, Nursery
from tests.crash.hands import UNHURRIED

T = TypeVar("T")

SCALE = 40
"""How much faster than life both the music stand-in and the bot's waits run: a song takes two to three seconds."""


BETWEEN_LOOKS = 0.05
"""Seconds."""

_kept_free: list[socket.socket] = []


def free_port() -> int:
    """Nobody else is given it while this process lives: its socket stays bound, and a bot may listen beside it."""
    keeper = socket.socket()
    keeper.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    keeper.bind(("127.0.0.1", 0))
    _kept_free.append(keeper)
    return int(keeper.getsockname()[1])


async def turn_of_the_month() -> None:
    """Wait for it where it is near: what was taken from one month's quota rightly counts nothing in the next."""
    now = time.time() * 1000
    if (left := period_of(int(now), "month").end - now) < 2 * MINUTE:
        await asyncio.sleep(left / 1000 + 1)


class Stage:
    """Discord, the music service, and a bot that comes and goes; rows and messages outlive it."""

    def __init__(
        self, discord: DiscordStandIn, music: MusicStandIn, folder: Path, settings: dict[str, str], nursery: Nursery
    ) -> None:
        self.discord, self.music, self.folder, self._settings = discord, music, folder, settings
        self._nursery = nursery
        self.unhurried = True
        """False where something slow is staged that the bot has to answer in spite of, within its own seconds."""
        self._bot: Bot | None = None
        self.guild: Guild = discord.world.guilds[2001]
        self.ana: Member = self.guild.members[1001]
        self.songs_channel: Channel = self.guild.channels[3001]

    async def start(self) -> None:
        """Start the bot and wait until Discord has it online."""
        self._bot = await self.launch()
        await self.until(self._online, 60, "the bot to come online")

    async def launch(self) -> Bot:
        """Start a bot and leave it to itself; an earlier one goes on."""
        log = self.folder / "bot.log"
        return await self._nursery.bear(Birth(self.folder, self._environment(), log, unhurried=self.unhurried))

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
        if self._bot is not None and self._bot.status is not None:
            raise AssertionError(self.log()[-3000:])
        return bool(self.discord.gateway.connected)

    async def kill_while(self, holds: Callable[[], bool]) -> None:
        """At a moment at which `holds()`; the bot stands still while that is found out."""
        assert self._bot is not None
        self._bot.signal(signal.SIGSTOP)
        while not holds():
            self._bot.signal(signal.SIGCONT)
            await asyncio.sleep(0.1)
            self._bot.signal(signal.SIGSTOP)
        await self.kill()

    async def kill(self) -> None:
        """SIGKILL: nothing in the bot gets a chance to tidy up."""
        assert self._bot is not None
        assert await self._bot.kill() == -signal.SIGKILL
        self._bot = None
        await self.until(self._offline, 60, "the gateway to notice")

    async def _offline(self) -> bool:
        return not self.discord.gateway.connected

    async def terminate(self) -> int:
        """SIGTERM; the exit status."""
        assert self._bot is not None
        self._bot.signal(signal.SIGTERM)
        status = await self._bot.ended()
        self._bot = None
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
        """Counted in looks: while this process stands still, or hardly gets its turn, nobody has waited in vain."""
        for _ in range(round(within / BETWEEN_LOOKS)):
            if await holds():
                return
            await asyncio.sleep(BETWEEN_LOOKS)
        raise AssertionError(f"waited {within} s for {what()}\n{self.log()[-3000:]}")

    async def until_says(self, answered: Interaction, word: str, within: float = 90) -> str:
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

    def log(self) -> str:
        file = self.folder / "bot.log"
        return file.read_text() if file.exists() else ""


@asynccontextmanager
async def patient_discord() -> AsyncIterator[DiscordStandIn]:
    """Its members wait as much longer for a first answer as bots that are unhurried take."""
    await turn_of_the_month()
    async with await DiscordStandIn.start() as discord:
        discord.limits.callback_ms *= UNHURRIED
        yield discord


@asynccontextmanager
async def stage(folder: Path, **settings: str) -> AsyncIterator[Stage]:
    """`settings` are named as in the environment, in lower case."""
    named = {name.upper(): value for name, value in settings.items()}
    async with (
        Nursery.open() as nursery,
        patient_discord() as discord,
        MusicStandIn(song_seconds=6.0, speed=SCALE) as music,
    ):
        yield Stage(discord, music, folder, named, nursery)
