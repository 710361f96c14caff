"""Leases: whoever holds one is alone, and whoever has lost it writes nothing."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.errors import LeaseLost
from bot.store.leases import Lease
from bot.store.store import Store
from tests.clocks import NOON
from tests.store_steps import LEASE, leased
from tests.stores import RULES, TERMS, database_url, store

__all__ = ["database_url", "store"]


def lease_of(owner: str, item: int = 1) -> Lease:
    return Lease.new("post", item, owner, LEASE)


async def test_three_at_once_never_overlap(store: Store) -> None:
    inside: list[str] = []
    most = 0

    async def worker(name: str) -> None:
        nonlocal most
        taken = 0
        while taken < 7:
            lease = lease_of(name)
            if await store.leases.take(lease, NOON):
                inside.append(name)
                most, taken = max(most, len(inside)), taken + 1
                await store.leases.renew(lease, NOON)
                inside.remove(name)
                await store.leases.release(lease)

    async with asyncio.timeout(120):
        await asyncio.gather(*(worker(name) for name in "abc"))
    assert most == 1


async def test_processes_share_the_items_between_them(postgres_database: str) -> None:
    async with AsyncExitStack() as stack:
        opened = [await stack.enter_async_context(Store.open(postgres_database, RULES, TERMS.host)) for _ in range(3)]
        takers = [(one, lease_of(str(number), item)) for item in range(30) for number, one in enumerate(opened)]
        taken = await asyncio.gather(*(one.leases.take(lease, NOON) for one, lease in takers))
        assert [sum(taken[start : start + 3]) for start in range(0, 90, 3)] == [1] * 30


async def test_a_lease_is_over_when_its_time_is_and_not_before(store: Store) -> None:
    await leased(store, "post", 1)
    assert not await store.leases.take(lease_of("b"), NOON + LEASE - 1)
    assert await store.leases.take(lease_of("b"), NOON + LEASE)


async def test_a_renewed_lease_lasts_longer(store: Store) -> None:
    lease = await leased(store, "post", 1)
    await store.leases.renew(lease, NOON + LEASE - 1)
    assert not await store.leases.take(lease_of("b"), NOON + LEASE)


async def test_a_worker_that_slept_through_its_lease_goes_on_where_nobody_took_over(store: Store) -> None:
    lease = await leased(store, "post", 1)
    await store.leases.renew(lease, NOON + 3 * LEASE)
    assert not await store.leases.take(lease_of("b"), NOON + 4 * LEASE - 1)


async def test_a_worker_that_slept_through_its_lease_writes_nothing_once_another_was_there(store: Store) -> None:
    lease, other = await leased(store, "post", 1), lease_of("b")
    assert await store.leases.take(other, NOON + LEASE)
    await store.leases.release(other)
    with pytest.raises(LeaseLost):
        await store.leases.renew(lease, NOON + LEASE)


async def test_two_takings_of_one_owner_are_told_apart(store: Store) -> None:
    old = await leased(store, "post", 1)
    new = await leased(store, "post", 1, NOON + LEASE)
    with pytest.raises(LeaseLost):
        await store.leases.renew(old, NOON + LEASE)
    await store.leases.release(old)
    await store.leases.renew(new, NOON + LEASE)


async def test_a_released_item_is_free_at_once_and_lanes_do_not_meet(store: Store) -> None:
    lease = await leased(store, "post", 1)
    assert await store.leases.take(Lease.new("show", 1, "b", LEASE), NOON)
    await store.leases.release(lease)
    assert await store.leases.take(lease_of("b"), NOON)


async def test_the_only_process_on_a_file_finds_no_lease_at_its_start(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/minstrel.db"
    async with Store.open(url, RULES, TERMS.host) as before:
        await leased(before, "post", 1)
    async with Store.open(url, RULES, TERMS.host) as after:
        assert await after.leases.take(lease_of("b"), NOON)


async def test_leases_of_other_processes_outlive_a_start(postgres_database: str) -> None:
    async with Store.open(postgres_database, RULES, TERMS.host) as first:
        await leased(first, "post", 1)
        async with Store.open(postgres_database, RULES, TERMS.host) as second:
            assert not await second.leases.take(lease_of("b"), NOON)
