"""The two bots under test: each a process of its own, each with a Discord of its own."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from bot.demo.discord.stand_in import DiscordStandIn
from bot.demo.discord.world import Channel, Member, User, World
from bot.demo.music.server import MusicStandIn

GUILDS, MEMBERS = 20, 5
QUIET = 3.0
"""Seconds for a bot to settle after it is connected and its commands are known."""


@dataclass(frozen=True)
class Rival:
    name: str
    discord: DiscordStandIn
    seats: list[tuple[Member, Channel]]
    """Who asks where."""


def crowd() -> World:
    """Twenty guilds with five members and a channel each."""
    world = World(bot=User(4242, "Minstrel", bot=True), owner=User(1000, "Ana"))
    for number in range(1, GUILDS + 1):
        guild = world.add_guild(100_000 + 10 * number, f"Guild {number}", world.owner)
        guild.add_channel(200_000 + number, "songs")
        for seat in range(MEMBERS):
            guild.add_member(world.add_user(300_000 + MEMBERS * number + seat, f"Member {number}-{seat}"))
    return world


@asynccontextmanager
async def minstrel(folder: Path, world: World | None = None, **settings: str) -> AsyncIterator[Rival]:
    """The real bot as `run` starts it, with all its work: rows, worker, creates, polls, edits."""
    async with await DiscordStandIn.start(world or crowd()) as discord:
        music = await MusicStandIn.start(credits=1_000_000, song_seconds=5)
        environ = {
            "DISCORD_TOKEN": discord.token,
            "DISCORD_API_URL": discord.api_url,
            "DISCORD_GATEWAY_URL": discord.gateway_url,
            "MUSIC_API_URL": music.url,
            "MUSIC_API_KEY": music.key,
            "MEDIA_DIR": str(folder),
            "DATABASE_URL": f"sqlite:///{folder / 'minstrel.db'}",
            "HTTP_PORT": "0",
            "QUOTA_DEFAULT": "10000000",
            "LOG_LEVEL": "WARNING",
            **settings,
        }
        try:
            async with _process(["-m", "bot", "run"], environ, folder):
                yield await _settled("minstrel", discord)
        finally:
            await music.close()


@asynccontextmanager
async def minimal(folder: Path) -> AsyncIterator[Rival]:
    async with await DiscordStandIn.start(crowd()) as discord:
        arguments = ["-m", "bench.minimal", discord.api_url, discord.gateway_url, discord.token]
        async with _process(arguments, {}, folder):
            yield await _settled("minimal", discord)


@asynccontextmanager
async def _process(arguments: list[str], environ: Mapping[str, str], folder: Path) -> AsyncIterator[None]:
    """In an empty folder, so that no `.env` is read."""
    path = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(Path(__file__).parent.parent)}
    process = await asyncio.create_subprocess_exec(sys.executable, *arguments, env=path | dict(environ), cwd=folder)
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), 15)
        except TimeoutError:
            process.kill()
            await process.wait()


async def _settled(name: str, discord: DiscordStandIn) -> Rival:
    await discord.gateway.wait_connected(timeout=30)
    await discord.requests.wait_for(("PUT", "/commands"), timeout=30)
    await asyncio.sleep(QUIET)
    guilds = list(discord.world.guilds.values())
    rows = [
        [(one, next(iter(guild.channels.values()))) for one in guild.members.values() if one.user.id >= 300_000]
        for guild in guilds
    ]
    seats = [seat for round_ in zip_longest(*rows) for seat in round_ if seat is not None]
    return Rival(name, discord, seats)
