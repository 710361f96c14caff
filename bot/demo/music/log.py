"""What was asked of the stand-in, so that tests count create calls exactly."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

from bot.demo.music.answers import Json


@dataclass
class Call:
    """`code` is None until an answer was decided; `task_id` the task that was made or asked for.

    `peer` is the caller's address and port: calls with the same one came over the same connection.
    """

    endpoint: str
    body: Json
    at_ms: int
    code: int | None = None
    task_id: str | None = None
    user_agent: str = ""
    peer: str = ""


class CallLog:
    def __init__(self) -> None:
        self._calls: list[Call] = []
        self._news = asyncio.Event()

    def __iter__(self) -> Iterator[Call]:
        return iter(self._calls)

    def __len__(self) -> int:
        return len(self._calls)

    def __getitem__(self, index: int) -> Call:
        return self._calls[index]

    def of(self, endpoint: str) -> list[Call]:
        return [call for call in self._calls if call.endpoint == endpoint]

    def count(self, endpoint: str) -> int:
        return len(self.of(endpoint))

    def add(self, call: Call) -> None:
        self._calls.append(call)
        self._news.set()

    def clear(self) -> None:
        self._calls.clear()

    async def wait_for(self, endpoint: str, count: int = 1, within: float = 60.0) -> list[Call]:
        """The calls of an endpoint, as soon as so many have arrived (not: been answered). Raises TimeoutError."""
        async with asyncio.timeout(within):
            while self.count(endpoint) < count:
                self._news.clear()
                await self._news.wait()
        return self.of(endpoint)
