"""Fetches a file of the service, or of Discord, to disk: 64 KiB at a time, from where it may, and what it should be.

Errors name the host and the status, never the address: what follows its `?` may be a secret.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import Enum
from pathlib import Path
from typing import Self

import aiohttp
from yarl import URL

from bot.clock import SECOND
from bot.delivery.addresses import NotPublic, is_trusted, public_socket
from bot.errors import CourierError, MediaBarred, MediaLater, MediaLost

CHUNK = 64 * 1024
REDIRECTS = 3
_GONE = frozenset({404, 410})
_MOVED = frozenset({301, 302, 303, 307, 308})
# Some hosts of the service answer 403 to the names that libraries give themselves.
_HEADERS = {"User-Agent": "Minstrel (Discord bot)", "Accept": "*/*", "Accept-Encoding": "identity"}


class TooBig(CourierError):
    """The file is larger than asked for. `size` is its length in bytes where the host told it."""

    def __init__(self, size: int | None) -> None:
        super().__init__("the file is too big")
        self.size = size


class Format(Enum):
    """What a file must begin with."""

    MP3 = "mp3"
    PICTURE = "picture"
    WAV = "wav"

    def fits(self, head: bytes) -> bool:
        if self is Format.MP3:
            return head.startswith(b"ID3") or _is_frame(head)
        if self is Format.WAV:
            return (head[:4], head[8:12]) == (b"RIFF", b"WAVE")
        return head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (head[:4], head[8:12]) == (b"RIFF", b"WEBP")


def _is_frame(head: bytes) -> bool:
    """Whether an MPEG audio frame starts here: eleven set bits, then neither version nor layer reserved."""
    return len(head) > 2 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0 and bool(head[1] & 0x06) and head[1] & 0x18 != 8


class Downloader:
    """Two sessions: one whose sockets refuse all but public addresses, one for the trusted hosts."""

    def __init__(self, public: aiohttp.ClientSession, private: aiohttp.ClientSession, trusted: frozenset[str]) -> None:
        self._public, self._private, self._trusted = public, private, trusted

    @classmethod
    @asynccontextmanager
    async def open(
        cls, trusted: frozenset[str], *, connect: float = 10, stall: float = 30, total: float = 300
    ) -> AsyncIterator[Self]:
        """The time-outs are in seconds: to connect, between two chunks, and for all of one answer."""
        timeout = aiohttp.ClientTimeout(total=total, connect=connect, sock_connect=connect, sock_read=stall)
        async with (
            _session(aiohttp.TCPConnector(socket_factory=public_socket), timeout) as public,
            _session(aiohttp.TCPConnector(), timeout) as private,
        ):
            yield cls(public, private, trusted)

    async def fetch(self, address: str, target: Path, wanted: Format, most: int) -> int:
        """Store the file behind `address` as `target` and return its length.

        Raises TooBig above `most` bytes, MediaLost when it cannot be had for good, MediaBarred when we fetch nothing
        from there, MediaLater when it cannot be had now.
        """
        url = URL()
        try:
            url = URL(address)
            for _ in range(REDIRECTS + 1):
                async with self._get(url) as answer:
                    if answer.status not in _MOVED:
                        return await _store(answer, target, wanted, most)
                    url = url.join(URL(answer.headers.get("Location", "")))
        except ValueError:  # its text may hold the address
            raise MediaBarred("not a usable address") from None
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            if isinstance(error.__cause__, NotPublic):
                raise MediaBarred(f"{url.host}: not a public address") from None
            raise MediaLater(f"{url.host}: {type(error).__name__}") from error
        raise MediaLater(f"{url.host}: too many redirects")

    @asynccontextmanager
    async def _get(self, url: URL) -> AsyncIterator[aiohttp.ClientResponse]:
        trusted = is_trusted(url, self._trusted)
        if url.user or url.password or url.scheme not in ({"http", "https"} if trusted else {"https"}):
            raise MediaBarred(f"{url.host}: only https, and no user name")
        session = self._private if trusted else self._public
        async with session.get(url, allow_redirects=False) as answer:
            yield answer


def _session(connector: aiohttp.TCPConnector, timeout: aiohttp.ClientTimeout) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=connector,
        timeout=timeout,
        headers=_HEADERS,
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,  # lengths are compared as they come over the wire
    )


async def _store(answer: aiohttp.ClientResponse, target: Path, wanted: Format, most: int) -> int:
    if answer.status in _GONE:
        raise MediaLost(f"{answer.url.host}: {answer.status}")
    if answer.status != 200:
        raise MediaLater(f"{answer.url.host}: {answer.status}", _retry_after(answer))
    if (answer.content_length or 0) > most:
        raise TooBig(answer.content_length)
    head = await _head(answer)
    if not wanted.fits(head):  # seen: an empty body with status 200
        raise MediaLater(f"{answer.url.host}: not {wanted.value}")
    with await asyncio.to_thread(target.open, "wb") as file:
        await asyncio.to_thread(file.write, head)
        async for chunk in answer.content.iter_chunked(CHUNK):
            if file.tell() + len(chunk) > most:
                raise TooBig(None)
            await asyncio.to_thread(file.write, chunk)
        return file.tell()


async def _head(answer: aiohttp.ClientResponse) -> bytes:
    try:
        return await answer.content.readexactly(12)
    except asyncio.IncompleteReadError as error:
        return error.partial


def _retry_after(answer: aiohttp.ClientResponse) -> int | None:
    seconds = answer.headers.get("Retry-After", "")
    return int(seconds) * SECOND if seconds.isascii() and seconds.isdigit() and len(seconds) < 6 else None
