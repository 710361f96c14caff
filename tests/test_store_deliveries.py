"""What the worker owes: one a channel, the oldest first, each settled once; and how a request ends with its songs."""

import pytest

from bot.clock import SECOND
from bot.errors import LeaseLost
from bot.models import Delivery, DeliveryKind, DeliveryState, Reason, State, Task
from bot.store.leases import Lease
from bot.store.outcomes import NewSongs
from bot.store.store import Store
from tests.clocks import NOON
from tests.store_steps import LATER, LEASE, accepted, leased, look, owed, ready, running, song
from tests.stores import CHANNEL, GUILD, OTHER_GUILD, TERMS, database_url, store

__all__ = ["database_url", "store"]


async def settle(store: Store, lease: Lease, delivery: Delivery, state: DeliveryState) -> Task | None:
    return await store.deliveries.settle(lease, delivery, state, delivery.id, LATER)


async def test_a_channel_offers_its_oldest_and_nothing_while_one_is_under_way(store: Store) -> None:
    first, _ = await ready(store)
    assert [delivery.id for delivery in await store.deliveries.due(LATER + SECOND, 10)] == [first.id]
    await leased(store, "post", CHANNEL, LATER)
    assert await store.deliveries.due(LATER + SECOND, 10) == []
    assert len(await store.deliveries.due(LATER + LEASE, 10)) == 1


async def test_songs_that_were_paid_for_go_before_those_that_are_posted_again(store: Store) -> None:
    [paid] = await ready(store, 1, now=LATER)
    known = await store.library.song(paid.track_id or 0, GUILD)
    assert known is not None
    for channel in (CHANNEL, CHANNEL + 1):
        await store.library.post_again(known, channel, None, LATER - SECOND)
    offered = {one.channel_id: one.kind for one in await store.deliveries.due(LATER, 10)}
    assert offered == {CHANNEL: DeliveryKind.SONG, CHANNEL + 1: DeliveryKind.REPOST}


async def test_an_attempt_is_counted_before_it_is_made(store: Store) -> None:
    [delivery] = await ready(store, 1)
    lease = await leased(store, "post", CHANNEL, LATER)
    for moment in (LATER + 1, LATER + 2):
        await store.deliveries.attempted(lease, delivery, moment)
    fresh = await store.deliveries.still_due(delivery.id, LATER + 2)
    assert fresh is not None
    assert (fresh.attempts, fresh.first_attempt_at, fresh.last_attempt_at) == (2, LATER + 1, LATER + 2)
    assert fresh.nonce == delivery.nonce


async def test_what_another_has_postponed_or_settled_is_not_due_any_more(store: Store) -> None:
    [delivery] = await ready(store, 1)
    lease = await leased(store, "post", CHANNEL, LATER)
    await store.deliveries.postpone(lease, delivery, LATER + 9, LATER)
    assert await store.deliveries.still_due(delivery.id, LATER + 8) is None
    assert await store.deliveries.still_due(delivery.id, LATER + 9) is not None
    await settle(store, lease, delivery, DeliveryState.POSTED)
    assert await store.deliveries.still_due(delivery.id, LATER + 9) is None


async def test_the_last_song_closes_the_request_and_the_price_is_kept(store: Store) -> None:
    first, second = await ready(store)
    lease = await leased(store, "post", CHANNEL, LATER)
    assert await settle(store, lease, first, DeliveryState.LOST) is None
    task = await settle(store, lease, second, DeliveryState.POSTED)
    assert task is not None
    assert (task.state, task.given_back, task.ended_at) == (State.DELIVERED, False, LATER)
    assert await settle(store, lease, second, DeliveryState.LOST) is None
    assert (await store.quotas.state(GUILD, NOON)).used == TERMS.price


async def test_when_every_song_is_lost_the_price_goes_back_and_the_member_is_told(store: Store) -> None:
    songs = await ready(store)
    lease = await leased(store, "post", CHANNEL, LATER)
    _, task = [await settle(store, lease, delivery, DeliveryState.LOST) for delivery in songs]
    assert task is not None
    assert (task.state, task.reason, task.given_back) == (State.FAILED, Reason.SERVICE_FAILED, True)
    await store.leases.release(lease)
    assert len(await owed(store, DeliveryKind.NOTICE)) == 1
    assert await store.quotas.differences() == []


