"""Callbacks of the music service. Each is only a hint to look now; what is true is asked for under our own key.

The path holds the task's key, so neither it nor the body is ever logged.
"""

import asyncio
import json
import logging
import re
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.clock import HOUR, Clock
from bot.errors import BotError
from bot.metrics import Metrics
from bot.web.signature import is_signed

log = logging.getLogger(__name__)

Hint = Callable[[str, str | None], Awaitable[bool]]
"""Given a task's key and the service's id for it, if named: look at once; False when the key is nobody's."""

LARGEST_BODY = 256 * 1024
"""Bytes; the longest lyrics of two songs take a tenth of it."""

PATIENCE, BODY_WITHIN = 0.8, 0.6
"""Seconds until the answer leaves, so that it is there within one; and until the body must have come."""

MOST_IN_HAND = 32
"""Callbacks at once. A flood above it is turned away unread, so that it costs neither memory nor the database."""

BETWEEN_WARNINGS = HOUR
"""Anybody may send what is not signed; the counter tells how often."""

OK, NOBODYS, BUSY, CUT_SHORT = 200, 404, 503, 408


class Callbacks:
    """`webhook_key` is kie's. Each callback is answered in time, also where the database takes longer to note it."""

    def __init__(self, hint: Hint, clock: Clock, metrics: Metrics, webhook_key: str | None = None) -> None:
        self._hint = hint
        self._clock = clock
        self._metrics = metrics
        self._quiet_until = 0
        self._webhook_key = webhook_key
        self._in_hand: set[asyncio.Task[int]] = set()

    async def receive(self, request: web.Request) -> web.Response:
        if len(self._in_hand) >= MOST_IN_HAND:
            return web.Response(status=BUSY)  # the service sends it again
        noting = asyncio.create_task(self._noted(request), name="callback")
        self._in_hand.add(noting)
        noting.add_done_callback(self._in_hand.discard)
        await asyncio.wait({noting}, timeout=PATIENCE)
        return web.Response(status=noting.result() if noting.done() else OK)  # what is slow is noted all the same

    async def finish(self) -> None:
        """Let what is in hand be noted."""
        await asyncio.gather(*self._in_hand, return_exceptions=True)

    async def _noted(self, request: web.Request) -> int:
        """The status to answer with."""
        try:
            async with asyncio.timeout(BODY_WITHIN):
                body = await request.read()
            service_task_id = task_id_in(body)
            if not self._genuine(request, service_task_id):
                self._unsigned()
                return NOBODYS
            return OK if await self._hint(request.match_info["key"], service_task_id) else NOBODYS
        except web.HTTPException as refusal:  # too large
            return refusal.status
        except (TimeoutError, ConnectionError):
            return CUT_SHORT
        except BotError as error:
            log.warning("A callback could not be used: %s", type(error).__name__)
            return BUSY
        except Exception as error:  # its text may hold what nobody may read
            log.error("A callback could not be read: %s", type(error).__name__)
            return BUSY

    def _genuine(self, request: web.Request, service_task_id: str | None) -> bool:
        if self._webhook_key is None:
            return True
        return service_task_id is not None and is_signed(
            self._webhook_key, service_task_id, request.headers, self._clock.now()
        )

    def _unsigned(self) -> None:
        self._metrics.unsigned_callback()
        now = self._clock.now()
        if now >= self._quiet_until:
            self._quiet_until = now + BETWEEN_WARNINGS
            log.warning(
                "A callback's signature does not fit. If the music service sent it, MUSIC_WEBHOOK_KEY is not its key, "
                "or the clock here is wrong"
            )


def task_id_in(body: bytes) -> str | None:
    """The service's id of the task, called `task_id` or `taskId`, in `data` or beside it; None when there is none."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    for level in (found.get("data"), found) if isinstance(found, dict) else ():
        for name in ("task_id", "taskId"):
            value = level.get(name) if isinstance(level, dict) else None
            if isinstance(value, str) and re.fullmatch(r"[A-Za-z0-9_-]{1,128}", value):
                return value
    return None
