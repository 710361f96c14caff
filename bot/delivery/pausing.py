"""A block by Cloudflare holds for the whole address: while it lasts nothing at all is asked of Discord."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.clock import MINUTE, Clock
from bot.errors import Blocked


class Pause:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until = 0

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Raises `Blocked` at once while a block lasts, and notes one that is met inside."""
        left = self._until - self._clock.now()
        if left > 0:
            raise Blocked("shut out by Cloudflare", left, refused=True)
        try:
            yield
        except Blocked as error:
            self._until = self._clock.now() + (error.retry_after or MINUTE)
            raise
