"""Around every REST call: reading, logging, faults, the bot's token, and answers in Discord's shape."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formatdate
from typing import Any

from aiohttp import web

from bot.demo.discord.bodies import Body, read_body
from bot.demo.discord.faults import Fault
from bot.demo.discord.log import RequestRecord
from bot.demo.discord.refusals import Refused, invalid, unauthorized
from bot.demo.discord.state import State

API = "/api/v10"


class Gone(Exception):
    """The connection is dead: nobody to answer."""


@dataclass
class Call:
    """One request, read and authorised."""

    params: dict[str, str]
    query: dict[str, str]
    body: Body

    def id(self, name: str) -> int:
        value = self.params[name]
        if not value.isdecimal():
            raise invalid((name,), "NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.')
        return int(value)

    @property
    def json(self) -> dict[str, Any]:
        """The JSON object, {} where there is none."""
        if self.body.payload is None:
            return {}
        if not isinstance(self.body.payload, dict):
            raise invalid((), "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        return self.body.payload


Handler = Callable[[State, Call], Any]
"""Applies at once, without waiting, so that no two requests mix. None is answered as 204."""


class Rest:
    def __init__(self, state: State, app: web.Application) -> None:
        self._state = state
        self._app = app

    def add(self, method: str, template: str, handler: Handler, *, by_bot: bool = True) -> None:
        """`by_bot` false: interaction and webhook calls, whose token stands in the path."""

        async def serve(request: web.Request) -> web.StreamResponse:
            answer = await self._serve(request, template, handler, by_bot)
            answer.headers["Date"] = formatdate(self._state.clock.now() / 1000, usegmt=True)
            return answer

        self._app.router.add_route(method, API + template, serve)

    async def _serve(self, request: web.Request, template: str, handler: Handler, by_bot: bool) -> web.StreamResponse:
        path = request.path.removeprefix(API)
        record = RequestRecord(request.method, template, path, None, dict(request.query), at=self._state.clock.now())
        body = Body()
        try:
            body = await read_body(request, self._state.files)
            record.payload = body.payload
            record.files = [(upload.name, upload.size) for upload in body.uploads.values()]
            fault = self._state.faults.take(request.method, path, body.payload, record.at)
            await self._state.requests.add(record)
            if fault is not None:
                await _before(fault, request)
            elif by_bot:
                self._state.faults.check_global(record.at)
            if by_bot and request.headers.get("Authorization") != f"Bot {self._state.token}":
                raise unauthorized()
            answer = handler(self._state, Call(dict(request.match_info), dict(request.query), body))
            if fault is not None:
                await _after(fault, request)
        except (Gone, ConnectionError):  # the client may go while it is still sending
            return web.Response(status=499)
        except Refused as refusal:
            record.status, record.code = refusal.status, refusal.code
            return _answer(refusal.body(), refusal.status, refusal.headers)
        finally:
            body.discard()
        record.status = 204 if answer is None else 200
        return web.Response(status=204) if answer is None else _answer(answer, 200, {})


def _answer(body: Any, status: int, headers: dict[str, str]) -> web.Response:
    # discord.py reads a body as JSON only if the type is exactly this, without a charset.
    return web.Response(
        body=json.dumps(body).encode(), status=status, headers={"Content-Type": "application/json", **headers}
    )


async def _before(fault: Fault, request: web.Request) -> None:
    if fault.kind in ("429", "429-global", "403", "404", "refuse", "cloudflare", "500-before"):
        raise fault.refusal()
    if fault.kind == "cut-before":
        _cut(request)
    if fault.kind == "hold-before":
        await _hold(fault, request)
    if fault.kind == "late":
        await fault.hold(lambda: True)
    if fault.kind == "slow-before":
        await asyncio.sleep(fault.seconds)


async def _after(fault: Fault, request: web.Request) -> None:
    if fault.kind == "500-after":
        raise fault.refusal()
    if fault.kind == "cut-after":
        _cut(request)
    if fault.kind == "hold-after":
        await _hold(fault, request)
    if fault.kind == "slow-after":
        await asyncio.sleep(fault.seconds)


async def _hold(fault: Fault, request: web.Request) -> None:
    def alive() -> bool:
        return request.transport is not None and not request.transport.is_closing()

    await fault.hold(alive)
    if not alive():
        raise Gone


def _cut(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.close()
    raise Gone
