"""The real discord.py against the stand-in."""

import io
from collections.abc import AsyncIterator

import discord
import pytest

from bot.demo.discord.clock import MovableClock
from bot.demo.discord.stand_in import DiscordStandIn
from tests.discord_client import TryClient, running_client


@pytest.fixture
async def stand_in() -> AsyncIterator[DiscordStandIn]:
    async with await DiscordStandIn.start(clock=MovableClock()) as stand_in:
        yield stand_in


@pytest.fixture
async def client(stand_in: DiscordStandIn) -> AsyncIterator[TryClient]:
    async with running_client(stand_in) as client:
        yield client


async def test_a_command_is_answered_publicly(stand_in: DiscordStandIn, client: TryClient) -> None:
    guild = stand_in.world.guilds[2001]
    songs, cleo = guild.channel("songs"), guild.member("Cleo")
    asked = await stand_in.slash(cleo, songs, "generate quick", {"prompt": "rain", "member": guild.member("Ben")})
    await asked.answered()
    assert asked.message is not None
    assert asked.message.content == "Queued: rain"
    assert stand_in.messages(songs) == [asked.message]


async def test_a_file_posted_in_a_channel_is_fetched_again(stand_in: DiscordStandIn, client: TryClient) -> None:
    channel = client.get_channel(3001)
    assert isinstance(channel, discord.TextChannel)
    sent = await channel.send("here", file=discord.File(io.BytesIO(b"sound" * 1000), "a song.mp3"))
    fetched = await channel.fetch_message(sent.id)
    assert await fetched.attachments[0].read() == b"sound" * 1000
    assert fetched.attachments[0].filename == "a_song.mp3"
