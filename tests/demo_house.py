"""The page's server over a stand-in of Discord, with a real discord.py client of few commands behind it."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.demo.bot_process import BotProcess
from bot.demo.discord.stand_in import DiscordStandIn
from bot.demo.music import MusicStandIn
from bot.demo.page_server.server import PageServer
from tests.discord_client import running_client

ANA, BEN, CLEO, SONGS, LOUNGE = "1001", "1002", "1003", "3001", "3002"


class House:
    def __init__(
        self, discord: DiscordStandIn, music: MusicStandIn, page: PageServer, session: aiohttp.ClientSession
    ) -> None:
        self.discord, self.music, self.session = discord, music, session
        self.origin = page.address.rstrip("/")

    async def get(self, path: str, **headers: str) -> tuple[int, str]:
        async with self.session.get(self.origin + path, headers=headers) as answer:
            return answer.status, await answer.text()

    async def post(self, path: str, body: Any, **headers: str) -> tuple[int, Any]:
        sent = {"Origin": self.origin, **headers}
        async with self.session.post(f"{self.origin}/api/{path}", json=body, headers=sent) as answer:
            return answer.status, await answer.json()

    async def act(self, path: str, member: str = ANA, channel: str = SONGS, **body: Any) -> tuple[int, Any]:
        return await self.post(path, {"member": member, "channel": channel, **body})

    async def seen(self, member: str = ANA, channel: str = SONGS) -> list[dict[str, Any]]:
        """Messages as the page gets them."""
        status, text = await self.get(f"/api/channel?member={member}&channel={channel}")
        assert status == 200
        messages: list[dict[str, Any]] = json.loads(text)["messages"]
        return messages

    async def offered(self, member: str) -> list[str]:
        """Names of the commands that the page offers in #songs."""
        _, text = await self.get(f"/api/channel?member={member}&channel={SONGS}")
        return [command["name"] for command in json.loads(text)["commands"]]

    async def publish(self, commands: list[dict[str, Any]]) -> None:
        """Register commands without a bot."""
        url = f"{self.discord.api_url}/applications/{self.discord.application_id}/commands"
        token = {"Authorization": f"Bot {self.discord.token}"}
        async with self.session.put(url, json=commands, headers=token) as answer:
            assert answer.status == 200, await answer.text()

    @asynccontextmanager
    async def events(self, member: str) -> AsyncIterator[AsyncIterator[dict[str, Any]]]:
        async with self.session.get(f"{self.origin}/api/events?member={member}") as answer:
            assert answer.content_type == "text/event-stream"
            yield _events(answer)


async def _events(answer: aiohttp.ClientResponse) -> AsyncIterator[dict[str, Any]]:
    async for line in answer.content:
        if line.startswith(b"data: "):
            yield json.loads(line[6:])


@asynccontextmanager
async def house(folder: Path, *, client: bool = True) -> AsyncIterator[House]:
    """`client=False`: nobody answers what members do."""
    async with (
        await DiscordStandIn.start() as discord,
        MusicStandIn() as music,
        PageServer(discord, music, BotProcess(discord, music, folder, lambda _: None)) as page,
        aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(10)) as session,
    ):
        opened = House(discord, music, page, session)
        if not client:
            yield opened
            return
        async with running_client(discord):
            yield opened


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as opened:
        yield opened


@pytest.fixture
async def deaf(tmp_path: Path) -> AsyncIterator[House]:
    """Without a bot."""
    async with house(tmp_path, client=False) as opened:
        yield opened
