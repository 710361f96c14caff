"""Sending a file over HTTP: ranges and lengths as a good host does it, and the ways of bad ones."""

import asyncio
import re

from aiohttp import web

from bot.demo.music.faults import Fault

PIECE = 65_536
PAGE = b"<!DOCTYPE html><html><body>Checking your browser</body></html>"


async def send_file(request: web.Request, body: bytes, content_type: str) -> web.StreamResponse:
    """The whole, or the range that was asked for."""
    start, end, status = 0, len(body), 200
    headers = {"Content-Type": content_type, "Accept-Ranges": "bytes"}
    if asked := re.fullmatch(r"bytes=(\d*)-(\d*)", request.headers.get("Range", "")):
        first, last = asked.groups()
        start = int(first) if first else max(0, len(body) - int(last or 0))
        end = min(len(body), int(last) + 1) if first and last else len(body)
        if start >= end:
            return web.Response(status=416, headers={"Content-Range": f"bytes */{len(body)}"})
        status = 206
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{len(body)}"
    answer = web.StreamResponse(status=status, headers={**headers, "Content-Length": str(end - start)})
    await answer.prepare(request)
    for at in range(start, end, PIECE):
        await answer.write(body[at : min(end, at + PIECE)])
    return answer


async def send_spoilt(request: web.Request, body: bytes, content_type: str, fault: Fault) -> web.StreamResponse:
    match fault.kind:
        case "mime":
            return await send_file(request, body, fault.option("content_type", "application/octet-stream"))
        case "half":
            return await _half(request, body, content_type)
        case "drip":
            return await _drip(request, body, content_type, fault.option("seconds", 1.0))
        case "hold":
            return await _hold(request, body, content_type, fault)
        case "oversize":
            return await _repeat(request, body, content_type, fault.option("size", 100_000_000))
        case _:
            return _other(content_type, fault)


def _other(content_type: str, fault: Fault) -> web.Response:
    match fault.kind:
        case "redirect":
            return web.Response(status=302, headers={"Location": fault.option("to", "/")})
        case "zero":
            return web.Response(headers={"Content-Type": content_type})
        case "page":
            return web.Response(body=PAGE, headers={"Content-Type": "text/html"})
        case status:
            return web.Response(status=int(status), text="no")


async def _half(request: web.Request, body: bytes, content_type: str) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"Content-Type": content_type, "Content-Length": str(len(body))})
    await answer.prepare(request)
    await answer.write(body[: len(body) // 2])
    if request.transport:
        request.transport.close()
    return answer


async def _drip(request: web.Request, body: bytes, content_type: str, seconds: float) -> web.StreamResponse:
    """In a hundred pieces, spread over the seconds."""
    answer = web.StreamResponse(headers={"Content-Type": content_type, "Content-Length": str(len(body))})
    await answer.prepare(request)
    step = len(body) // 100 + 1
    for at in range(0, len(body), step):
        await answer.write(body[at : at + step])
        await asyncio.sleep(seconds / 100)
    return answer


async def _hold(request: web.Request, body: bytes, content_type: str, fault: Fault) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"Content-Type": content_type, "Content-Length": str(len(body))})
    await answer.prepare(request)
    await answer.write(body[: len(body) // 2])
    fault.arrived.set()
    await fault.until_released(request)
    await answer.write(body[len(body) // 2 :])
    return answer


async def _repeat(request: web.Request, body: bytes, content_type: str, size: int) -> web.StreamResponse:
    """An MP3 after itself is still an MP3, so that files of any size can be had."""
    answer = web.StreamResponse(headers={"Content-Type": content_type, "Content-Length": str(size)})
    await answer.prepare(request)
    sent = 0
    while sent < size:
        piece = body[sent % len(body) :][: min(PIECE, size - sent)]
        await answer.write(piece)
        sent += len(piece)
    return answer
