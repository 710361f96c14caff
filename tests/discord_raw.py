"""The stand-in spoken to without any library: raw requests with the bot's token, interactions without a bot."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from bot.demo.discord.clock import MovableClock
from bot.demo.discord.interactions import Interaction
from bot.demo.discord.messages import Message
from bot.demo.discord.stand_in import DiscordStandIn
from bot.demo.discord.world import Channel, Guild, Member

COMMANDS = [
    {
        "name": "sing",
        "description": "Sings",
        "options": [{"type": 3, "name": "text", "description": "What", "autocomplete": True}],
    }
]
Answer = tuple[int, Any]


class RawBot:
    def __init__(self, stand_in: DiscordStandIn, session: aiohttp.ClientSession) -> None:
        self.stand_in, self._session = stand_in, session
        self.guild: Guild = stand_in.world.guilds[2001]
        self.songs: Channel = self.guild.channel("songs")
        self.ana, self.ben, self.cleo = (self.guild.member(name) for name in ("Ana", "Ben", "Cleo"))
        self.messages = f"/channels/{self.songs.id}/messages"

    async def call(
        self, method: str, path: str, body: Any = None, *, files: dict[str, bytes] | None = None, token: bool = True
    ) -> Answer:
        """Status and JSON (None for an empty body); with `files` as multipart."""
        headers = {"Authorization": f"Bot {self.stand_in.token}"} if token else {}
        data: Any = None
        if files is not None:
            data = aiohttp.FormData()
            data.add_field("payload_json", json.dumps(body or {}), content_type="application/json")
            for number, (name, content) in enumerate(files.items()):
                data.add_field(f"files[{number}]", content, filename=name, content_type="application/octet-stream")
        url = self.stand_in.api_url + path
        sent = body if files is None else None
        async with self._session.request(method, url, json=sent, data=data, headers=headers) as response:
            text = await response.text()
            if response.content_type == "application/json":
                assert response.headers["Content-Type"] == "application/json"
                return response.status, json.loads(text)
            return response.status, text or None

    async def post(self, body: dict[str, Any], **extra: Any) -> Answer:
        return await self.call("POST", self.messages, body, **extra)

    async def posted(self, body: dict[str, Any], **extra: Any) -> Message:
        """A message in #songs that was taken."""
        status, answer = await self.post(body, **extra)
        assert status == 200, answer
        return self.stand_in.messages(self.songs)[-1]

    async def asked(self, member: Member | None = None) -> Interaction:
        """`/sing` by a member (Cleo), not yet answered."""
        if not self.stand_in.commands():
            await self.call("PUT", f"/applications/{self.stand_in.application_id}/commands", COMMANDS)
        return await self.stand_in.slash(member or self.cleo, self.songs, "sing")

    async def callback(self, interaction: Interaction, kind: int, data: Any = None, **extra: Any) -> Answer:
        path = f"/interactions/{interaction.id}/{interaction.token}/callback?with_response=1"
        body = {"type": kind} if data is None else {"type": kind, "data": data}
        return await self.call("POST", path, body, token=False, **extra)

    async def webhook(
        self, interaction: Interaction, method: str, rest: str = "", body: Any = None, **extra: Any
    ) -> Answer:
        path = f"/webhooks/{self.stand_in.application_id}/{interaction.token}{rest}"
        return await self.call(method, path, body, token=False, **extra)


@asynccontextmanager
async def raw_bot() -> AsyncIterator[RawBot]:
    async with await DiscordStandIn.start(clock=MovableClock()) as stand_in, aiohttp.ClientSession() as session:
        yield RawBot(stand_in, session)
