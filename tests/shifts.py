"""Bots from the nursery that share the work of one database, or stop in the middle of it, and clocks that go ahead."""

import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.demo.discord.stand_in import DiscordStandIn
from bot.demo.music import MusicStandIn
from tests.crash.births import Birth, Bot, Nursery
from tests.crash.hands import Hands
from tests.processes import SCALE, Stage


class Shifts(Stage):
    def __init__(
        self, discord: DiscordStandIn, music: MusicStandIn, folder: Path, settings: dict[str, str], nursery: Nursery
    ) -> None:
        super().__init__(discord, music, folder, settings)
        self._nursery, self._hands = nursery, Hands(folder / "clock")

    async def begin(self) -> Bot:
        """One more bot, which is online."""
        sessions = len(self.discord.gateway.connected)
        log = self.folder / "bot.log"
        bot = await self._nursery.bear(Birth(self.folder, self._environment(), log, self._hands.path))

        async def online() -> bool:
            assert bot.status is None, log.read_text()[-3000:]
            return len(self.discord.gateway.connected) > sessions

        await self.until(online, 60, "the bot to come online")
        return bot

    async def end(self, *bots: Bot) -> None:
        for bot in bots:
            bot.signal(signal.SIGTERM)
            assert await bot.ended() == 0
        assert "Traceback" not in self.log(), self.log()

    def pass_time(self, seconds: float) -> None:
        """For the bots and for Discord."""
        self._hands.advance(seconds)
        self.discord.clock.advance(seconds)

    def log(self) -> str:
        return (self.folder / "bot.log").read_text()


@asynccontextmanager
async def shifts(folder: Path, **settings: str) -> AsyncIterator[Shifts]:
    """`settings` are named as in the environment, in lower case."""
    named = {name.upper(): value for name, value in settings.items()}
    async with (
        Nursery.open() as nursery,
        await DiscordStandIn.start() as discord,
        MusicStandIn(song_seconds=6.0, speed=SCALE) as music,
    ):
        yield Shifts(discord, music, folder, named, nursery)
