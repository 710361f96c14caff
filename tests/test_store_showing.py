"""What status messages are behind on, what a view is gathered from, and what is kept for a guild."""

import pytest

from bot.clock import SECOND
from bot.models import DeliveryKind, Reason, State
from bot.store.managing import Act
from bot.store.store import Store
from tests.clocks import NOON
from tests.store_steps import LATER, claimed, leased, look, owed, queued, ready, running
from tests.stores import ANA, GUILD, OTHER_GUILD, TERMS, database_url, store

__all__ = ["database_url", "store"]


async def test_a_row_is_due_to_be_shown_when_it_has_changed_and_not_too_soon(store: Store) -> None:
    task_id = await queued(store)
    assert await store.showing.due(NOON + 9, 0, 10) == []
    task, _ = await claimed(store)
    [behind] = await store.showing.due(NOON + 9, 0, 10)
    assert behind.id == task_id
    await store.showing.failed(task, NOON + 50)
    assert await store.showing.due(NOON + 49, 0, 10) == []
    assert (await look(store, task_id)).show_failures == 1
    await store.showing.shown(task, "digest", NOON + 60)
    assert await store.showing.due(NOON + 99, 0, 10) == []
    assert (await look(store, task_id)).show_failures == 0


async def test_an_older_version_never_stands_over_a_newer_one(store: Store) -> None:
    old = await look(store, await queued(store))
    new, _ = await claimed(store)
    await store.showing.shown(new, "new", NOON)
    await store.showing.shown(old, "old", NOON)
    task = await look(store, old.id)
    assert (task.shown_version, task.shown_digest) == (new.version, "new")


async def test_open_rows_are_looked_at_now_and_then_and_ended_ones_are_not(store: Store) -> None:
    task_id = await queued(store)
    assert [task.id for task in await store.showing.due(NOON + SECOND, NOON, 10)] == [task_id]
    assert await store.showing.due(NOON + SECOND, NOON - 1, 10) == []
    await leased(store, "show", task_id)
    assert await store.showing.due(NOON + SECOND, NOON, 10) == []


async def test_rows_without_a_message_are_not_shown(store: Store) -> None:
    task = await look(store, await queued(store))
    assert await store.showing.replace(task, NOON)
    assert await store.showing.due(LATER, LATER, 10) == []


async def test_a_lost_message_is_replaced_once_a_request(store: Store) -> None:
    task = await look(store, await queued(store))
    assert [await store.showing.replace(task, NOON) for _ in range(3)] == [True, False, False]
    assert len(await owed(store, DeliveryKind.STATUS)) == 1


@pytest.mark.parametrize(("guild", "found"), [(GUILD, True), (OTHER_GUILD, False), (None, True)])
async def test_a_request_is_gathered_for_its_own_guild_only(store: Store, guild: int | None, found: bool) -> None:
    assert (await store.showing.gather(await queued(store), NOON, guild) is not None) == found
    assert await store.showing.gather(4, NOON, guild) is None


async def test_a_view_is_gathered_from_all_its_rows(store: Store) -> None:
    [song, _] = await ready(store)
    await store.sending.hold_creates(Reason.MAINTENANCE, LATER, NOON)
    lease = await leased(store, "post", song.channel_id, LATER)
    await store.deliveries.settle(lease, song, song.state.POSTED, 7, LATER)
    gathered = await store.showing.gather(song.task_id, LATER)
    assert gathered is not None
    assert (gathered.posted, len(gathered.tracks), gathered.quota.used) == (1, 2, TERMS.price)
    assert gathered.hold is not None
    assert gathered.hold.reason is Reason.MAINTENANCE


async def test_open_requests_are_the_guilds_own_the_oldest_first(store: Store) -> None:
    await queued(store, 1, guild=OTHER_GUILD)
    sent = await running(store, 2, NOON + 1, guild=GUILD) if await claimed(store) else 0
    waiting = [await queued(store, number, NOON + number) for number in (3, 4)]
    await store.intake.cancel(await queued(store, 5, NOON + 5), GUILD, NOON)
    gathered = await store.showing.open_in_guild(GUILD, LATER, 10)
    assert [one.task.id for one in gathered] == [sent, *waiting]
    assert [one.place for one in gathered][1:] == [1, 2]
    assert [one.waiting for one in gathered][1:] == [2, 2]
    assert gathered[0].task.state is State.RUNNING
    assert len(await store.showing.open_in_guild(GUILD, LATER, 1)) == 1


async def test_settings_and_the_audit_belong_to_one_guild(store: Store) -> None:
    await store.guilds.set(GUILD, "locale", "de")
    await store.guilds.set(GUILD, "locale", "fr")
    assert [await store.guilds.setting(guild, "locale") for guild in (GUILD, OTHER_GUILD)] == ["fr", None]
    for amount in (1_000, 2_000):
        await store.quotas.set(Act(GUILD, ANA, NOON + amount), amount, "day")
    assert [change.after for change in await store.guilds.audit(GUILD)] == ["2000 per day", "1000 per day"]
    assert len(await store.guilds.audit(GUILD, 1)) == 1
    assert await store.guilds.audit(OTHER_GUILD) == []
