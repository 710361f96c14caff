"""The post lane: look, note the attempt, deliver, mark; one message a channel at a time."""

import logging
from collections.abc import Hashable, Sequence
from dataclasses import replace

from bot.clock import DAY, HOUR, MINUTE, SECOND
from bot.errors import Blind, MayNotPost, MediaLost, MessageGone, PostLater
from bot.models import Delivery, DeliveryKind, DeliveryState
from bot.store.leases import Lease
from bot.tasks.context import Context
from bot.tasks.lanes import Lane
from bot.tasks.ports import Parcel
from bot.tasks.timed import words_of_rows

log = logging.getLogger(__name__)

NONCE_LASTS = MINUTE
"""Discord remembers a nonce for "a few minutes"; within one, posting again cannot make a second message."""


class PostLane(Lane[Delivery]):
    name = "post"
    limit = 8

    def __init__(self, context: Context) -> None:
        super().__init__(context.store, context.clock, context.owner)
        self._context = context

    async def due(self, room: int) -> Sequence[Delivery]:
        return await self._store.deliveries.due(self._clock.now(), room)

    def key(self, item: Delivery) -> Hashable:
        return item.channel_id

    async def work(self, item: Delivery) -> None:
        async with self._leased(item.channel_id) as lease:
            delivery = await self._store.deliveries.still_due(item.id, self._clock.now()) if lease else None
            parcel = await self._parcel(delivery) if delivery else None
            if lease is None or delivery is None or parcel is None:
                return
            try:
                message_id = await self._look(parcel) if delivery.attempts else None
                if message_id is None:
                    message_id = await self._post(parcel, lease)
            except MessageGone:
                await self._settle(parcel, lease, DeliveryState.POSTED)  # posted, then deleted by someone
            except MediaLost:
                await self._settle(parcel, lease, DeliveryState.LOST, gone=True)
            except Blind:
                await self._settle(parcel, lease, DeliveryState.UNSURE)
            except MayNotPost as error:
                await self._closed(parcel, lease, error)
            except PostLater as error:
                await self._later(delivery, lease, error.retry_after or 5 * SECOND * 2 ** min(delivery.attempts, 6))
            else:
                await self._settle(parcel, lease, DeliveryState.POSTED, message_id)

    async def _look(self, parcel: Parcel) -> int | None:
        """What an earlier attempt may have done. Raises `Blind` where nobody can tell and the nonce is forgotten."""
        if parcel.delivery.kind is DeliveryKind.OWNER:
            return None  # a line twice does the host no harm
        try:
            return await self._context.courier.find(parcel)
        except Blind:
            last = parcel.delivery.last_attempt_at or 0
            if self._clock.now() - last > NONCE_LASTS:
                raise
            return None

    async def _post(self, parcel: Parcel, lease: Lease) -> int:
        await self._store.deliveries.attempted(lease, parcel.delivery, self._clock.now())
        await self._check(lease)
        return await self._context.courier.post(parcel)

    async def _settle(
        self,
        parcel: Parcel,
        lease: Lease,
        state: DeliveryState,
        message_id: int | None = None,
        *,
        gone: bool = False,
    ) -> None:
        now, delivery, deliveries = self._clock.now(), parcel.delivery, self._store.deliveries
        if delivery.kind is DeliveryKind.STATUS and message_id is not None:
            shown = (parcel.task.version, parcel.view.digest, now + 5 * SECOND)
            await deliveries.settle_status(lease, delivery, message_id, *shown, now)
        else:
            self._context.metrics.ended(await deliveries.settle(lease, delivery, state, message_id, now, gone=gone))
        self._context.metrics.delivery(delivery.kind, state)

    async def _closed(self, parcel: Parcel, lease: Lease, error: MayNotPost) -> None:
        """Songs wait until the channel opens again or the service has deleted them; lesser messages wait a day."""
        delivery, now = parcel.delivery, self._clock.now()
        log.warning("Request %d: the channel is closed to the bot (%s)", parcel.task.id, error)
        keeps = parcel.track if delivery.kind is not DeliveryKind.REPOST else None
        until = keeps.expires_at if keeps else delivery.created_at + DAY
        if now > until:
            await self._settle(parcel, lease, DeliveryState.LOST)
        else:
            await self._later(delivery, lease, min(HOUR, MINUTE * 2 ** min(delivery.attempts, 6)))

    async def _later(self, delivery: Delivery, lease: Lease, pause: int) -> None:
        now = self._clock.now()
        await self._store.deliveries.postpone(lease, delivery, now + min(pause, HOUR), now)

    async def _parcel(self, delivery: Delivery) -> Parcel | None:
        view = await self._context.viewer.view(delivery.task_id)
        if view is None:
            return None
        parcel = Parcel(delivery, view.task, view, siblings=view.tracks)
        if delivery.kind is DeliveryKind.DRAFTS:
            return replace(parcel, drafts=tuple(await self._store.library.drafts(view.task.id)))
        return await self._with_song(parcel) if delivery.track_id is not None else parcel

    async def _with_song(self, parcel: Parcel) -> Parcel:
        """The song that a WAV is of, or that is posted again, belongs to another request. None if it was erased."""
        library, track_id = self._store.library, parcel.delivery.track_id or 0
        song = await library.song(track_id, parcel.delivery.guild_id)
        if song is None:
            return parcel
        timed = words_of_rows(await library.timed_lyrics(track_id) or [])
        parent_id = song.track.parent_track_id
        parent = await library.song(parent_id, parcel.delivery.guild_id) if parent_id is not None else None
        source = parent.posted if parent else None
        artist = (await self._store.guilds.settings(parcel.delivery.guild_id)).artist
        return replace(parcel, track=song.track, timed=timed, posted=song.posted, source=source, artist=artist)
