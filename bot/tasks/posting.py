"""The post lane: look, note the attempt, deliver, mark; one message a channel at a time."""

import logging
from collections.abc import Hashable, Sequence
from dataclasses import replace
from functools import partial

from bot.clock import MINUTE
from bot.errors import Blind, CourierError, StoreError
from bot.models import Delivery, DeliveryKind, DeliveryState, State
from bot.store.leases import Lease
from bot.tasks.context import Context
from bot.tasks.lanes import Lane
from bot.tasks.ports import Parcel
from bot.tasks.settling import Settler
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
        self._settler = Settler(context)

    async def due(self, room: int) -> Sequence[Delivery]:
        return await self._store.deliveries.due(self._clock.now(), room)

    def key(self, item: Delivery) -> Hashable:
        return item.channel_id

    async def work(self, item: Delivery) -> None:
        async with self._leased(item.channel_id) as lease:
            delivery = await self._store.deliveries.still_due(item.id, self._clock.now()) if lease else None
            if lease is None or delivery is None:
                return
            try:
                await self._deliver(delivery, lease)
            except StoreError:
                raise
            except Exception:
                log.exception("The post lane failed on delivery %d of request %d", delivery.id, delivery.task_id)
                await self._settler.unforeseen(delivery, lease)

    async def _deliver(self, delivery: Delivery, lease: Lease) -> None:
        parcel = await self._parcel(delivery)
        if parcel is None:
            return
        if delivery.kind is DeliveryKind.DIRECT and parcel.task.state is State.DELIVERED:
            await self._settler.settle(parcel, lease, DeliveryState.LOST)  # it came to the channel after all
            return
        try:
            message_id = await self._look(parcel) if delivery.attempts else None
            if message_id is None:
                message_id = await self._post(parcel, lease)
        except CourierError as error:
            await self._settler.failed(parcel, lease, error)
        else:
            await self._stored(
                f"Request {parcel.task.id}: message {message_id} is posted",
                partial(self._settler.settle, parcel, lease, DeliveryState.POSTED, message_id),
            )

    async def _look(self, parcel: Parcel) -> int | None:
        """What an earlier attempt may have done. Raises `Blind` where nobody can tell and the nonce is forgotten.

        Of attempts that were all refused nothing can have come, so none of them makes a blind channel unsure.
        """
        if parcel.delivery.kind is DeliveryKind.OWNER:
            return None  # a line twice does the host no harm
        try:
            return await self._context.courier.find(parcel)
        except Blind:
            last = parcel.delivery.last_attempt_at
            if last is None or 0 <= self._clock.now() - last <= NONCE_LASTS:
                return None
            raise  # also where the clock was set back meanwhile: then nobody knows how long ago that was

    async def _post(self, parcel: Parcel, lease: Lease) -> int:
        await self._store.deliveries.attempted(lease, parcel.delivery, self._clock.now())
        await self._check(lease)
        return await self._context.courier.post(parcel)

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
        source = _source(parent.posted, parcel.delivery.channel_id) if parent else None
        artist = (await self._store.guilds.settings(parcel.delivery.guild_id)).artist
        return replace(parcel, track=song.track, timed=timed, posted=song.posted, source=source, artist=artist)


def _source(posted: Sequence[Delivery], channel_id: int) -> Delivery | None:
    """The latest in the same channel, for that one its readers see; else the latest of all."""
    return next((one for one in posted if one.channel_id == channel_id), next(iter(posted), None))
