"""Sending an answer, in order or spoilt on the way."""

import asyncio
import json
from typing import Any

from aiohttp import web

from bot.demo.music.answers import Answer, Json
from bot.demo.music.faults import Fault

PAGE = "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
JSON_TYPE = "application/json"


async def send(request: web.Request, answer: Answer, envelope: Json, fault: Fault | None) -> web.StreamResponse:
    text = json.dumps(envelope)
    match fault and fault.kind:
        case "truncated":
            return await _truncated(request, text.encode())
        case "wrong_type":
            kind = fault.option("content_type", "text/plain") if fault else ""
            return web.Response(status=answer.status, text=text, content_type=kind)
        case "huge":
            text += " " * (fault.option("size", 20_000_000) if fault else 0)
        case "slow":
            await asyncio.sleep(fault.option("seconds", 1.0) if fault else 0)
    return web.Response(status=answer.status, text=text, content_type=JSON_TYPE)


async def send_instead(request: web.Request, fault: Fault) -> web.StreamResponse:
    if fault.kind == "cut" and request.transport:
        request.transport.abort()
    match fault.kind:
        case "html":
            return web.Response(status=fault.option("status", 200), text=PAGE, content_type="text/html")
        case "redirect":
            return web.Response(status=302, headers={"Location": fault.option("to", "/elsewhere")})
        case "empty" | "list" | "cut":
            return web.Response(text="[]" if fault.kind == "list" else "", content_type=JSON_TYPE)
        case "http":
            return _status(fault)
        case _:
            code, msg = fault.option("code", 500), fault.option("msg", "server error")
            envelope = {"code": code, "msg": msg, "data": fault.option("data", None)}
            return web.Response(text=json.dumps(envelope), content_type=JSON_TYPE)


def _status(fault: Fault) -> web.Response:
    status = fault.option("status", 500)
    body: Any = fault.option("body", {"code": status, "msg": "server error", "data": None})
    headers = {"Retry-After": str(fault.options["retry_after"])} if "retry_after" in fault.options else {}
    if isinstance(body, str):
        return web.Response(status=status, text=body, headers=headers, content_type="text/html")
    return web.Response(status=status, text=json.dumps(body), headers=headers, content_type=JSON_TYPE)


async def _truncated(request: web.Request, body: bytes) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"Content-Type": JSON_TYPE, "Content-Length": str(len(body))})
    await answer.prepare(request)
    await answer.write(body[: len(body) // 2])
    if request.transport:
        request.transport.close()
    return answer
