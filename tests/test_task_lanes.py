"""Lanes: no claim is dropped, no bad item keeps others waiting, no fault stops a lane for good."""

import asyncio
from collections.abc import AsyncIterator, Hashable, Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.clock import HOUR, MINUTE, SECOND
from bot.errors import StoreError
from bot.models import Delivery, DeliveryKind, State
from bot.store.store import Store
from bot.tasks import lanes
from bot.tasks.lanes import Lane
from bot.tasks.ports import Parcel
from tests.clocks import FakeClock
from tests.store_steps import leased
from tests.stores import CHANNEL, RULES, TERMS
from tests.workshop import Workshop, workshop


class NumberLane(Lane[int]):
    """Offers the numbers that are left, the smallest first; the bad ones fail."""

    name = "number"
    limit = 2

    def __init__(self, store: Store, left: list[int], bad: frozenset[int] = frozenset()) -> None:
        super().__init__(store, FakeClock(), "tester")
        self.left, self.bad = left, bad
        self.faults = 0
        self.fault: Exception = ValueError("bad")

    async def due(self, room: int) -> Sequence[int]:
        if self.faults:
            self.faults -= 1
            raise ValueError("a row that nobody can read")
        return self.left[:room]

    def key(self, item: int) -> Hashable:
        return item

    async def work(self, item: int) -> None:
        if item in self.bad:
            raise self.fault
        self.left.remove(item)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with Store.open(f"sqlite:///{tmp_path}/lanes.db", RULES, TERMS.host) as opened:
        yield opened


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Workshop]:
    async with workshop(tmp_path) as opened:
        yield opened


async def test_items_that_fail_again_and_again_keep_no_room_from_others(store: Store) -> None:
    lane = NumberLane(store, list(range(8)), bad=frozenset({0, 1, 2}))
    for _ in range(6):
        await lane.step()
    assert lane.left == [0, 1, 2]


