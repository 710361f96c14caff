"""Callbacks of the music service. Each is only a hint to look now; what is true is asked for under our own key.

The path holds the task's key, so neither it nor the body is ever logged.
"""

import asyncio
import base64
import hashlib
import hmac
import json
import logging
import re
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

from bot.errors import BotError

log = logging.getLogger(__name__)

Hint = Callable[[str, str | None], Awaitable[bool]]
"""Given a task's key and the service's id for it, if named: look at once; False when the key is nobody's."""

LARGEST_BODY = 1024 * 1024
PATIENCE = 0.8
"""Seconds; the answer leaves within one."""


class Callbacks:
    def __init__(self, hint: Hint, webhook_key: str | None = None) -> None:
        self._hint = hint
        self._webhook_key = webhook_key

    async def receive(self, request: web.Request) -> web.Response:
        try:
            async with asyncio.timeout(PATIENCE):
                service_task_id = task_id_in(await request.read())
                if not self._genuine(request.headers, service_task_id):
                    raise web.HTTPNotFound
                if not await self._hint(request.match_info["key"], service_task_id):
                    raise web.HTTPNotFound
        except TimeoutError:
            return web.Response()  # polling finds what this would have told
        except BotError as error:
            log.warning("A callback could not be used: %s", type(error).__name__)
            return web.Response(status=503)  # the service sends it again
        return web.Response()

    def _genuine(self, headers: Mapping[str, str], service_task_id: str | None) -> bool:
        """kie signs `task_id.timestamp` where a key is set in its account; the others sign nothing.

        The timestamp's age does not matter: a callback that is sent again only makes the worker look again.
        """
        if self._webhook_key is None:
            return True
        message = f"{service_task_id}.{headers.get('X-Webhook-Timestamp', '')}"
        digest = hmac.new(self._webhook_key.encode(), message.encode(), hashlib.sha256).digest()
        given = headers.get("X-Webhook-Signature", "")
        return service_task_id is not None and hmac.compare_digest(base64.b64encode(digest), given.encode())


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
