"""One HTTP call, and what became of it. Create calls go out once over a fresh connection; only reads are repeated."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp

from bot.errors import MusicApiError, NotConnected, RateLimited, Unclear
from bot.music_api.meaning import Answer, error_of
from bot.music_api.profiles import Profile
from bot.music_api.wire import Json, number, text

AGENT = "Minstrel/0.1"
LARGEST_ANSWER = 8 * 1024 * 1024
CREATE_TIMEOUT = aiohttp.ClientTimeout(total=60, sock_connect=10)
READ_TIMEOUT = aiohttp.ClientTimeout(total=20, sock_connect=5)
READ_TRIES = 3
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 10.0
"""Seconds between the tries of a read; doubled each time, with jitter."""
LONGEST_RETRY_AFTER = 3600.0


class Transport:
    """`host` is what rows remember a task's service by."""

    def __init__(self, profile: Profile, base_url: str, creates: aiohttp.ClientSession, reads: aiohttp.ClientSession):
        self._profile = profile
        self._base_url = base_url.rstrip("/")
        self._creates = creates
        self._reads = reads

    @classmethod
    @asynccontextmanager
    async def open(cls, profile: Profile, key: str, base_url: str) -> AsyncIterator["Transport"]:
        headers = {"Authorization": f"Bearer {key}", "Accept": "application/json", "User-Agent": AGENT}
        # A stale keep-alive connection would make a create look unclear that was never sent.
        fresh = aiohttp.TCPConnector(force_close=True)
        async with (
            aiohttp.ClientSession(headers=headers, connector=fresh, timeout=CREATE_TIMEOUT) as creates,
            aiohttp.ClientSession(headers=headers, timeout=READ_TIMEOUT) as reads,
        ):
            yield cls(profile, base_url, creates, reads)

    async def create(self, path: str, body: Mapping[str, Any]) -> Any:
        """Send once. The answer's `data`; raises every `MusicApiError`."""
        return await self._call(self._creates, "POST", path, json=body)

    async def read(self, method: str, path: str, **query: Any) -> Any:
        """Send up to three times, for it changes nothing. The answer's `data`; raises every `MusicApiError`."""
        tries = 0
        while True:
            tries += 1
            try:
                return await self._call(self._reads, method, path, **query)
            except (Unclear, NotConnected, RateLimited) as error:
                pause = _pause(tries, error)
                if pause is None:
                    raise
            await asyncio.sleep(pause)

    async def _call(self, session: aiohttp.ClientSession, method: str, path: str, **query: Any) -> Any:
        where = f"{method} {path}"
        try:
            # The key must not travel to wherever a redirect points.
            async with session.request(method, f"{self._base_url}{path}", allow_redirects=False, **query) as response:
                return self._data(where, response, await _body(response))
        except MusicApiError:
            raise
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotConnected(f"{where}: {type(error).__name__}") from None
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise Unclear(f"{where}: {type(error).__name__}") from None

    def _data(self, where: str, response: aiohttp.ClientResponse, body: Json) -> Any:
        inside = number(body.get("code"))
        code = None if inside is None else int(inside)
        if response.status == 200 and code == 200:
            return body.get("data")
        retry_after = _milliseconds(response.headers.get("Retry-After", ""))
        answer = Answer(response.status, code, text(body.get("msg")), body.get("data"), retry_after)
        raise error_of(self._profile, where, answer, paid=response.method == "POST")


def _pause(tries: int, error: MusicApiError) -> float | None:
    """Seconds before the next try of a read; None where there is none, also when the service wants a longer one."""
    if tries >= READ_TRIES:
        return None
    if isinstance(error, RateLimited) and error.retry_after is not None:
        return error.retry_after / 1000 if error.retry_after <= LONGEST_PAUSE * 1000 else None
    return min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** (tries - 1)) * random.uniform(0.5, 1.0)


def _milliseconds(retry_after: str) -> int | None:
    """From seconds or from a date, as HTTP allows both; an hour at most, for nobody means a year."""
    seconds = number(retry_after)
    if seconds is None and retry_after:
        try:
            seconds = parsedate_to_datetime(retry_after).timestamp() - time.time()
        except (ValueError, OverflowError):
            return None
    return None if seconds is None else max(0, round(min(seconds, LONGEST_RETRY_AFTER) * 1000))


async def _body(response: aiohttp.ClientResponse) -> Json:
    """The JSON object of an answer, whatever content type it claims; empty where there is none."""
    parts, size = [], 0
    async for part in response.content.iter_chunked(64 * 1024):
        size += len(part)
        if size > LARGEST_ANSWER:
            raise Unclear(f"{response.method} {response.url.path}: more than {LARGEST_ANSWER} bytes")
        parts.append(part)
    return Json.of(b"".join(parts).decode("utf-8", "replace"))
