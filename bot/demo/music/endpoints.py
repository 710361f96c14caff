"""The nine endpoints over HTTP: the key, the body, the fault whose turn it is, the answer."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from bot.demo.music import creating
from bot.demo.music.answers import Answer, Json, RefusedError
from bot.demo.music.asking import Asker
from bot.demo.music.creating import Order
from bot.demo.music.faults import INSTEAD, Fault, Faults, is_alive
from bot.demo.music.log import Call, CallLog
from bot.demo.music.replies import send, send_instead
from bot.demo.music.service import Service
from bot.demo.music.spoil import spoil

CREATES: dict[str, Callable[[Service, Order], Answer]] = {
    "generate": creating.generate,
    "extend": creating.extend,
    "lyrics": creating.lyrics,
    "wav": creating.wav,
}


@dataclass(frozen=True)
class _Asked:
    """A request as it arrived. `body` is the query for GET; `broken` says that it was no JSON object."""

    endpoint: str
    key: str | None
    body: Json
    broken: bool


class Endpoints:
    asker: Asker

    def __init__(self, service: Service, faults: Faults, calls: CallLog) -> None:
        self._service, self._faults, self._calls = service, faults, calls

    def routes(self) -> list[web.RouteDef]:
        api = "/api/v1"
        return [
            web.post(f"{api}/generate", self._handler("generate")),
            web.post(f"{api}/generate/extend", self._handler("extend")),
            web.get(f"{api}/generate/record-info", self._handler("record-info")),
            web.get(self._service.house.credit_path, self._handler("credit")),
            web.post(f"{api}/generate/get-timestamped-lyrics", self._handler("timed-lyrics")),
            web.post(f"{api}/lyrics", self._handler("lyrics")),
            web.get(f"{api}/lyrics/record-info", self._handler("lyrics-info")),
            web.post(f"{api}/wav/generate", self._handler("wav")),
            web.get(f"{api}/wav/record-info", self._handler("wav-info")),
        ]

    def _handler(self, endpoint: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            return await self._handle(endpoint, request)

        return handle

    async def _handle(self, endpoint: str, request: web.Request) -> web.StreamResponse:
        asked = await _read(endpoint, request)
        call = Call(endpoint, asked.body, self._service.clock.now_ms(), task_id=asked.body.get("taskId"))
        call.user_agent, call.peer = request.headers.get("User-Agent", ""), _peer(request)
        self._calls.add(call)
        self._service.pass_time()
        fault = self._faults.take(endpoint, asked.body)
        if fault and fault.kind in INSTEAD:
            return await self._instead(asked, call, fault, request)
        answer = self._answer(asked, call, fault)
        if answer.code == 200 and self._loses_answer(asked):
            return await send_instead(request, _cut())
        return await send(request, answer, spoil(answer, fault) if fault else answer.envelope(), fault)

    async def _instead(self, asked: _Asked, call: Call, fault: Fault, request: web.Request) -> web.StreamResponse:
        answer = self._answer(asked, call, fault) if fault.applied else None
        if fault.kind != "hold":
            call.code = fault.option("code", None) if fault.kind == "code" else call.code
            return await send_instead(request, fault)
        fault.arrived.set()
        await fault.until_released(request)
        if answer is None and is_alive(request):
            answer = self._answer(asked, call, fault)
        answer = answer or Answer(code=500, msg="gone")
        return await send(request, answer, answer.envelope(), None)

    def _answer(self, asked: _Asked, call: Call, fault: Fault | None) -> Answer:
        try:
            answer = self._operate(asked, fault.word if fault else None)
        except RefusedError as refused:
            answer = refused.answer
        call.code = answer.code
        if isinstance(answer.data, dict):
            call.task_id = answer.data.get("taskId") or call.task_id
        return answer

    def _operate(self, asked: _Asked, word: str | None) -> Answer:
        if asked.key not in self._service.credits:
            raise RefusedError(401, "You do not have access permissions")
        if asked.broken:
            raise RefusedError(400, "The request parameter is not JSON")
        if asked.endpoint in CREATES:
            return CREATES[asked.endpoint](self._service, Order(asked.key, asked.body, word))
        match asked.endpoint:
            case "credit":
                return self.asker.credit(asked.key)
            case "timed-lyrics":
                return self.asker.timed_lyrics(asked.key, asked.body)
            case "lyrics-info":
                return self.asker.lyrics_info(asked.key, str(asked.body.get("taskId", "")))
            case "wav-info":
                return self.asker.wav_info(asked.key, str(asked.body.get("taskId", "")))
            case _:
                return self.asker.record_info(asked.key, str(asked.body.get("taskId", "")))

    def _loses_answer(self, asked: _Asked) -> bool:
        """`unclear please`: the request is taken, but the caller never hears so. Works once for a text."""
        text = str(asked.body.get("prompt") or "")
        return (
            asked.endpoint in CREATES
            and "unclear please" in text.lower()
            and (self._service.use_word("unclear", f"lost {text}") is not None)
        )


def _peer(request: web.Request) -> str:
    address = request.transport.get_extra_info("peername") if request.transport else None
    return f"{address[0]}:{address[1]}" if address else ""


def _cut() -> Fault:
    return Fault("*", "cut", 1, None, None, {})


async def _read(endpoint: str, request: web.Request) -> _Asked:
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    key = key if scheme == "Bearer" else ""
    if request.method != "POST":
        return _Asked(endpoint, key, dict(request.query), broken=False)
    try:
        body = json.loads(await request.text())
    except ValueError:
        body = None
    broken = not isinstance(body, dict) or request.content_type != "application/json"
    return _Asked(endpoint, key, body if isinstance(body, dict) else {}, broken)
