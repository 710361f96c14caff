"""Claims in fair order, within the caps and the service's window; and what becomes of a row that was sent."""

import asyncio
from contextlib import AsyncExitStack

from bot.clock import DAY, SECOND
from bot.models import DeliveryKind, Reason, State
from bot.store.sending import Gate
from bot.store.store import Store
from tests.clocks import NOON
from tests.store_steps import GATE, LEASE, accepted, claimed, leased, look, owed, queued, ready, running
from tests.stores import ANA, BEN, GUILD, OTHER_GUILD, RULES, TERMS, database_url, store

__all__ = ["database_url", "store"]

WIDE = Gate(creates=20, window=10 * SECOND, per_guild=100, per_member=100)


async def claim(store: Store, now: int = NOON, gate: Gate = GATE) -> int | None:
    found = await store.sending.claim(gate, "worker", LEASE, now)
    return found[0].id if found else None


async def test_only_confirmed_rows_whose_time_has_come_are_claimed(store: Store) -> None:
    await accepted(store, 1)
    later = await queued(store, 2, NOON + 5)
    assert await claim(store, NOON) is None
    assert await claim(store, NOON + 5) == later
    assert await claim(store, NOON + 5) is None


async def test_a_claim_is_submitting_under_a_lease(store: Store) -> None:
    await queued(store)
    task, lease = await claimed(store)
    assert (task.state, task.sent_at, task.version) == (State.SUBMITTING, NOON, 2)
    assert (lease.lane, lease.item, lease.owner) == ("create", task.id, "worker")
    await store.leases.renew(lease, NOON)


async def test_the_guild_with_the_fewest_comes_first_then_the_member_then_age(store: Store) -> None:
    ana_1, ana_2 = [await queued(store, number, NOON) for number in (1, 2)]
    ben = await queued(store, 3, NOON + 1, member=BEN)
    other = await queued(store, 4, NOON + 2, guild=OTHER_GUILD, member=BEN)
    assert [await claim(store, NOON + 9) for _ in range(4)] == [ana_1, other, ben, ana_2]


async def test_caps_of_member_and_guild_hold(store: Store) -> None:
    for number in range(1, 5):
        await queued(store, number, member=ANA)
    assert [await claim(store) is not None for _ in range(3)] == [True, True, False]
    ben = await queued(store, 9, member=BEN)
    assert await claim(store, gate=Gate(20, 10 * SECOND, 2, 2)) is None
    assert await claim(store) == ben


async def test_claimants_at_once_share_one_window(store: Store) -> None:
    for number in range(1, 31):
        await queued(store, number, guild=number)
    found = await asyncio.gather(*(claim(store, NOON, WIDE) for _ in range(40)))
    sent = [task_id for task_id in found if task_id]
    assert len(sent) == len(set(sent)) == 20
    assert await store.sending.room(WIDE, NOON) == 0
    assert await claim(store, NOON + 10 * SECOND - 1, WIDE) is None
    assert await claim(store, NOON + 10 * SECOND, WIDE) is not None


async def test_workers_of_several_processes_share_one_window(postgres_database: str) -> None:
    async with AsyncExitStack() as stack:
        stores = [await stack.enter_async_context(Store.open(postgres_database, RULES, TERMS.host)) for _ in range(3)]
        for number in range(1, 31):
            await queued(stores[0], number, guild=number)
        found = await asyncio.gather(*(claim(one, NOON, WIDE) for one in stores * 12))
        sent = [task_id for task_id in found if task_id]
        assert len(sent) == len(set(sent)) == 20


async def test_old_sends_are_forgotten_and_do_not_count(store: Store) -> None:
    for number in range(1, 4):
        await queued(store, number, member=number)
    narrow = Gate(1, 10 * SECOND, 10, 10)
    assert await claim(store, NOON, narrow)
    assert await claim(store, NOON, narrow) is None
    assert await claim(store, NOON + 2 * DAY, narrow)
    assert await store.sending.room(Gate(5, 3 * DAY, 10, 10), NOON + 2 * DAY) == 4


async def test_the_services_id_is_stored_once(store: Store) -> None:
    await queued(store)
    task, _ = await claimed(store)
    started = await store.sending.started(task.id, "first", NOON + 5)
    assert started is not None
    assert (started.state, started.service_task_id, started.next_poll_at) == (State.RUNNING, "first", NOON + 5)
    assert await store.sending.started(task.id, "second", NOON + 9) is None
    assert (await look(store, task.id)).service_task_id == "first"


