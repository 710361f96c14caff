"""Callbacks: POSTed at each stage to the address that the create call gave, if that is on this machine."""

import asyncio
import base64
import hashlib
import hmac
import json
import logging

import aiohttp
from yarl import URL

from bot.demo.music.answers import Json
from bot.demo.music.asking import Asker
from bot.demo.music.callback_bodies import callback_body
from bot.demo.music.service import Service
from bot.demo.music.tasks import Task

log = logging.getLogger(__name__)
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
TIMEOUT_SECONDS = 15.0
RETRIES = 3
# The service publishes no delays; these are divided by the speed.
DELAYS_SECONDS = (2.0, 5.0, 10.0)


class Messenger:
    """`unreachable_fails`: a task whose last callback cannot be delivered becomes CALLBACK_EXCEPTION."""

    def __init__(self, service: Service, asker: Asker, webhook_key: str | None) -> None:
        self._service, self._asker = service, asker
        self._webhook_key = webhook_key
        self._session: aiohttp.ClientSession | None = None
        self._under_way: set[asyncio.Task[None]] = set()
        self.enabled = True
        self.unreachable_fails = False
        self.sent: list[tuple[str, Json, int | None]] = []
        """Address, body, and the HTTP status that came back, None without any; one for each attempt."""

    def announce(self, task: Task, stage: str) -> None:
        """Tell a stage that was just passed; returns at once."""
        if not self.enabled:
            return
        body = callback_body(self._service.house, self._asker, task, stage)
        if body is None:
            return
        if not _on_this_machine(task.callback_url):
            self._undelivered(task)
            return
        sending = asyncio.create_task(self._deliver(task, body), name=f"callback {stage}")
        self._under_way.add(sending)
        sending.add_done_callback(self._under_way.discard)

    async def close(self) -> None:
        for sending in list(self._under_way):
            sending.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        if self._session:
            await self._session.close()

    async def _deliver(self, task: Task, body: Json) -> None:
        for delay in (0.0, *DELAYS_SECONDS[:RETRIES]):
            await asyncio.sleep(delay / self._service.speed)
            if await self._post(task, body) == 200:
                return
        self._undelivered(task)

    async def _post(self, task: Task, body: Json) -> int | None:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT_SECONDS))
        headers = {"Content-Type": "application/json", **self._signature(task.id)}
        status: int | None = None
        try:
            async with self._session.post(task.callback_url, data=json.dumps(body), headers=headers) as answer:
                status = answer.status
        except (aiohttp.ClientError, TimeoutError) as error:
            log.debug("callback of task %s not delivered: %s", task.id, type(error).__name__)
        self.sent.append((task.callback_url, body, status))
        return status

    def _signature(self, task_id: str) -> dict[str, str]:
        """Kie signs the task id and the time, not the body, and only when a key was set."""
        if not (self._webhook_key and self._service.house.signs):
            return {}
        moment = str(self._service.clock.now_ms() // 1000)
        digest = hmac.new(self._webhook_key.encode(), f"{task_id}.{moment}".encode(), hashlib.sha256).digest()
        return {"X-Webhook-Timestamp": moment, "X-Webhook-Signature": base64.b64encode(digest).decode()}

    def _undelivered(self, task: Task) -> None:
        if self.unreachable_fails and task.ended:
            task.callback_failed = True


def _on_this_machine(url: str) -> bool:
    """Nobody else is ever contacted, whatever a create call says."""
    try:
        return URL(url).host in LOOPBACK
    except ValueError:
        return False
