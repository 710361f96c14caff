"""A small HTTP server with songs, pictures and bad manners, for the tests of `bot.delivery`."""

import asyncio
import io
import wave
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import lameenc
from aiohttp import web
from aiohttp.test_utils import TestServer
from PIL import Image

AGENT = "Minstrel (Discord bot)"
BIG = 100_000_000


def mp3(seconds: float = 0.3) -> bytes:
    encoder = lameenc.Encoder()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(44100)
    encoder.set_bit_rate(64)
    encoder.silence()
    return bytes(encoder.encode(bytes(2 * int(44100 * seconds)))) + bytes(encoder.flush())


def wav(seconds: float = 0.3) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as writing:
        writing.setnchannels(1)
        writing.setsampwidth(2)
        writing.setframerate(44100)
        writing.writeframes(bytes(2 * int(44100 * seconds)))
    return file.getvalue()


def picture(width: int = 1024, height: int = 1024, kind: str = "PNG") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), (180, 40, 90)).save(file, kind)
    return file.getvalue()


class MediaServer:
    """`song` is what `/song.mp3` gives; `asked` counts the requests; `cover` is what `/cover.png` gives."""

    def __init__(self) -> None:
        self.song = mp3()
        self.cover = picture()
        self.wav = wav()
        self.asked = 0
        self.stall_over = False
        self._server = TestServer(web.Application())
        add = self._server.app.router.add_get
        add("/song.mp3", self._song)
        add("/song.wav", _fixed(lambda _: web.Response(body=self.wav, content_type="audio/wav")))
        add("/cover.png", _fixed(lambda _: web.Response(body=self.cover)))
        add("/big.mp3", self._big)
        add("/big.wav", self._big)
        add("/cut.mp3", self._cut)
        add("/stall.mp3", self._stall)
        add("/drip.mp3", self._drip)
        add("/status/{code}", _fixed(lambda request: web.Response(status=int(request.match_info["code"]))))
        add("/busy", _fixed(lambda request: web.Response(status=429, headers={"Retry-After": "7"})))
        add("/empty.mp3", _fixed(lambda request: web.Response()))
        add("/page.mp3", _fixed(lambda request: web.Response(text="<html>no song</html>")))
        add("/to", self._to)
        add("/again", _fixed(lambda request: web.Response(status=302, headers={"Location": "/again"})))

    @classmethod
    @asynccontextmanager
    async def open(cls) -> AsyncIterator["MediaServer"]:
        server = cls()
        async with server._server:
            yield server

    @property
    def port(self) -> int:
        assert self._server.port is not None
        return self._server.port

    @property
    def trusted(self) -> frozenset[str]:
        return frozenset({f"127.0.0.1:{self.port}"})

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    async def _song(self, request: web.Request) -> web.Response:
        self.asked += 1
        if request.headers.get("User-Agent") != AGENT:
            return web.Response(status=403)
        return web.Response(body=self.song, content_type="audio/mpeg")

    async def _to(self, request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": request.query["url"]})

    async def _big(self, request: web.Request) -> web.StreamResponse:
        """100 MB of frames; with `?quiet` its length is not told."""
        response = web.StreamResponse()
        if "quiet" not in request.query:
            response.content_length = BIG
        await response.prepare(request)
        await response.write(self.song)
        chunk, left = self.song[:100] * 640, BIG - len(self.song)
        while left:
            await response.write(chunk[:left])
            left -= min(left, len(chunk))
        return response

    async def _cut(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": str(2 * len(self.song))})
        await response.prepare(request)
        await response.write(self.song)
        assert request.transport is not None
        request.transport.close()
        return response

    async def _stall(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "1000"})
        await response.prepare(request)
        await response.write(self.song[:50])
        await asyncio.sleep(60)
        self.stall_over = True
        return response

    async def _drip(self, request: web.Request) -> web.StreamResponse:
        """The first bytes come one by one."""
        response = web.StreamResponse(headers={"Content-Length": str(len(self.song))})
        await response.prepare(request)
        for part in (self.song[:1], self.song[1:3], self.song[3:]):
            await response.write(part)
            await asyncio.sleep(0.02)
        return response


def _fixed(make: Callable[[web.Request], web.Response]) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handler(request: web.Request) -> web.Response:
        return make(request)

    return handler