async def test_an_id_that_comes_after_the_give_back_is_kept_without_moving_the_state(store: Store) -> None:
    await queued(store)
    task, lease = await claimed(store)
    assert await store.following.end(lease, task, State.UNKNOWN, Reason.UNCLEAR, NOON)
    started = await store.sending.started(task.id, "late", NOON + 5)
    assert started is not None
    assert (started.state, started.service_task_id) == (State.UNKNOWN, "late")
    assert [found.id for found in await store.following.due(NOON + 5, 10)] == [task.id]


async def test_a_row_sent_back_to_the_queue_waits_and_keeps_its_charge(store: Store) -> None:
    await queued(store)
    task, lease = await claimed(store)
    back = await store.sending.requeue(lease, Reason.BUSY, NOON + 10, NOON)
    await store.leases.release(lease)
    assert back is not None
    assert (back.state, back.reason, back.sent_at, back.given_back) == (State.QUEUED, Reason.BUSY, None, False)
    assert await claim(store, NOON + 9) is None
    assert await claim(store, NOON + 10) == task.id
    assert (await store.quotas.state(GUILD, NOON)).used == TERMS.price


async def test_a_row_with_an_id_is_never_sent_again(store: Store) -> None:
    await queued(store)
    task, lease = await claimed(store)
    await store.sending.started(task.id, "service", NOON)
    assert await store.sending.requeue(lease, Reason.BUSY, NOON, NOON) is None
    assert await claim(store, NOON) is None


async def test_a_lease_left_behind_by_a_dead_worker_keeps_its_row_from_being_claimed(store: Store) -> None:
    """Else the next worker would claim it, find the lease taken, and drop what it was to send."""
    await queued(store)
    task, lease = await claimed(store)
    assert await store.sending.requeue(lease, Reason.BUSY, NOON, NOON)
    assert await claim(store, NOON + 1) is None
    again, new = await claimed(store, NOON + LEASE)
    assert again.id == task.id
    await store.leases.renew(new, NOON + LEASE)


async def test_rows_that_waited_too_long_are_found_when_confirmed(store: Store) -> None:
    await accepted(store, 1)
    old = await queued(store, 2)
    await queued(store, 3, NOON + 10)
    assert [task.id for task in await store.sending.overdue(NOON + 5, 10)] == [old]


async def test_a_row_without_an_answer_is_suspect_only_when_nobody_is_at_it(store: Store) -> None:
    await queued(store)
    task, lease = await claimed(store)
    assert await store.sending.suspects(NOON, NOON + 1, 10) == []
    await store.leases.release(lease)
    assert await store.sending.suspects(NOON - 1, NOON + 1, 10) == []
    assert [found.id for found in await store.sending.suspects(NOON, NOON + 1, 10)] == [task.id]
    await leased(store, "poll", task.id, NOON)
    assert await store.sending.suspects(NOON, NOON + 1, 10) == []


async def test_running_rows_are_no_suspects(store: Store) -> None:
    await running(store)
    assert await store.sending.suspects(NOON + DAY, NOON + DAY, 10) == []


async def test_a_hold_counts_up_keeps_its_beginning_and_ends(store: Store) -> None:
    assert await store.sending.hold() is None
    assert await store.sending.hold_creates(Reason.UNREACHABLE, NOON + 5, NOON)
    assert not await store.sending.hold_creates(Reason.UNREACHABLE, NOON + 9, NOON + 6)
    assert await store.sending.hold_creates(Reason.KEY_REFUSED, NOON + 20, NOON + 9)
    hold = await store.sending.hold()
    assert hold is not None
    assert (hold.reason, hold.since, hold.probe_at, hold.failures) == (Reason.KEY_REFUSED, NOON, NOON + 20, 3)
    assert [await store.sending.release_creates() for _ in range(2)] == [True, False]
    assert await store.sending.hold() is None


async def test_the_owner_hears_of_a_hold_once_and_of_a_new_reason_again(store: Store) -> None:
    task = await look(store, await running(store))
    for now, reason in enumerate((Reason.SERVICE_EMPTY, Reason.SERVICE_EMPTY, Reason.KEY_REFUSED), start=NOON):
        await store.sending.hold_creates(reason, now + 5, now, task)
    told = [line.reason for line in await owed(store, DeliveryKind.OWNER)]
    assert told == [Reason.SERVICE_EMPTY, Reason.KEY_REFUSED]


async def test_open_tasks_are_counted_by_state(store: Store) -> None:
    await ready(store, number=1)
    await running(store, 2)
    await queued(store, 3)
    assert await store.open_counts() == {"running": 1, "queued": 1, "ready": 1}
    assert await store.ping()
