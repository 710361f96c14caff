"""What changes in the world, for those who watch (the demo page, tests)."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from bot.demo.discord.interactions import Interaction
    from bot.demo.discord.messages import Message
    from bot.demo.discord.world import Channel

Kind = Literal["message_created", "message_edited", "message_deleted", "interaction_answered", "typing"]


@dataclass(frozen=True)
class Change:
    kind: Kind
    channel: "Channel"
    message: "Message | None" = None
    interaction: "Interaction | None" = None


class Subscription:
    """An endless async iterator of changes; a watcher that falls 10,000 behind misses the oldest."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[Change] = asyncio.Queue(10_000)

    def put(self, change: Change) -> None:
        if self._queue.full():
            self._queue.get_nowait()
        self._queue.put_nowait(change)

    async def get(self) -> Change:
        return await self._queue.get()

    async def __aiter__(self) -> AsyncIterator[Change]:
        while True:
            yield await self.get()


class Feed:
    def __init__(self) -> None:
        self._subscriptions: set[Subscription] = set()

    @contextmanager
    def watch(self) -> Iterator[Subscription]:
        subscription = self.subscribe()
        try:
            yield subscription
        finally:
            self.unsubscribe(subscription)

    def subscribe(self) -> Subscription:
        subscription = Subscription()
        self._subscriptions.add(subscription)
        return subscription

    def unsubscribe(self, subscription: Subscription) -> None:
        self._subscriptions.discard(subscription)

    def publish(self, change: Change) -> None:
        for subscription in self._subscriptions:
            subscription.put(change)
