"""The page's own server on loopback: files of the page, what a member sees, what they do."""

import asyncio
from pathlib import Path
from typing import Self

from aiohttp import web

from bot.demo.bot_process import BotProcess
from bot.demo.discord.stand_in import DiscordStandIn
from bot.demo.music import MusicStandIn
from bot.demo.page_server.acts import Acts
from bot.demo.page_server.commands import commands_json, menus_json
from bot.demo.page_server.events import Events
from bot.demo.page_server.flow import Flow
from bot.demo.page_server.guard import guard, protect
from bot.demo.page_server.switches import Switches
from bot.demo.page_server.views import find_place, message_json, world_json

PAGE = Path(__file__).parents[1] / "page"
TYPES = {".js": "text/javascript", ".css": "text/css"}
HOST = "127.0.0.1"
LARGEST_BODY = 48 * 1024 * 1024
"""Uploads come as base64."""


class PageServer:
    """Open while its `async with` runs; takes any free port where `port` is not free."""

    def __init__(self, discord: DiscordStandIn, music: MusicStandIn, bot: BotProcess, port: int = 0) -> None:
        self._discord = discord
        self._port = port
        self._flow = Flow(discord, music, bot)
        self._events = Events(discord, bot, self._flow)
        app = web.Application(middlewares=[guard], client_max_size=LARGEST_BODY)
        app.on_response_prepare.append(protect)
        app.router.add_get("/", self._index)
        app.router.add_get(r"/page/{name:[a-z-]+\.(?:js|css)}", self._file)
        app.router.add_get("/api/world", self._world)
        app.router.add_get("/api/channel", self._channel)
        app.router.add_get("/api/events", self._events.stream)
        app.router.add_get("/api/flow", self._events.flow)
        app.router.add_get(r"/attachments/{channel_id:\d+}/{attachment_id:\d+}/{name}", discord.files.serve)
        app.add_routes([*Acts(discord, self._flow).routes(), *Switches(music, bot).routes()])
        self._runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=0.5)

    @property
    def address(self) -> str:
        host, port = self._runner.addresses[0][:2]
        return f"http://{host}:{port}/"

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, HOST, self._port).start()
        except OSError:
            await web.TCPSite(self._runner, HOST, 0).start()
        self._gathering = asyncio.create_task(self._flow.run(), name="flow")
        return self

    async def __aexit__(self, *_: object) -> None:
        self._gathering.cancel()
        await asyncio.gather(self._gathering, return_exceptions=True)
        await self._events.close()
        await self._runner.cleanup()

    async def _index(self, _: web.Request) -> web.Response:
        """With the modules named at the top, so that the browser need not find them one import after the other."""
        named = (f'<link rel="modulepreload" href="/page/{path.name}">' for path in sorted(PAGE.glob("*.js")))
        text = (PAGE / "index.html").read_text().replace("<!-- modules -->", "".join(named))
        return _page_part(text, "text/html")

    async def _file(self, request: web.Request) -> web.Response:
        path = PAGE / request.match_info["name"]
        if not path.is_file():
            raise web.HTTPNotFound
        return _page_part(path.read_text(), TYPES[path.suffix])

    async def _world(self, request: web.Request) -> web.Response:
        return web.json_response(world_json(self._discord, int(request.query["member"])))

    async def _channel(self, request: web.Request) -> web.Response:
        """Messages, commands and menus of `?channel=` as `?member=` sees them."""
        member, channel = find_place(self._discord, request.query["member"], request.query["channel"])
        messages = [message_json(self._discord, message, member) for message in self._discord.messages(channel, member)]
        offered = {
            "commands": commands_json(self._discord, member, channel),
            "menus": menus_json(self._discord, member, channel),
        }
        return web.json_response({"messages": messages, **offered})


def _page_part(text: str, content_type: str) -> web.Response:
    response = web.Response(text=text, content_type=content_type)
    response.enable_compression()
    return response
