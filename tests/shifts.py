"""Bots from the nursery that share the work of one database, or stop in the middle of it, and clocks that go ahead."""

import re
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from bot.demo.discord.stand_in import DiscordStandIn
from bot.demo.music import MusicStandIn
from tests.crash.births import Birth, Bot, Nursery
from tests.crash.hands import Hands
from tests.processes import SCALE, Stage, patient_discord


class Shifts(Stage):
    def __init__(
        self, discord: DiscordStandIn, music: MusicStandIn, folder: Path, settings: dict[str, str], nursery: Nursery
    ) -> None:
        super().__init__(discord, music, folder, settings, nursery)
        self._hands = Hands(folder / "clock")

    async def begin(self, part: str = "run", **settings: str) -> Bot:
        """One more bot, which is online; a worker alone has no more to show than that it listens."""
        sessions, listening = len(self.discord.gateway.connected), self._listening()
        bot = await self.bear(part, **settings)

        async def online() -> bool:
            assert bot.status is None, self.log()[-3000:]
            if part == "worker":
                return self._listening() > listening
            return len(self.discord.gateway.connected) > sessions

        await self.until(online, 60, f"{part} to come online")
        return bot

    async def bear(self, part: str, **settings: str) -> Bot:
        """One more bot, which may not be online yet."""
        environment = {**self._environment(), **{name.upper(): value for name, value in settings.items()}}
        log = self.folder / "bot.log"
        birth = Birth(self.folder, environment, log, self._hands.path, part=part, unhurried=self.unhurried)
        return await self._nursery.bear(birth)

    def _listening(self) -> int:
        return self.log().count("Listening at")

    async def all_ready(self, bots: int) -> bool:
        """Whether each of so many says so at `/readyz`."""
        ports = re.findall(r"Listening at 127\.0\.0\.1:(\d+)", self.log())
        assert len(ports) == bots
        async with aiohttp.ClientSession(raise_for_status=False) as session:
            answers = [await session.get(f"http://127.0.0.1:{port}/readyz") for port in ports]
            return all([(await answer.json())["ready"] for answer in answers])

    async def end(self, *bots: Bot) -> None:
        for bot in bots:
            bot.signal(signal.SIGTERM)
            assert await bot.ended() == 0
        assert "Traceback" not in self.log(), self.log()

    def pass_time(self, seconds: float) -> None:
        """For the bots and for Discord."""
        self._hands.advance(seconds)
        self.discord.clock.advance(seconds)


@asynccontextmanager
async def shifts(folder: Path, **settings: str) -> AsyncIterator[Shifts]:
    """`settings` are named as in the environment, in lower case."""
    named = {name.upper(): value for name, value in settings.items()}
    async with (
        Nursery.open() as nursery,
        patient_discord() as discord,
        MusicStandIn(song_seconds=6.0, speed=SCALE) as music,
    ):
        yield Shifts(discord, music, folder, named, nursery)
