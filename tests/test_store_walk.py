"""Arrows in random order: whatever happens, the books are right and no task leaves the drawn paths."""

import asyncio
import sqlite3
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bot.clock import SECOND
from bot.errors import NotEnoughCredits
from bot.models import DeliveryState, Reason, Stage, State
from bot.store.outcomes import NewSongs
from bot.store.quotas import QuotaRules
from bot.store.store import Store
from tests.clocks import NOON
from tests.store_steps import GATE, LEASE, leased, song
from tests.stores import TERMS, asked

RULES = QuotaRules(default=60_000, period="month", maximum=60_000, total=None)
GUILDS = (1, 2, 3)

ARROWS = {
    "queued": {"submitting", "cancelled", "failed"},
    "submitting": {"running", "queued", "failed", "unknown"},
    "running": {"ready", "failed"},
    "ready": {"delivered", "failed"},
    "failed": {"ready"},
    "unknown": {"ready"},
}
"""As docs/life-of-a-task.md draws them: queued → failed is WAIT_MAX, ready → failed songs that were all lost."""

Arrow = Callable[[], Coroutine[Any, Any, object]]


class Walk:
    def __init__(self, store: Store, file: Path, random: Random) -> None:
        self.store, self.file, self.random = store, file, random
        self.now = NOON
        self.states: dict[int, str] = {}
        self.arrows: list[Arrow] = [
            self.accept, self.accept, self.confirm, self.confirm, self.withdraw, self.cancel, self.claim, self.claim,
            self.start, self.requeue, self.end, self.progress, self.ready, self.post, self.post, self.hint,
        ]  # fmt: skip

    def some_task(self) -> int:
        return self.random.choice(list(self.states) or [0])

    async def accept(self) -> None:
        number, guild = self.random.randrange(10_000), self.random.choice(GUILDS)
        try:
            await self.store.intake.accept(asked(number, guild=guild, member=number % 3), TERMS, self.now)
        except NotEnoughCredits:
            assert (await self.store.quotas.state(guild, self.now)).left < TERMS.price

    async def confirm(self) -> None:
        if self.random.random() < 0.5:
            await self.store.intake.confirm(self.some_task(), 1, 1, "", self.now, self.now)
        else:
            await self.store.intake.confirm_privately(self.some_task(), self.now)

    async def withdraw(self) -> None:
        await self.store.intake.withdraw(self.some_task(), self.now)

    async def cancel(self) -> None:
        await self.store.intake.cancel(self.some_task(), self.random.choice(GUILDS), self.now)

    async def claim(self) -> None:
        if found := await self.store.sending.claim(GATE, "walker", LEASE, self.now):
            await self.store.leases.release(found[1])

    async def start(self) -> None:
        task_id = self.some_task()
        if self.states.get(task_id) in {"submitting", "unknown"}:
            await self.store.sending.started(task_id, f"service-{task_id}", self.now)

    async def requeue(self) -> None:
        lease = await leased(self.store, "create", self.some_task(), self.now)
        await self.store.sending.requeue(lease, Reason.BUSY, self.now + SECOND, self.now)
        await self.store.leases.release(lease)

    async def end(self) -> None:
        gathered = await self.store.showing.gather(self.some_task(), self.now)
        if gathered is None or gathered.task.state not in {State.QUEUED, State.SUBMITTING, State.RUNNING}:
            return
        new = State.UNKNOWN if gathered.task.state is State.SUBMITTING else State.FAILED
        both = [self.store.following.end(None, gathered.task, new, Reason.DEADLINE, self.now) for _ in range(2)]
        assert [one is None for one in await asyncio.gather(*both)].count(True) >= 1

    async def progress(self) -> None:
        lease = await leased(self.store, "poll", self.some_task(), self.now)
        if self.states.get(lease.item) == "running":
            await self.store.following.progress(
                lease, Stage.TEXT, NewSongs([song(audio="")], self.now), self.now, self.now
            )
        await self.store.leases.release(lease)

    async def ready(self) -> None:
        lease = await leased(self.store, "poll", self.some_task(), self.now)
        await self.store.following.ready(lease, NewSongs([song(1), song(2)], self.now), self.now)
        await self.store.leases.release(lease)

    async def post(self) -> None:
        for delivery in await self.store.deliveries.due(self.now, 1):
            lease = await leased(self.store, "post", delivery.channel_id, self.now)
            state = self.random.choice([DeliveryState.POSTED, DeliveryState.LOST, DeliveryState.UNSURE])
            both = [self.store.deliveries.settle(lease, delivery, state, 1, self.now) for _ in range(2)]
            assert None in await asyncio.gather(*both)
            await self.store.leases.release(lease)

    async def hint(self) -> None:
        if gathered := await self.store.showing.gather(self.some_task(), self.now):
            await self.store.following.hint(gathered.task.callback_key, "named", self.now)

    async def check(self) -> None:
        assert await self.store.quotas.differences() == []
        for guild in GUILDS:
            assert 0 <= (await self.store.quotas.state(guild, self.now)).used <= RULES.default
        for row in self.rows("SELECT id, state, given_back FROM tasks"):
            before, after = self.states.get(row["id"]), row["state"]
            assert after == before or after in ARROWS.get(before or "", {"queued"}), (before, after)
            assert not row["given_back"] or after not in {"queued", "submitting", "running"}
            assert row["given_back"] or after not in {"failed", "unknown", "cancelled"}
            self.states[row["id"]] = after
        booked = "SELECT t.given_back, SUM(l.amount) AS left FROM tasks t JOIN ledger l ON l.task_id = t.id"
        for row in self.rows(f"{booked} WHERE l.scope = 'guild' GROUP BY t.id"):
            assert row["left"] == (0 if row["given_back"] else TERMS.price)

    def rows(self, query: str) -> Iterator[sqlite3.Row]:
        with sqlite3.connect(self.file) as connection:
            connection.row_factory = sqlite3.Row
            yield from connection.execute(query)


@pytest.mark.parametrize("seed", range(6))
async def test_no_walk_breaks_the_books_or_leaves_the_paths(tmp_path: Path, seed: int) -> None:
    file = tmp_path / "walk.db"
    async with Store.open(f"sqlite:///{file}", RULES, TERMS.host) as store:
        walk = Walk(store, file, Random(seed))
        for _ in range(250):
            await walk.random.choice(walk.arrows)()
            await walk.check()
            walk.now += walk.random.choice((1, SECOND))
    assert {"delivered", "failed", "cancelled", "unknown"} <= set(walk.states.values()) | {"unknown"}
    assert len(walk.states) >= 15
