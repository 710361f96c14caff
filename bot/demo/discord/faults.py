"""Failures on demand: what the bot's requests meet, how often, and requests held until released."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from bot.demo.discord.refusals import Refused, rate_limited

Kind = Literal[
    "429", "429-global", "403", "404", "refuse", "cloudflare", "500-before", "500-after", "cut-before", "cut-after",
    "hold-before", "hold-after", "late", "slow-before", "slow-after",
]  # fmt: skip
Match = tuple[str, str]
"""Method (`*` for any) and a regular expression searched in the path below `/api/v10`."""


@dataclass(eq=False)
class Fault:
    method: str
    path: re.Pattern[str]
    kind: Kind
    times: int
    status: int = 500
    code: int = 0
    message: str = "Internal Server Error"
    retry_after: float = 0.3
    seconds: float = 0.5
    only: Callable[[object], bool] | None = None
    """Given the JSON body; the fault skips requests for which this is false."""
    hit: asyncio.Event = field(default_factory=asyncio.Event)
    """Set as soon as a request meets the fault (a held one: while it is held)."""
    _released: asyncio.Event = field(default_factory=asyncio.Event)

    def release(self) -> None:
        self._released.set()

    async def hold(self, alive: Callable[[], bool]) -> None:
        """Wait for the release, or until the client's connection is dead."""
        while alive() and not self._released.is_set():
            try:
                await asyncio.wait_for(self._released.wait(), 0.02)
            except TimeoutError:
                continue

    def refusal(self) -> Refused:
        if self.kind == "429":
            return rate_limited(self.retry_after)
        if self.kind == "429-global":
            return rate_limited(self.retry_after, scope="global")
        if self.kind == "403":
            return Refused(403, self.code or 50013, "Missing Permissions")
        if self.kind == "404":
            return Refused(404, self.code or 10008, "Unknown Message")
        if self.kind == "cloudflare":
            return Refused(429, 0, "You are being blocked", headers={"Retry-After": "60"})
        return Refused(self.status, self.code, self.message)


class Faults:
    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._limited_until = 0

    def add(
        self,
        match: Match,
        kind: Kind,
        *,
        times: int = 1,
        status: int = 500,
        code: int = 0,
        message: str = "Internal Server Error",
        retry_after: float = 0.3,
        seconds: float = 0.5,
        only: Callable[[object], bool] | None = None,
    ) -> Fault:
        """`refuse` answers status, code and message; `429` waits `retry_after`; `slow-…` takes `seconds`.

        `429-global` also refuses every other request with the bot's own right until `retry_after` is over.
        `late` holds a request as `hold-before`, but does its work at the release even when the client is long dead.
        """
        method, path = match
        pattern = re.compile(path)
        fault = Fault(method, pattern, kind, times, status, code, message, retry_after, seconds, only)
        self._faults.append(fault)
        return fault

    def clear(self) -> None:
        """Forget all faults and let go what is held."""
        for fault in self._faults:
            fault.release()
        self._faults.clear()

    def take(self, method: str, path: str, payload: object, now: int) -> Fault | None:
        for fault in self._faults:
            if fault.times <= 0 or fault.method not in ("*", method) or not fault.path.search(path):
                continue
            if fault.only is None or fault.only(payload):
                fault.times -= 1
                fault.hit.set()
                if fault.kind == "429-global":
                    self._limited_until = now + round(fault.retry_after * 1000)
                return fault
        return None

    def check_global(self, now: int) -> None:
        left = self._limited_until - now
        if left > 0:
            raise rate_limited(left / 1000, scope="global")
