"""Every request that arrived, for tests to judge and to wait for."""

import asyncio
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.demo.discord.faults import Match


@dataclass
class RequestRecord:
    method: str
    template: str
    """As in Discord's OpenAPI document: `/channels/{channel_id}/messages`."""
    path: str
    payload: Any
    query: dict[str, str] = field(default_factory=dict)
    files: list[tuple[str, int]] = field(default_factory=list)
    """Names and sizes in bytes."""
    at: int = 0
    status: int | None = None
    """None while unanswered, and for good where the connection was cut before an answer."""
    code: int | None = None


class RequestLog:
    """Bounded; oldest first."""

    def __init__(self, most: int = 20_000) -> None:
        self._records: deque[RequestRecord] = deque(maxlen=most)
        self._grown = asyncio.Condition()

    def __iter__(self) -> Iterator[RequestRecord]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)

    async def add(self, record: RequestRecord) -> None:
        self._records.append(record)
        async with self._grown:
            self._grown.notify_all()

    def find(self, match: Match) -> list[RequestRecord]:
        method, path = match
        return [item for item in self._records if method in ("*", item.method) and re.search(path, item.path)]

    async def wait_for(self, match: Match, *, count: int = 1, timeout: float = 60) -> list[RequestRecord]:  # noqa: ASYNC109
        """Until `count` requests that match have arrived (answered or not)."""
        async with asyncio.timeout(timeout), self._grown:
            await self._grown.wait_for(lambda: len(self.find(match)) >= count)
        return self.find(match)

    def clear(self) -> None:
        self._records.clear()
