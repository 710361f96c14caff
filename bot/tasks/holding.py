"""The breaker: holds creates back while the service takes none, and probes until it does again."""

import logging
from dataclasses import dataclass

from bot.clock import MINUTE, SECOND
from bot.errors import MusicApiError
from bot.models import Kind, Reason, Task
from bot.tasks.context import Context

log = logging.getLogger(__name__)

UNCLEAR_IN_A_ROW = 3
"""Each unclear create costs a member a wait, so few are enough to stop."""

OF_THE_ACCOUNT = frozenset({Reason.SERVICE_EMPTY, Reason.KEY_REFUSED})
"""Only the host can put these right; a credit query tells when that has been done."""

FIRST_PROBE = 5 * SECOND
LAST_PROBE = 5 * MINUTE


@dataclass(frozen=True, slots=True)
class Held:
    """`probe_at`: when creates will be tried again; `news`: that they are held for this reason was not known before."""

    probe_at: int
    news: bool


class Breaker:
    """Its state is a row, shared by all workers; only the count of unclear answers in a row is kept in memory."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._unclear = 0
        self._on_trial = False

    async def allowance(self, room: int) -> int:
        """How many creates may go out now: all, none, or one on trial where it is time to try again."""
        hold = await self._context.store.sending.hold() if room > 0 else None
        self._on_trial = False
        if hold is None:
            return room
        if self._context.clock.now() < hold.probe_at:
            return 0
        await self.open(hold.reason)
        if not await self._answers(hold.reason):
            return 0
        if hold.reason in OF_THE_ACCOUNT:
            await self.release()
            return room
        self._on_trial = True
        return 1

    async def open(self, reason: Reason, found_by: Task | None = None) -> Held:
        """Hold creates back. The pauses grow from 5 s to 5 min, also over holds that ended with nothing to try.

        The owner hears of it where `found_by` is given.
        """
        now = self._context.clock.now()
        hold = await self._context.store.sending.hold()
        graver = hold is not None and reason in OF_THE_ACCOUNT and hold.reason is not reason
        if hold is not None and now < hold.probe_at and not graver:
            return Held(hold.probe_at, news=False)  # those that were in flight together count once
        before = max(hold.failures if hold else 0, self._unclear - UNCLEAR_IN_A_ROW)
        pause = min(LAST_PROBE, FIRST_PROBE * 2 ** min(before, 10))
        probe_at = now + self._context.waits.scaled(pause)
        news = await self._context.store.sending.hold_creates(reason, probe_at, now, found_by)
        if news:
            log.warning("Creates are held back: %s", reason)
        return Held(probe_at, news)

    async def unclear(self) -> None:
        """A create brought no usable answer."""
        self._unclear += 1
        if self._unclear >= UNCLEAR_IN_A_ROW:
            await self.open(Reason.UNREACHABLE)

    async def release(self) -> None:
        """A create brought a plain answer, be it a refusal."""
        self._unclear = 0
        await self._lift()

    async def nothing_to_try(self) -> None:
        """No request waits for what `allowance` gave. A trial ends with it, but not the count: nothing was answered."""
        if self._on_trial:
            await self._lift()

    async def _lift(self) -> None:
        sending = self._context.store.sending
        if await sending.hold() is not None and await sending.release_creates():
            log.warning("Creates go on: the service takes them again")

    async def _answers(self, reason: Reason) -> bool:
        """A credit query costs nothing. An empty account must show enough for one song again."""
        enough = self._context.profile.prices[Kind.GENERATE] if reason is Reason.SERVICE_EMPTY else 0
        try:
            return await self._context.api.credits() >= enough
        except MusicApiError as error:
            log.info("The service still takes no creates: %s", type(error).__name__)
            return False
