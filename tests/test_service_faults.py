"""The music service at its worst. Each fault ends in a state that the row tells, and nothing that waits is lost."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.clock import HOUR, MINUTE, SECOND
from bot.models import DeliveryKind, Reason, State
from bot.music_api import transport
from tests.workshop import Workshop, workshop

PRICE = 12_000
STORM: list[tuple[str, dict[str, Any]]] = [
    ("http", {"status": 500}),
    ("html", {}),
    ("cut", {}),
    ("redirect", {"to": "http://169.254.169.254/latest/meta-data"}),
    ("code", {"code": 500}),
]


@pytest.fixture(autouse=True)
def quick_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "FIRST_PAUSE", 0.01)


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Workshop]:
    async with workshop(tmp_path) as opened:
        yield opened


async def reason_shown(shop: Workshop) -> Reason | None:
    """What `/tasks` says of the service."""
    hold = await shop.desk.hold()
    return hold.reason if hold else None


def owner_lines(shop: Workshop) -> list[Reason | None]:
    return [line.delivery.reason for line in shop.courier.of(DeliveryKind.OWNER)]


@pytest.mark.parametrize(("kind", "options"), STORM, ids=lambda value: str(value)[:30])
async def test_a_storm_costs_three_requests_and_those_that_wait_are_delivered_after_it(
    tmp_path: Path, kind: str, options: dict[str, Any]
) -> None:
    async with workshop(tmp_path, running_per_member="1", running_per_guild="100") as shop:
        storm = [shop.music.faults.add(endpoint, kind, None, **options) for endpoint in ("generate", "credit")]
        first = [await shop.ask(member=member) for member in (1, 2, 3)]
        await shop.step()
        waiting = [await shop.ask(member=member) for member in (4, 5, 6, 7)]
        for _ in range(3):
            shop.pass_time(4 * SECOND)
            await shop.step()
        assert (shop.creates, await reason_shown(shop)) == (3, Reason.UNREACHABLE)
        assert [await shop.state(task_id) for task_id in waiting] == [State.QUEUED] * 4
        for fault in storm:
            shop.music.faults.remove(fault)
        assert {(await shop.until_over(task_id)).state for task_id in waiting} == {State.DELIVERED}
        assert {(await shop.until_over(task_id, HOUR)).state for task_id in first} == {State.UNKNOWN}
        assert (await shop.used(), shop.creates, await reason_shown(shop)) == (4 * PRICE, 7, None)


async def test_requests_that_come_one_by_one_with_idle_looks_between_open_the_breaker_as_well(shop: Workshop) -> None:
    for endpoint in ("generate", "credit"):
        shop.music.faults.add(endpoint, "cut", None)
    for member in range(1, 6):
        await shop.ask(member=member)
        await shop.step(2)
        shop.pass_time(20 * SECOND)
    assert (shop.creates, await reason_shown(shop)) == (3, Reason.UNREACHABLE)


async def test_a_trial_that_nobody_waits_for_does_not_begin_the_count_of_unclear_creates_anew(shop: Workshop) -> None:
    """Credits are told all the while, so that the hold ends by itself; each unclear create then opens it for longer."""
    shop.music.faults.add("generate", "cut", None)
    pauses: list[int] = []
    for member in range(1, 6):
        await shop.ask(member=member)
        await shop.step(2)
        hold = await shop.desk.hold()
        pauses.append(hold.probe_at - shop.clock.now() if hold else 0)
        shop.pass_time(MINUTE)
        await shop.step()
        assert await reason_shown(shop) is None
    assert pauses == [0, 0, 5 * SECOND, 10 * SECOND, 20 * SECOND]


async def test_while_it_storms_probes_grow_rarer_and_no_create_goes_out(shop: Workshop) -> None:
    shop.music.faults.add("generate", "html", 3)
    shop.music.faults.add("credit", "code", None, code=500)
    for member in (1, 2, 3):
        await shop.ask(member=member)
    await shop.step()
    waiting = await shop.ask(member=4)
    for _ in range(12 * 20):
        await shop.step()
        shop.pass_time(15 * SECOND)
    assert shop.creates == 3
    assert 3 * 10 < shop.music.calls.count("credit") < 3 * 25, "each is tried three times"
    assert await shop.state(waiting) is State.QUEUED


@pytest.mark.parametrize(
    ("profile", "fault", "reason"),
    [
        ("apibox", ("code", {"code": 430, "msg": "calling too often"}), Reason.BUSY),
        ("apibox", ("code", {"code": 405, "msg": "rate limit exceeded"}), Reason.BUSY),
        ("apibox", ("http", {"status": 429, "body": "slow down"}), Reason.BUSY),
        ("sunoapi", ("code", {"code": 405}), Reason.BUSY),
        ("kie", ("http", {"status": 429}), Reason.BUSY),
        ("kie", ("code", {"code": 429}), Reason.BUSY),
        ("kie", ("code", {"code": 455}), Reason.MAINTENANCE),
        ("apibox", ("code", {"code": 455}), Reason.MAINTENANCE),
    ],
)
async def test_what_the_service_puts_off_is_made_later_for_one_price(
    tmp_path: Path, profile: str, fault: tuple[str, dict[str, Any]], reason: Reason
) -> None:
    async with workshop(tmp_path, music_api_profile=profile) as shop:
        shop.music.faults.add("generate", fault[0], 2, **fault[1])
        task_id = await shop.ask()
        await shop.step()
        task = await shop.task(task_id)
        assert (task.state, task.reason, await shop.used()) == (State.QUEUED, reason, PRICE)
        assert (await shop.until_over(task_id)).state is State.DELIVERED
        assert await shop.used() == PRICE


@pytest.mark.parametrize(("profile", "code"), [("apibox", 429), ("apibox", 402), ("sunoapi", 429), ("kie", 402)])
async def test_no_credits_is_told_by_each_host_in_its_own_way(tmp_path: Path, profile: str, code: int) -> None:
    async with workshop(tmp_path, music_api_profile=profile) as shop:
        shop.music.faults.add("generate", "code", code=code, msg="The current credits are insufficient.")
        task = await shop.until_over(await shop.ask())
        assert (task.state, task.reason, await shop.used()) == (State.FAILED, Reason.SERVICE_EMPTY, 0)
        assert owner_lines(shop) == [Reason.SERVICE_EMPTY]


async def test_credits_that_end_in_the_middle_cost_one_request_and_the_rest_waits(tmp_path: Path) -> None:
    async with workshop(tmp_path, running_per_guild="100") as shop:
        shop.music.credits = 30
        asked = [await shop.ask(member=member) for member in range(1, 9)]
        await shop.step()
        await shop.step()
        states = [await shop.state(task_id) for task_id in asked]
        assert [states.count(state) for state in (State.RUNNING, State.FAILED, State.QUEUED)] == [2, 1, 5]
        assert (owner_lines(shop), await reason_shown(shop)) == ([Reason.SERVICE_EMPTY], Reason.SERVICE_EMPTY)
        assert await shop.used() == 7 * PRICE
        shop.music.credits = 1000
        over = [await shop.until_over(task_id) for task_id in asked]
        assert [task.state for task in over].count(State.DELIVERED) == 7
        assert (await shop.used(), await reason_shown(shop)) == (7 * PRICE, None)


async def test_a_revoked_key_holds_the_queue_and_all_goes_on_by_itself(tmp_path: Path) -> None:
    async with workshop(tmp_path, running_per_guild="100") as shop:
        kept = shop.music.service.credits.pop(shop.music.key)
        asked = [await shop.ask(member=member) for member in range(1, 5)]
        await shop.step()
        for _ in range(6):
            shop.pass_time(MINUTE)
            await shop.step()
        states = [await shop.state(task_id) for task_id in asked]
        assert [states.count(state) for state in (State.FAILED, State.QUEUED)] == [1, 3]
        assert (owner_lines(shop), await reason_shown(shop)) == ([Reason.KEY_REFUSED], Reason.KEY_REFUSED)
        shop.music.service.credits[shop.music.key] = kept
        over = [await shop.until_over(task_id, 20 * MINUTE) for task_id in asked]
        assert [task.state for task in over].count(State.DELIVERED) == 3
        assert (await shop.used(), await reason_shown(shop)) == (3 * PRICE, None)


async def test_a_key_revoked_while_songs_are_made_holds_the_queue_before_it_costs_a_request(shop: Workshop) -> None:
    running = await shop.ask(member=1)
    await shop.step()
    kept = shop.music.service.credits.pop(shop.music.key)
    shop.pass_time(MINUTE)
    await shop.step(2)
    waiting = await shop.ask(member=2)
    await shop.step(2)
    assert (await shop.state(running), await shop.state(waiting)) == (State.RUNNING, State.QUEUED)
    assert (owner_lines(shop), shop.creates) == ([Reason.KEY_REFUSED], 1)
    shop.music.service.credits[shop.music.key] = kept
    assert {(await shop.until_over(task_id, 20 * MINUTE)).state for task_id in (running, waiting)} == {State.DELIVERED}


async def test_a_key_that_stays_revoked_keeps_nobody_waiting_for_ever(shop: Workshop) -> None:
    task_id = await shop.ask()
    await shop.step()
    del shop.music.service.credits[shop.music.key]
    for _ in range(9):
        shop.pass_time(HOUR)
        await shop.step(2)
    task = await shop.task(task_id)
    assert (task.state, task.reason, await shop.used()) == (State.FAILED, Reason.DEADLINE, 0)
    assert len(owner_lines(shop)) == 1


async def test_an_account_that_is_empty_after_an_outage_is_told_as_empty(shop: Workshop) -> None:
    shop.music.maintenance = True
    task_id = await shop.ask()
    await shop.step()
    shop.music.maintenance, shop.music.credits = False, 1
    assert (await shop.until_over(task_id)).reason is Reason.SERVICE_EMPTY
    assert (owner_lines(shop), await reason_shown(shop)) == ([Reason.SERVICE_EMPTY], Reason.SERVICE_EMPTY)


async def test_a_pause_that_the_service_names_for_looks_is_kept(shop: Workshop) -> None:
    await shop.ask()
    await shop.step()
    shop.music.faults.add("record-info", "http", status=429, retry_after=120)
    shop.pass_time(20 * SECOND)
    await shop.step()
    before = shop.music.calls.count("record-info")
    for _ in range(11):
        shop.pass_time(10 * SECOND)
        await shop.step()
    assert shop.music.calls.count("record-info") == before
    shop.pass_time(20 * SECOND)
    await shop.step()
    assert shop.music.calls.count("record-info") == before + 1
