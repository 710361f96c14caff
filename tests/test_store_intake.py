"""Accepting, confirming, taking back: each arrow once, on real databases."""

import asyncio

import pytest

from bot.models import DeliveryKind, Reason, State
from bot.store.store import Store
from tests.clocks import NOON
from tests.store_steps import accepted, claimed, look, owed, queued, running
from tests.stores import CHANNEL, GUILD, OTHER_GUILD, TERMS, asked, database_url, store

__all__ = ["database_url", "store"]


async def test_a_row_keeps_what_was_asked_and_the_terms_it_was_accepted_under(store: Store) -> None:
    task = (await store.intake.accept(asked(7), TERMS, NOON)).task
    assert (task.interaction_id, task.interaction_token, task.channel_id) == (7, "token", CHANNEL)
    assert (task.profile, task.host, task.price, task.request) == ("apibox", TERMS.host, 12_000, asked().request)
    assert (task.state, task.version, task.shown_version) == (State.QUEUED, 1, 0)


async def test_request_numbers_count_up_and_callback_keys_differ(store: Store) -> None:
    tasks = [(await store.intake.accept(asked(number), TERMS, NOON)).task for number in range(1, 6)]
    assert [task.id for task in tasks] == sorted({task.id for task in tasks})
    assert len({task.callback_key for task in tasks}) == 5


async def test_one_interaction_at_once_from_everywhere_is_one_request_and_no_error(store: Store) -> None:
    taken = await asyncio.gather(*(store.intake.accept(asked(7), TERMS, NOON) for _ in range(10)))
    assert len({one.task.id for one in taken}) == 1
    assert [one.fresh for one in taken].count(True) == 1


async def test_places_count_the_guilds_own_queue(store: Store) -> None:
    await accepted(store, 1, guild=OTHER_GUILD)
    places = [(await store.intake.accept(asked(number), TERMS, NOON + number)).place for number in range(2, 5)]
    assert places == [1, 2, 3]


async def test_a_confirmed_row_forgets_the_token_and_is_shown(store: Store) -> None:
    task_id = await queued(store)
    task = await look(store, task_id)
    assert (task.interaction_token, task.status_message_id, task.shown_version) == (None, 5_001, 1)
    assert not await store.intake.confirm(task_id, 9, 1, "other", NOON, NOON)
    assert (await look(store, task_id)).status_message_id == 5_001


async def test_a_request_cancelled_before_it_was_confirmed_is_shown_as_cancelled(store: Store) -> None:
    task_id = await accepted(store)
    assert await store.intake.withdraw(task_id, NOON)
    await store.intake.confirm(task_id, 5_001, 1, "digest", NOON, NOON)
    [behind] = await store.showing.due(NOON, 0, 10)
    assert (behind.id, behind.state) == (task_id, State.CANCELLED)


async def test_a_private_answer_owes_one_status_message(store: Store) -> None:
    task_id = await accepted(store)
    assert await store.intake.confirm_privately(task_id, NOON)
    assert not await store.intake.confirm_privately(task_id, NOON)
    assert len(await owed(store, DeliveryKind.STATUS, NOON)) == 1
    assert (await look(store, task_id)).deferred


async def test_only_rows_that_nobody_confirmed_are_looked_after(store: Store) -> None:
    await queued(store, 1)
    lost = await accepted(store, 2, NOON + 1)
    assert [task.id for task in await store.intake.unconfirmed(NOON + 10, NOON + 10, 10)] == [lost]
    assert await store.intake.unconfirmed(NOON, NOON + 10, 10) == []
    await store.intake.look_later(lost, NOON + 500)
    assert await store.intake.unconfirmed(NOON + 10, NOON + 10, 10) == []
    assert len(await store.intake.unconfirmed(NOON + 10, NOON + 500, 10)) == 1


async def test_what_is_cancelled_before_it_was_confirmed_is_looked_after_until_it_was_looked_up(store: Store) -> None:
    lost = await accepted(store)
    assert await store.intake.cancel(lost, GUILD, NOON)
    assert [task.id for task in await store.intake.unconfirmed(NOON, NOON, 10)] == [lost]
    await store.intake.looked_up(lost)
    assert await store.intake.unconfirmed(NOON, NOON, 10) == []
    assert await store.intake.withdraw(await accepted(store, 2), NOON)
    assert await store.intake.unconfirmed(NOON, NOON, 10) == []


async def test_a_withdrawn_row_is_cancelled_given_back_and_never_sent(store: Store) -> None:
    task_id = await accepted(store)
    task = await store.intake.withdraw(task_id, NOON)
    assert task is not None
    assert (task.state, task.reason, task.given_back) == (State.CANCELLED, Reason.NOT_PROMISED, True)
    assert await store.intake.withdraw(task_id, NOON) is None
    assert (await store.quotas.state(GUILD, NOON)).used == 0


async def test_a_confirmed_row_is_not_withdrawn(store: Store) -> None:
    assert await store.intake.withdraw(await queued(store), NOON) is None


@pytest.mark.parametrize("guild", [GUILD, OTHER_GUILD])
async def test_a_request_is_cancelled_from_its_own_guild_only(store: Store, guild: int) -> None:
    task_id = await queued(store)
    assert (await store.intake.cancel(task_id, guild, NOON) is not None) == (guild == GUILD)
    assert (await look(store, task_id)).given_back == (guild == GUILD)


async def test_what_has_been_sent_is_not_cancelled(store: Store) -> None:
    task_id = await running(store)
    assert await store.intake.cancel(task_id, GUILD, NOON) is None
    await queued(store, 2)
    task, _ = await claimed(store)
    assert await store.intake.cancel(task.id, GUILD, NOON) is None


async def test_cancelling_and_claiming_at_once_have_one_winner(store: Store) -> None:
    for number in range(1, 11):
        task_id = await queued(store, number, member=number)
        cancelled, sent = await asyncio.gather(store.intake.cancel(task_id, GUILD, NOON), claimed_or_none(store))
        assert (cancelled is None) == sent
    assert await store.quotas.differences() == []


async def claimed_or_none(store: Store) -> bool:
    try:
        await claimed(store)
    except AssertionError:
        return False
    return True