async def test_a_closed_channel_keeps_all_its_messages_back_and_owes_one_direct_message(store: Store) -> None:
    first, second = await ready(store)
    lease = await leased(store, "post", CHANNEL, LATER)
    await store.deliveries.attempted(lease, first, LATER)
    for _ in range(2):
        await store.deliveries.close_channel(lease, first, LATER + 9, LATER)
    assert await store.deliveries.still_due(second.id, LATER + 8) is None
    fresh = await store.deliveries.still_due(first.id, LATER + 9)
    assert fresh is not None
    assert (fresh.attempts, fresh.first_attempt_at, fresh.last_attempt_at) == (1, LATER, None)
    await store.leases.release(lease)
    assert [direct.kind for direct in await store.deliveries.due(LATER, 10)] == [DeliveryKind.DIRECT]


async def test_songs_that_were_all_lost_are_not_owed_again(store: Store) -> None:
    """A callback that comes late must not leave the request ready for ever with nothing to post."""
    [delivery] = await ready(store, 1)
    lease = await leased(store, "post", CHANNEL, LATER)
    task = await settle(store, lease, delivery, DeliveryState.LOST)
    assert task is not None
    assert await store.following.hint(task.callback_key, None, LATER)
    poll = await leased(store, "poll", task.id, LATER)
    assert await store.following.ready(poll, NewSongs([song()], LATER), LATER) is None
    assert (await look(store, task.id)).state is State.FAILED


async def test_a_song_of_unknown_fate_is_told_to_member_and_owner_once(store: Store) -> None:
    first, second = await ready(store)
    lease = await leased(store, "post", CHANNEL, LATER)
    await settle(store, lease, first, DeliveryState.UNSURE)
    await settle(store, lease, first, DeliveryState.UNSURE)
    task = await settle(store, lease, second, DeliveryState.UNSURE)
    assert task is not None
    assert (task.state, task.given_back) == (State.DELIVERED, False)
    await store.leases.release(lease)
    told = [*await owed(store, DeliveryKind.NOTICE), *await owed(store, DeliveryKind.OWNER)]
    assert {(one.track_id, one.reason) for one in told} == {
        (first.track_id, Reason.UNSURE),
        (second.track_id, Reason.UNSURE),
    }


async def test_a_status_message_is_posted_and_stands_for_its_row_in_one_go(store: Store) -> None:
    task_id = await accepted(store)
    await store.intake.confirm_privately(task_id, NOON)
    [status] = await store.deliveries.due(NOON, 10)
    lease = await leased(store, "post", CHANNEL)
    await store.deliveries.settle_status(lease, status, 77, 1, "digest", NOON + 5, NOON)
    await store.deliveries.settle_status(lease, status, 88, 1, "other", NOON + 5, NOON)
    task = await look(store, task_id)
    assert (task.status_message_id, task.shown_version, task.shown_digest) == (77, 1, "digest")
    assert await store.deliveries.still_due(status.id, LATER) is None


async def test_who_has_lost_the_lease_settles_nothing(store: Store) -> None:
    [delivery] = await ready(store, 1)
    lease = await leased(store, "post", CHANNEL, LATER)
    over, deliveries = LATER + LEASE, store.deliveries
    await leased(store, "post", CHANNEL, over, owner="another")
    for attempt in (
        deliveries.attempted(lease, delivery, over),
        deliveries.settle(lease, delivery, DeliveryState.POSTED, 1, over),
        deliveries.settle_status(lease, delivery, 1, 1, "", over, over),
        deliveries.postpone(lease, delivery, over, over),
    ):
        with pytest.raises(LeaseLost):
            await attempt
    assert await store.deliveries.still_due(delivery.id, LATER) == delivery


@pytest.mark.parametrize("guild", [GUILD, OTHER_GUILD])
async def test_songs_are_found_and_deleted_from_their_own_guild_only(store: Store, guild: int) -> None:
    [delivery] = await ready(store, 1)
    found = await store.deliveries.of_song(delivery.id, guild)
    assert (found is not None) == (guild == GUILD)
    await store.deliveries.mark_deleted(delivery.id, guild, LATER)
    if found is not None:
        assert (found[0].id, found[1].id, found[2].id) == (delivery.id, delivery.task_id, delivery.track_id)


async def test_a_delivery_that_is_no_song_has_no_song(store: Store) -> None:
    await store.intake.confirm_privately(await accepted(store), NOON)
    [status] = await store.deliveries.due(NOON, 10)
    assert await store.deliveries.of_song(status.id, GUILD) is None


async def test_requests_of_running_tasks_have_no_songs_yet(store: Store) -> None:
    await running(store)
    assert await store.deliveries.due(LATER, 10) == []