async def test_a_database_that_fails_is_told_in_a_line_and_turned_to_again_soon(
    store: Store, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands = SimpleNamespace(now=0.0)
    monkeypatch.setattr(lanes, "time", SimpleNamespace(monotonic=lambda: hands.now))
    lane = NumberLane(store, [1], bad=frozenset({1}))
    lane.fault = StoreError("disk full")
    await lane.step()
    lane.bad = frozenset()
    await lane.step()
    assert lane.left == [1]
    hands.now += lanes.TROUBLED
    await lane.step()
    assert lane.left == []
    assert [(record.getMessage(), record.exc_info) for record in caplog.records] == [
        ("The number lane could not go on with 1: disk full", None)
    ]


async def test_a_fault_in_finding_what_is_due_does_not_end_the_lane(store: Store) -> None:
    lane = NumberLane(store, [1, 2, 3])
    lane.faults = 2
    emptied = asyncio.Event()
    lane.on_done = lambda: None if lane.left else emptied.set()
    running = asyncio.create_task(lane.run(0.01))
    await asyncio.wait_for(emptied.wait(), 60)
    lane.stop()
    await asyncio.wait_for(running, 60)


async def test_stopping_never_drops_a_claim(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    for member in range(1, 7):
        await shop.ask(member=member)
    claim, claimed = shop.store.sending.claim, asyncio.Event()

    async def slow(*values: object) -> object:
        found = await claim(*values)  # type: ignore[arg-type]
        claimed.set()
        await asyncio.sleep(0.05)
        return found

    monkeypatch.setattr(shop.store.sending, "claim", slow)
    shop.worker.start()
    await asyncio.wait_for(claimed.wait(), 60)
    await shop.worker.stop(60)
    states = [view.task.state for view in await shop.desk.open_requests(1)]
    assert State.SUBMITTING not in states
    assert states.count(State.RUNNING) == shop.creates > 0


async def test_a_stopped_worker_ends_in_time_though_a_call_hangs(shop: Workshop) -> None:
    hold = shop.music.faults.add("generate", "hold")
    task_id = await shop.ask()
    shop.worker.start()
    await asyncio.wait_for(hold.arrived.wait(), 60)
    await asyncio.wait_for(shop.worker.stop(0.3), 30)
    hold.release()
    assert await shop.state(task_id) is State.SUBMITTING


async def test_a_delivery_that_another_worker_has_just_attempted_is_left_until_its_time(
    shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is due was read before the lease was taken: another may have posted in between."""
    await shop.ask()
    await shop.step()
    shop.pass_time(2 * MINUTE)
    due = shop.store.deliveries.due

    async def overtaken(now: int, many: int) -> list[Delivery]:
        found = await due(now, many)
        for delivery in found[:1]:
            lease = await leased(shop.store, "post", CHANNEL, now, "another")
            await shop.store.deliveries.attempted(lease, delivery, now)
            await shop.store.deliveries.postpone(lease, delivery, now + HOUR, now)
            await shop.store.leases.release(lease)
        return found

    monkeypatch.setattr(shop.store.deliveries, "due", overtaken)
    await shop.step(4)
    assert shop.courier.attempts == []
    monkeypatch.undo()
    shop.pass_time(HOUR)
    await shop.step(4)
    assert len(shop.courier.songs) == 2


async def test_a_delivery_with_a_fault_that_nobody_foresaw_keeps_no_other_from_its_channel(
    shop: Workshop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bad, good = await shop.ask(), await shop.ask()
    post, faulty = shop.courier.post, [True]

    async def failing(parcel: Parcel) -> int:
        if faulty and parcel.task.id == bad and parcel.delivery.kind is DeliveryKind.SONG:
            raise KeyError("nobody foresaw it")
        return await post(parcel)

    monkeypatch.setattr(shop.courier, "post", failing)
    assert (await shop.until_over(good)).state is State.DELIVERED
    assert await shop.state(bad) is State.READY
    assert "KeyError: 'nobody foresaw it'" in caplog.text
    faulty.clear()
    assert (await shop.until_over(bad, HOUR)).state is State.DELIVERED
    assert len(shop.courier.songs) == 4


async def test_songs_found_through_a_callback_after_the_give_back_keep_their_services_id(shop: Workshop) -> None:
    """Lyrics and extensions of these songs need it."""
    shop.music.faults.add("generate", "cut", applied=True)
    task = await shop.until_over(await shop.ask(), 20 * MINUTE)
    assert task.state is State.UNKNOWN
    [service_task] = shop.music.tasks
    await shop.desk.hint(task.callback_key, service_task)
    await shop.step(3)
    assert (await shop.task(task.id)).service_task_id == service_task


@pytest.mark.parametrize("state", [State.SUBMITTING, State.RUNNING])
async def test_a_row_of_another_service_ends_and_is_not_polled_for_ever(tmp_path: Path, state: State) -> None:
    async with workshop(tmp_path) as before:
        if state is State.SUBMITTING:
            before.music.faults.add("generate", "cut", applied=True)
        task_id = await before.ask()
        await before.step()
        await before.desk.hint((await before.task(task_id)).callback_key, "service")
        assert await before.state(task_id) is state
        before.api.host = "elsewhere.example"
        before.pass_time(HOUR)
        before.restart()
        await before.step(2)
        task = await before.task(task_id)
        assert (task.state, task.given_back) == (State.UNKNOWN if state is State.SUBMITTING else State.FAILED, True)
        before.pass_time(26 * HOUR)
        await before.step(2)
        assert (await before.task(task_id)).next_poll_at is None


async def test_a_callback_with_an_unknown_key_wakes_nobody(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    woken: list[bool] = []
    shop.desk.worker = shop.worker
    monkeypatch.setattr(shop.worker, "wake", lambda: woken.append(True))
    task = await shop.task(await shop.ask())
    woken.clear()
    assert not await shop.desk.hint("unknown", "service")
    assert woken == []
    assert await shop.desk.hint(task.callback_key, "service")
    assert woken == [True]


async def test_the_services_window_runs_as_fast_as_the_stand_ins_time(tmp_path: Path) -> None:
    many = {"running_per_member": "50", "running_per_guild": "50", "quota_default": "1000"}
    async with workshop(tmp_path, time_scale="40", **many) as shop:
        shop.music.speed = 40
        for _ in range(30):
            await shop.ask()
        await shop.step(4)
        assert shop.creates == 20
        shop.pass_time(11 * SECOND // 40)
        await shop.step(4)
        assert shop.creates == 30
