"""What the owner sees of all guilds, and does about requests whose fate nobody knows; on real databases."""

from bot.clock import DAY
from bot.models import Kind, Reason, State
from bot.store.store import Store
from tests.clocks import NOON
from tests.store_steps import claimed, leased, queued, running
from tests.stores import GUILD, OTHER_GUILD, database_url, store

__all__ = ["database_url", "store"]


async def unclear(store: Store, number: int = 1, *, named: bool = False) -> int:
    """A request whose create call was never answered; `named` by a callback."""
    task_id = await queued(store, number)
    task, lease = await claimed(store)
    await store.leases.release(lease)
    if named:
        await store.following.hint(task.callback_key, f"service-{number}", NOON)
    await store.following.end(None, task, State.UNKNOWN, Reason.UNCLEAR, NOON)
    return task_id


async def failed(store: Store, number: int, guild: int = GUILD) -> None:
    task_id = await running(store, number, guild=guild)
    lease = await leased(store, "poll", task_id)
    gathered = await store.showing.gather(task_id, NOON)
    assert gathered is not None
    await store.following.end(lease, gathered.task, State.FAILED, Reason.SERVICE_FAILED, NOON)


async def test_use_failures_and_what_was_made_are_counted_over_all_guilds(store: Store) -> None:
    await failed(store, 1)
    await failed(store, 2, OTHER_GUILD)
    task_id = await unclear(store, 3)
    seen = await store.overviews.since(NOON - DAY)
    assert seen.made == {Kind.GENERATE: 2}  # the third was perhaps never made
    assert [(use.guild_id, use.requests, use.spent) for use in seen.guilds] == [(GUILD, 2, 0), (OTHER_GUILD, 1, 0)]
    assert seen.failures == {Reason.SERVICE_FAILED: 2, Reason.UNCLEAR: 1}
    assert [task.id for task in seen.unknown] == [task_id]
    assert (await store.overviews.since(NOON)).made == {}


async def test_a_fresh_look_is_made_only_where_something_can_be_looked_for(store: Store) -> None:
    named, nameless = await unclear(store, 1, named=True), await unclear(store, 2)
    looked = await store.overviews.look_now(named, NOON + 5)
    assert looked is not None
    assert (looked.next_poll_at, looked.state) == (NOON + 5, State.UNKNOWN)
    assert await store.overviews.look_now(nameless, NOON + 5) is None


async def test_sending_anew_is_free_and_only_for_what_nothing_names(store: Store) -> None:
    named, nameless = await unclear(store, 1, named=True), await unclear(store, 2)
    assert await store.overviews.send_anew(named, NOON + DAY) is None
    again = await store.overviews.send_anew(nameless, NOON + DAY)
    assert again is not None
    assert (again.state, again.given_back, again.reason) == (State.QUEUED, True, None)
    assert await store.overviews.send_anew(nameless, NOON + DAY) is None
    assert await store.sending.overdue(NOON + DAY - 1, 5) == []  # it waits from now on
    task, _ = await claimed(store, NOON + DAY)
    assert task.id == nameless
    assert (await store.quotas.state(GUILD, NOON)).used == 0


async def test_what_is_given_up_leaves_the_list_and_is_not_looked_for(store: Store) -> None:
    task_id = await unclear(store, named=True)
    given_up = await store.overviews.give_up(task_id)
    assert given_up is not None
    assert (given_up.state, given_up.reason, given_up.next_poll_at) == (State.UNKNOWN, Reason.GIVEN_UP, None)
    assert (await store.overviews.since(0)).unknown == ()
    assert await store.overviews.give_up(task_id) is None
