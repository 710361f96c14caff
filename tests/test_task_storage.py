"""The database takes nothing just when the worker must write: nothing is lost, nothing is sent or posted twice.

What takes it away is another program that holds the file's lock for longer than anybody waits.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.clock import MINUTE
from bot.errors import Blind
from bot.models import DeliveryKind, Reason, State, Task
from bot.store import sqlite
from bot.store.leases import Lease
from bot.tasks import lanes
from bot.tasks.ports import Parcel
from tests.store_steps import leased
from tests.stores import CHANNEL
from tests.workshop import Workshop, workshop

PRICE = 12_000
FOR_A_WHILE = 0.1
"""Seconds, several times as long as anybody waits for the lock here."""


class Shell:
    """Another program with the file open, which keeps its lock until the bot has met it, and a while longer."""

    def __init__(self, connection: sqlite3.Connection, told: pytest.LogCaptureFixture) -> None:
        self._connection, self._told = connection, told

    def lock(self) -> bool:
        self._connection.execute("BEGIN IMMEDIATE")
        self._look(self._met())
        return True

    def _met(self) -> int:
        return sum("locked" in message for message in self._told.messages)

    def _look(self, before: int) -> None:
        loop = asyncio.get_running_loop()
        if self._met() > before:
            loop.call_later(FOR_A_WHILE, self._connection.execute, "ROLLBACK")
        else:
            loop.call_later(0.01, self._look, before)


@pytest.fixture
async def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Workshop]:
    monkeypatch.setattr(sqlite, "BUSY_TIMEOUT", 0.02)
    monkeypatch.setattr(lanes, "KEEP_TRYING", (0.0, 0.02))
    monkeypatch.setattr(lanes, "TROUBLED", 0.02)
    async with workshop(tmp_path) as opened:
        yield opened


@pytest.fixture
def shell(shop: Workshop, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Iterator[Shell]:
    with closing(sqlite3.connect(tmp_path / "minstrel.db", isolation_level=None)) as connection:
        yield Shell(connection, caplog)


async def test_the_id_of_a_paid_task_is_stored_as_soon_as_the_database_takes_it(
    shop: Workshop, shell: Shell, caplog: pytest.LogCaptureFixture
) -> None:
    shop.music.faults.add("generate", "slow", seconds=0, when=lambda _: shell.lock())
    task_id = await shop.ask()
    await shop.step()
    [service_id] = shop.music.tasks
    task = await shop.task(task_id)
    assert (task.state, task.service_task_id) == (State.RUNNING, service_id)
    assert f"Request {task_id} runs at the service as {service_id}, not stored yet" in caplog.text
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize(("code", "state"), [(400, State.FAILED), (430, State.QUEUED), (455, State.QUEUED)])
async def test_what_the_service_answered_is_acted_upon_as_soon_as_the_database_takes_it(
    shop: Workshop, shell: Shell, code: int, state: State
) -> None:
    shop.music.faults.add("generate", "code", code=code, when=lambda _: shell.lock())
    task_id = await shop.ask()
    await shop.step()
    assert (await shop.state(task_id), shop.creates) == (state, 1)
    assert await shop.used() == (0 if state is State.FAILED else PRICE)


async def test_what_is_claimed_but_not_sent_waits_again_and_is_sent_once(
    shop: Workshop, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock comes between the first claim and the second: the first may not be dropped."""
    asked = [await shop.ask(member=1), await shop.ask(member=2)]
    claim, locks = shop.store.sending.claim, iter([shell.lock])

    async def then_locked(*given: Any) -> tuple[Task, Lease] | None:
        found = await claim(*given)
        for lock in locks:
            lock()
        return found

    monkeypatch.setattr(shop.store.sending, "claim", then_locked)
    await shop.step()
    await asyncio.sleep(FOR_A_WHILE)
    await shop.step(2)
    assert [await shop.state(task_id) for task_id in asked] == [State.RUNNING] * 2
    assert shop.creates == 2


async def test_what_was_given_up_while_the_worker_stood_still_is_not_sent(
    shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    task_id, claim = await shop.ask(), shop.store.sending.claim

    async def then_given_up(*given: Any) -> tuple[Task, Lease] | None:
        if found := await claim(*given):
            await shop.store.following.end(None, found[0], State.UNKNOWN, Reason.UNCLEAR, shop.clock.now())
        return found

    monkeypatch.setattr(shop.store.sending, "claim", then_given_up)
    await shop.step()
    assert (await shop.state(task_id), shop.creates, await shop.used()) == (State.UNKNOWN, 0, 0)


async def test_a_posted_song_is_known_as_posted_though_nobody_may_look_for_it(
    shop: Workshop, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = shop.courier.post

    async def then_locked(parcel: Parcel) -> int:
        message_id = await post(parcel)
        shell.lock()
        shop.clock.advance(5 * MINUTE)  # Discord has forgotten the nonce
        return message_id

    monkeypatch.setattr(shop.courier, "post", then_locked)
    shop.courier.find_trouble = Blind()
    assert (await shop.until_over(await shop.ask())).state is State.DELIVERED
    assert len(shop.courier.attempts) == 2
    assert shop.courier.of(DeliveryKind.NOTICE) == []


async def test_a_post_that_another_worker_has_taken_over_is_dropped_on_the_way(
    shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after SIGSTOP, while the song was being fetched, and SIGCONT."""
    monkeypatch.setattr(lanes, "LEASE", 300)
    fetching, fetched = asyncio.Event(), asyncio.Event()

    async def post(parcel: Parcel) -> int:
        fetching.set()
        await fetched.wait()  # for ever
        return parcel.delivery.id

    monkeypatch.setattr(shop.courier, "post", post)
    await shop.ask()
    await shop.step()
    shop.pass_time(2 * MINUTE)
    await shop.step()
    stepping = asyncio.create_task(shop.step())
    await asyncio.wait_for(fetching.wait(), 60)
    shop.clock.advance(MINUTE)
    await leased(shop.store, "post", CHANNEL, shop.clock.now(), "another")
    await asyncio.wait_for(stepping, 60)
