"""The soak itself: members who ask, a bot that is killed and born again, and the end when nothing is owed any more."""

import asyncio
import random
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from unittest.mock import patch

from bot.demo.discord.interactions import Interaction
from bot.demo.discord.messages import Message
from bot.demo.discord.stand_in import DiscordStandIn
from bot.demo.discord.world import Channel, Guild, Member, User, World
from bot.demo.music import MusicStandIn, media
from bot.store.store import Store
from tests.crash.births import Birth, Nursery
from tests.crash.hands import Hands
from tests.media_server import mp3, picture, wav
from tests.processes import Stage, free_port
from tests.soak.misfortunes import DiscordMisfortunes, MusicMisfortunes
from tests.soak.promises import Broken, Outcome, broken
from tests.soak.rows import Rows
from tests.stores import RULES

SCALE = 40
"""How much faster than life the service is, and the bot's waits for it."""

GUILDS, MEMBERS = 24, 3
AT_ONCE = 48
"""Requests that are open at once, at most; then members wait before they ask again."""

KINDS = {"generate": 70, "lyrics": 12, "extend": 9, "wav": 9}
LEAP = 10.0
"""Seconds by which the clocks go ahead at the end, while nothing more is asked, with every look at what is owed."""


class Soak(Stage):
    """A stage of many channels, with misfortunes; the bot comes from the nursery."""

    def __init__(
        self, discord: DiscordStandIn, music: MusicStandIn, folder: Path, nursery: Nursery, chance: random.Random
    ) -> None:
        port = free_port()  # one for all lives, so that callbacks find the bot that comes after
        super().__init__(
            discord,
            music,
            folder,
            {
                "TIME_SCALE": str(SCALE),
                "HTTP_PORT": str(port),
                "PUBLIC_URL": f"http://127.0.0.1:{port}",
                "QUOTA_DEFAULT": "1000000",
                "RUNNING_PER_GUILD": "100",
                "RUNNING_PER_MEMBER": "100",
                "LOG_LEVEL": "WARNING",
            },
            nursery,
        )
        self.rows = Rows(folder / "minstrel.db")
        self.asked: list[Interaction] = []
        self.kills = 0
        self.sabotage: str | None = None
        self.began = time.monotonic()
        self._chance = chance
        self._hands = Hands(folder / "clock")
        self.music.faults = self.service_faults = MusicMisfortunes(0, chance)
        self.music.media._faults = self.music._endpoints._faults = self.service_faults
        self.discord._state.faults = self.discord_faults = DiscordMisfortunes(0, chance)

    def let_things_go_wrong(self, service: float, discord: float) -> None:
        """For so large a share of the calls."""
        self.service_faults.share, self.discord_faults.share = service, discord

    # The bot

    async def be_born(self) -> None:
        log = self.folder / "bot.log"
        self._bot = await self._nursery.bear(
            Birth(self.folder, self._environment(), log, self._hands.path, sabotage=self.sabotage)
        )
        await self.until(self._awake, 60, "the bot to come online")

    async def _awake(self) -> bool:
        if self._bot is not None and self._bot.status is not None:
            raise AssertionError((self.folder / "bot.log").read_text()[-3000:])
        return bool(self.discord.gateway.connected)

    async def die(self) -> None:
        assert self._bot is not None
        assert await self._bot.kill() == -signal.SIGKILL
        self.kills += 1
        await self.until(self._offline, 20, "the gateway to notice")

    async def close(self) -> None:
        if self._bot is not None:
            await self._bot.kill()

    # Members

    async def ask(self) -> None:
        """Somebody asks for something, somewhere; nobody waits for the answer."""
        guild = self._chance.choice(list(self.discord.world.guilds.values()))
        member, channel = self._someone(guild)
        kind = self._chance.choices(list(KINDS), list(KINDS.values()))[0]
        track = self.rows.some_track(guild.id) if kind in {"extend", "wav"} else None
        command, options = {
            "extend": ("extend", {"track": str(track)}),
            "wav": ("wav", {"track": str(track)}),
            "lyrics": ("lyrics write", {"prompt": "rain on a tin roof"}),
        }.get(kind if track or kind == "lyrics" else "", ("generate quick", {"prompt": "slow piano, rain"}))
        self.asked.append(await self.discord.slash(member, channel, command, options))

    def _someone(self, guild: Guild) -> tuple[Member, Channel]:
        members = [member for member in guild.members.values() if not member.user.bot]
        return self._chance.choice(members), next(iter(guild.channels.values()))

    # The end

    async def settle(self, within: float, told: Callable[[], None]) -> bool:
        """Whether nothing is owed any more after so many seconds at most; the clocks go faster meanwhile."""
        self.let_things_go_wrong(0, 0)
        deadline, quiet = time.monotonic() + within, 0
        while time.monotonic() < deadline:
            await asyncio.sleep(0.5)
            told()
            quiet = quiet + 1 if self.rows.owed() == 0 else 0
            if quiet > 4:
                return True
            self._hands.advance(LEAP)
            self.discord.clock.advance(LEAP)
            self.music.clock.advance(LEAP)
        return False

    async def promises(self) -> list[Broken]:
        """All that does not hold."""
        vanished = sum(self.service_faults.met[f"media {kind}"] for kind in ("404", "redirect"))
        tasks, deliveries = self.rows.tasks(), self.rows.deliveries()
        made = list(self.music.tasks.values())
        found = broken(Outcome(tasks, deliveries, made, self.everything(), vanished, self.rows.used()))
        async with Store.look(f"sqlite:///{self.folder}/minstrel.db", RULES, "") as store:
            differences = await store.quotas.differences()
        return found + [Broken("books", str(difference)) for difference in differences]

    def everything(self) -> list[Message]:
        """Public messages of the bot in all channels."""
        world = self.discord.world
        channels = [channel for guild in world.guilds.values() for channel in guild.channels.values()]
        return [message for channel in channels for message in self.discord.messages(channel) if message.author.bot]


def crowd() -> World:
    world = World(bot=User(4242, "Minstrel", bot=True), owner=User(1000, "Owner"))
    for number in range(1, GUILDS + 1):
        guild = world.add_guild(2000 + number, f"Guild {number}", world.owner)
        guild.add_channel(3000 + number, "songs")
        for seat in range(MEMBERS):
            guild.add_member(world.add_user(1001 + MEMBERS * (number - 1) + seat, f"Member {number}-{seat}"))
    return world


@asynccontextmanager
async def soak(folder: Path, chance: random.Random) -> AsyncIterator[Soak]:
    """Every song sounds the same and has the same small cover: nobody listens to them."""
    files = {"mp3": mp3(2.0), "wav": wav(2.0), "jpeg": picture(64, 64, "JPEG")}
    with patch.object(media, "_maker", lambda ending, _: lambda: files[ending]):
        async with _staged(folder, chance) as opened:
            yield opened


@asynccontextmanager
async def _staged(folder: Path, chance: random.Random) -> AsyncIterator[Soak]:
    async with (
        Nursery.open() as nursery,
        await DiscordStandIn.start(crowd()) as discord,
        MusicStandIn(song_seconds=2.0, speed=SCALE, credits=10_000_000, seed=chance.randrange(1 << 30)) as music,
    ):
        opened = Soak(discord, music, folder, nursery, chance)
        try:
            yield opened
        finally:
            with suppress(ProcessLookupError):
                await opened.close()
