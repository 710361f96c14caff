"""Server-sent events: every change that a member may see, as it happens."""

import asyncio
import contextlib
import json

from aiohttp import web

from bot.demo.bot_process import BotProcess
from bot.demo.discord.checks import Json
from bot.demo.discord.feed import Change
from bot.demo.discord.stand_in import DiscordStandIn
from bot.demo.page_server.views import message_json

LOOK_EVERY = 0.5
"""Seconds between looks at the bot's process, which nobody announces."""


class Events:
    def __init__(self, discord: DiscordStandIn, bot: BotProcess) -> None:
        self._discord = discord
        self._bot = bot
        self._open: set[asyncio.Task[object]] = set()

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """`?member=`: whose eyes these are. Begins with the state of the bot's process."""
        viewer = int(request.query["member"])
        if viewer not in self._discord.world.users:
            raise LookupError(viewer)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        task = asyncio.current_task()
        if task is not None:
            self._open.add(task)
            task.add_done_callback(self._open.discard)
        with contextlib.suppress(ConnectionError):
            await self._send_all(response, viewer)
        return response

    async def close(self) -> None:
        """End the streams, which would go on for ever."""
        for task in list(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _send_all(self, response: web.StreamResponse, viewer: int) -> None:
        told: Json = {}
        with self._discord.feed.watch() as changes:
            while True:
                if (state := bot_json(self._bot)) != told:
                    told = state
                    await _send(response, {"kind": "bot", **state})
                try:
                    change = await asyncio.wait_for(changes.get(), LOOK_EVERY)
                except TimeoutError:
                    await response.write(b": still here\n\n")  # fails once the page is gone
                    continue
                if shown := self._shown(change, viewer):
                    await _send(response, shown)

    def _shown(self, change: Change, viewer: int) -> Json | None:
        message, world = change.message, self._discord.world
        if message is None or change.kind not in ("message_created", "message_edited", "message_deleted"):
            return None
        hidden = message.viewer is not None and message.viewer.id != viewer
        if hidden or not world.may(world.users[viewer], change.channel, "view_channel"):
            return None
        body: Json = {"kind": change.kind, "channel_id": str(change.channel.id), "message_id": str(message.id)}
        return body if message.deleted else body | {"message": message_json(self._discord, message)}


def bot_json(bot: BotProcess) -> Json:
    return {"stage": bot.stage, "status": bot.status}


async def _send(response: web.StreamResponse, event: Json) -> None:
    await response.write(f"data: {json.dumps(event)}\n\n".encode())
