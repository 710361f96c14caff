"""One bot's ordeal: its stand-ins and clocks, its lives and deaths, until all is settled."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache, lru_cache
from pathlib import Path

from bot.demo.discord.interactions import Interaction
from bot.demo.discord.messages import Message
from bot.demo.discord.stand_in import DiscordStandIn
from bot.demo.discord.world import Channel, Member
from bot.demo.music import MusicStandIn, media
from bot.store.store import Store
from tests.crash.births import Birth, Nursery
from tests.crash.events import POST, Event, Point
from tests.crash.hands import Hands
from tests.crash.referee import Referee
from tests.crash.rows import Rows
from tests.processes import Stage, patient_discord
from tests.stores import RULES

BETWEEN_LOOKS = 6.0
"""Seconds by which the clocks go ahead with each look at the service, and whenever all is quiet."""
QUIET = 0.25
"""Real seconds without a call or a commit: whatever comes next waits for its time."""
PATIENCE = 120.0
"""Real seconds within which all must come about, on a slow machine too."""
LINGER = 0.7
"""Real seconds in which every lane looks at its rows once more."""
AFTERWARDS = 11.0
"""Seconds from a death to the next start: a command that was not confirmed by then is looked after."""


SETTINGS = {
    "TIME_SCALE": "100",
    "DEADLINE": "10d",
    "GRACE": "90m",  # 54 s: longer than a start takes on a slow machine
    "RUNNING_PER_MEMBER": "9",
    "CREDITS_WARN": "0",  # a look at the account concerns no request
}


class NotReached(Exception):
    """The bot came to rest without passing the point."""


class Ordeal(Stage):
    """A stage whose bot comes from the nursery. Its clock and Discord's go together."""

    def __init__(self, discord: DiscordStandIn, music: MusicStandIn, folder: Path, nursery: Nursery) -> None:
        super().__init__(discord, music, folder, SETTINGS, nursery)
        self._hands = Hands(folder / "clock")
        self.rows = Rows(folder / "minstrel.db")
        self.referee = Referee(discord, music, self._on_event)
        self.sabotage: str | None = None
        self.patience = PATIENCE
        self.lives = 0
        self.asked: list[Interaction] = []
        self._waits_for: Interaction | None = None

    @property
    def channel(self) -> Channel:
        return self.songs_channel

    @property
    def member(self) -> Member:
        return self.ana

    async def be_born(self, aim: Point | None = None) -> None:
        """Start the bot; the referee strikes at `aim`, which may come before it is online."""
        self.lives += 1
        self._waits_for = None
        self.referee.begin(aim)
        settings, log = self._environment(), self.folder / "bot.log"
        line, clock = self.referee.line, self._hands.path
        birth = Birth(self.folder, settings, log, clock, line, self.sabotage, unhurried=self.unhurried)
        self._bot = await self._nursery.bear(birth)
        await self.until(self._awake, 60, "the bot to come online")

    async def _awake(self) -> bool:
        if self._bot is not None and self._bot.status is not None:
            raise AssertionError(self.log()[-3000:])
        return self.referee.struck.is_set() or bool(self.discord.gateway.connected)

    async def die_at(self, point: Point) -> None:
        """Drive on until the referee strikes, then kill. Raises `NotReached`."""
        await self.drive(lambda: self.referee.struck.is_set() or self.rests(5.0))
        if not self.referee.struck.is_set():
            raise NotReached(f"{point} in life {self.lives}: {[event.name for event in self.referee.record.events]}")
        assert self._bot is not None
        assert await self._bot.kill() == -signal.SIGKILL
        assert self.referee.record.events[-1] == point.last
        await self.until(self._offline, 60, "everybody to notice")

    async def settle(self) -> None:
        """Until nothing is owed any more, or nobody has the patience; and a minute more, for what would come twice."""
        await self.drive(self.rests, self.patience)
        self._release_late()
        self.pass_time(60)
        await asyncio.sleep(LINGER)
        await self.drive(self.rests, self.patience)

    async def _offline(self) -> bool:
        return not self.discord.gateway.connected and not self.referee.lines

    async def go(self) -> None:
        """The last bot ends."""
        if self._bot is not None:
            await self._bot.kill()

    async def drive(self, done: Callable[[], bool], within: float = PATIENCE) -> None:
        """Let time pass wherever the bot only waits for it, until `done`, or for so many real seconds."""
        time = asyncio.get_running_loop().time
        deadline, passed_at = time() + within, time()
        while not done() and time() < deadline:
            if min(self.referee.idle(), time() - passed_at) > QUIET and not self.member_waits():
                self.pass_time(BETWEEN_LOOKS)
                passed_at = time()
            await asyncio.sleep(0.04)

    def member_waits(self) -> bool:
        """For a first answer, which Discord takes for three seconds only."""
        asked = self._waits_for
        return asked is not None and asked.first_answer is None and asked.code is None

    def pass_time(self, seconds: float) -> None:
        """For the bot and Discord alike; at the service it passes by the bot's looks."""
        self._hands.advance(seconds)
        self.discord.clock.advance(seconds)

    def rests(self, since: float = QUIET) -> bool:
        """Nothing is owed to anybody, and nothing goes on since so many seconds."""
        return (
            self.referee.idle() > since
            and all(task.settled for task in self.rows.tasks())
            and not any(delivery.state == "pending" for delivery in self.rows.deliveries())
        )

    def _on_event(self, event: Event) -> None:
        if event.moment == "after" and "record-info" in event.name:
            self._next_stage()
        elif event.moment == "after" and event.name == POST and self.lives > 1:
            self._release_late()

    def _release_late(self) -> None:
        while self.referee.late:
            self.referee.late.pop()()

    def _next_stage(self) -> None:
        """Each look of the bot's at the service finds it one stage further."""
        now = self.music.clock.now_ms()
        ahead = [due[0] - now for task in self.music.tasks.values() if (due := task.next_due())]
        self.music.clock.advance(max(0, *ahead, 0) / 1000 + BETWEEN_LOOKS)
        self.music.service.pass_time()
        self.pass_time(BETWEEN_LOOKS)

    def shown(self) -> list[Message]:
        """All that the bot has said in the channel, private answers too."""
        return [message for message in self.discord.messages(self.channel, self.member) if message.author.bot]

    async def ask(self, command: str, **options: object) -> Interaction:
        """A command whose answer is not waited for."""
        self._waits_for = await self.discord.slash(self.member, self.channel, command, options)
        self.asked.append(self._waits_for)
        return self._waits_for

    def go_blind(self) -> None:
        """From now on the bot may not read the channel; Discord then answers with an empty page."""
        self.channel.deny(self.guild.members[self.discord.world.bot.id], "read_message_history")

    @asynccontextmanager
    async def ledger(self) -> AsyncIterator[Store]:
        """The store itself, read only, beside the bot."""
        async with Store.look(f"sqlite:///{self.folder}/minstrel.db", RULES, "") as store:
            yield store


@asynccontextmanager
async def ordeal(folder: Path, nursery: Nursery) -> AsyncIterator[Ordeal]:
    """Songs pass their stages only when the bot looks, and are as short as they can be."""
    _make_each_file_once()
    async with patient_discord() as discord, MusicStandIn(song_seconds=2.0) as music:
        opened = Ordeal(discord, music, folder, nursery)
        async with opened.referee.listening():
            try:
                yield opened
            finally:
                await opened.go()


@cache
def _make_each_file_once() -> None:
    """All ordeals are for the same few songs, made from the same seeds; nobody listens to them."""
    for name in ("_mp3", "_wav", "paint_cover"):
        setattr(media, name, lru_cache(64)(getattr(media, name)))
