"""What becomes of a delivery after an attempt: posted, lost, unsure, or tried again later."""

import logging

from bot.clock import DAY, HOUR, MINUTE, SECOND
from bot.errors import (
    Blind,
    CourierError,
    MayNotPost,
    MediaBarred,
    MediaLater,
    MediaLost,
    MessageGone,
    PostLater,
)
from bot.models import Delivery, DeliveryKind, DeliveryState, Reason
from bot.store.leases import Lease
from bot.tasks.context import Context
from bot.tasks.ports import Parcel

log = logging.getLogger(__name__)

ELSEWHERE = frozenset({DeliveryKind.OWNER, DeliveryKind.DIRECT})
"""What does not go to the channel of the request."""

UNFORESEEN = 30 * SECOND
"""Before a delivery is tried again after a fault that nobody foresaw; doubled with each attempt."""


class Settler:
    def __init__(self, context: Context) -> None:
        self._context = context
        self._deliveries = context.store.deliveries
        self._clock = context.clock

    async def failed(self, parcel: Parcel, lease: Lease, error: CourierError) -> None:
        """What the courier's answer to a look or to an attempt means."""
        delivery = parcel.delivery
        match error:
            case MessageGone():  # posted, then deleted by someone
                await self.settle(parcel, lease, DeliveryState.POSTED)
            case MediaLost():
                await self._lost(parcel, lease, self._why_lost(parcel, error), error)
            case Blind():
                await self.settle(parcel, lease, DeliveryState.UNSURE)
            case MayNotPost() if delivery.kind is DeliveryKind.DIRECT:  # who takes no direct messages is left alone
                await self.settle(parcel, lease, DeliveryState.LOST)
            case MayNotPost():
                log.warning("Request %d: Discord does not let the bot post (%s)", parcel.task.id, error)
                await self._closed(parcel, lease, MINUTE * 2 ** min(delivery.attempts, 6), error)
            case MediaLater() if self._never_comes(delivery):
                reposted = delivery.kind is DeliveryKind.REPOST
                await self._lost(parcel, lease, Reason.GONE if reposted else Reason.SERVICE_FAILED, error)
            case PostLater() if error.refused and self._clock.now() > self._until(parcel):
                await self._lost(parcel, lease, Reason.CLOSED, error)
            case PostLater():
                if not delivery.attempts:  # once is enough: it may be tried for days
                    log.warning("Request %d: %s has to wait (%s)", parcel.task.id, _named(delivery), error)
                pause = error.retry_after or 5 * SECOND * 2 ** min(delivery.attempts, 6)
                await self._later(delivery, lease, pause, refused=error.refused)
            case _:
                raise error

    async def unforeseen(self, delivery: Delivery, lease: Lease) -> None:
        """Put it behind others of its channel; the first time no longer than Discord remembers the nonce."""
        await self._later(delivery, lease, UNFORESEEN * 2 ** min(delivery.attempts, 6), refused=False)

    async def settle(
        self,
        parcel: Parcel,
        lease: Lease,
        state: DeliveryState,
        message_id: int | None = None,
        *,
        reason: Reason | None = None,
    ) -> None:
        now, delivery = self._clock.now(), parcel.delivery
        if delivery.kind is DeliveryKind.STATUS and message_id is not None:
            shown = (parcel.task.version, parcel.view.digest, now + 5 * SECOND)
            await self._deliveries.settle_status(lease, delivery, message_id, *shown, now)
        else:
            ended = await self._deliveries.settle(lease, delivery, state, message_id, now, reason=reason)
            self._context.ended(ended)
        self._context.metrics.delivery(delivery.kind, state)

    async def _lost(self, parcel: Parcel, lease: Lease, reason: Reason, error: CourierError) -> None:
        log.warning("Request %d: %s is lost (%s)", parcel.task.id, _named(parcel.delivery), error)
        await self.settle(parcel, lease, DeliveryState.LOST, reason=reason)

    async def _closed(self, parcel: Parcel, lease: Lease, pause: int, error: MayNotPost) -> None:
        """Nothing more is tried in the channel for a while, as Discord asks of bots."""
        delivery, now = parcel.delivery, self._clock.now()
        if now > self._until(parcel):
            await self._lost(parcel, lease, Reason.CLOSED, error)
        elif delivery.kind in ELSEWHERE:
            await self._later(delivery, lease, pause, refused=True)
        else:
            await self._deliveries.close_channel(lease, delivery, now + min(pause, HOUR), now)

    async def _later(self, delivery: Delivery, lease: Lease, pause: int, *, refused: bool) -> None:
        now = self._clock.now()
        await self._deliveries.postpone(lease, delivery, now + min(pause, HOUR), now, refused=refused)

    def _never_comes(self, delivery: Delivery) -> bool:
        """A file that is broken at the service may stay so; nobody waits for it longer than for a request's turn."""
        return self._clock.now() > delivery.created_at + self._context.settings.wait_max

    def _why_lost(self, parcel: Parcel, error: MediaLost) -> Reason:
        """The service keeps songs for days; one that is lost after them has waited for its channel."""
        if parcel.delivery.kind is DeliveryKind.REPOST:
            return Reason.GONE
        if isinstance(error, MediaBarred):
            return Reason.ADDRESS
        return Reason.CLOSED if self._clock.now() > self._until(parcel) else Reason.DELETED

    def _until(self, parcel: Parcel) -> int:
        """Songs wait until the service has deleted them; lesser messages wait a day."""
        delivery = parcel.delivery
        keeps = parcel.track if delivery.kind in {DeliveryKind.SONG, DeliveryKind.WAV} else None
        return keeps.expires_at if keeps else delivery.created_at + DAY


def _named(delivery: Delivery) -> str:
    return f"{delivery.kind} {delivery.id}"
