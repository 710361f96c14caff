"""Server-sent events: every change that a member may see, as it happens."""

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable, Coroutine
from typing import TypeVar

from aiohttp import web

from bot.demo.bot_process import BotProcess
from bot.demo.discord.checks import Json
from bot.demo.discord.feed import Change
from bot.demo.discord.stand_in import DiscordStandIn
from bot.demo.page_server.flow import Flow
from bot.demo.page_server.views import message_json

Item = TypeVar("Item")
Send = Callable[[web.StreamResponse], Awaitable[None]]
LOOK_EVERY = 0.5
"""Seconds between looks at the bot's process, which nobody announces."""


class Events:
    def __init__(self, discord: DiscordStandIn, bot: BotProcess, flow: Flow) -> None:
        self._discord = discord
        self._bot = bot
        self._flow = flow
        self._open: set[asyncio.Task[object]] = set()

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """`?member=`: whose eyes these are. Begins with the state of the bot's process."""
        viewer = int(request.query["member"])
        if viewer not in self._discord.world.users:
            raise LookupError(viewer)
        return await self._answer(request, lambda response: self._send_changes(response, viewer))

    async def flow(self, request: web.Request) -> web.StreamResponse:
        """What flows behind the scenes, from the first step that is still known."""
        return await self._answer(request, self._send_flow)

    async def close(self) -> None:
        """End the streams, which would go on for ever."""
        for task in list(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _answer(self, request: web.Request, send: Send) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        task = asyncio.current_task()
        if task is not None:
            self._open.add(task)
            task.add_done_callback(self._open.discard)
        with contextlib.suppress(ConnectionError):
            await send(response)
        return response

    async def _send_flow(self, response: web.StreamResponse) -> None:
        with self._flow.watch() as steps:
            while True:
                if step := await _next(steps.get, response):
                    await _send(response, step)

    async def _send_changes(self, response: web.StreamResponse, viewer: int) -> None:
        told: Json = {}
        with self._discord.feed.watch() as changes:
            while True:
                if (state := bot_json(self._bot)) != told:
                    told = state
                    await _send(response, {"kind": "bot", **state})
                if (change := await _next(changes.get, response)) and (shown := self._shown(change, viewer)):
                    await _send(response, shown)

    def _shown(self, change: Change, viewer: int) -> Json | None:
        message, world = change.message, self._discord.world
        if message is None or change.kind not in ("message_created", "message_edited", "message_deleted"):
            return None
        hidden = message.viewer is not None and message.viewer.id != viewer
        if hidden or not world.may(world.users[viewer], change.channel, "view_channel"):
            return None
        body: Json = {"kind": change.kind, "channel_id": str(change.channel.id), "message_id": str(message.id)}
        if message.deleted or change.channel.guild is None:
            return body
        return body | {"message": message_json(self._discord, message, change.channel.guild.members[viewer])}


def bot_json(bot: BotProcess) -> Json:
    return {"stage": bot.stage, "status": bot.status}


async def _next(get: Callable[[], Coroutine[None, None, Item]], response: web.StreamResponse) -> Item | None:
    """None after a while without any; a page that is gone is found out then."""
    try:
        return await asyncio.wait_for(get(), LOOK_EVERY)
    except TimeoutError:
        await response.write(b": still here\n\n")
        return None


async def _send(response: web.StreamResponse, event: Json) -> None:
    await response.write(f"data: {json.dumps(event)}\n\n".encode())
