"""The owner hears of what holds all requests back, whatever the database does just then, and of what is lost."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import HOUR, MINUTE, SECOND
from bot.errors import CourierError, MediaBarred, MediaLater, StoreError
from bot.models import DeliveryKind, Reason, State, Task
from bot.tasks.ports import Parcel
from tests.workshop import Workshop, workshop


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Workshop]:
    async with workshop(tmp_path) as opened:
        yield opened


def owner_lines(shop: Workshop) -> list[Reason | None]:
    return [parcel.delivery.reason for parcel in shop.courier.of(DeliveryKind.OWNER)]


async def test_the_owner_hears_of_a_refused_key_though_the_request_could_not_be_ended_at_once(
    shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.music.faults.add("generate", "code", code=401)
    end, troubles = shop.store.following.end, [StoreError("disk full for a moment")]

    async def troubled(*given: object) -> Task | None:
        if troubles:
            raise troubles.pop()
        return await end(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(shop.store.following, "end", troubled)
    task = await shop.until_over(await shop.ask(), 2 * MINUTE)
    assert (task.state, task.reason, await shop.used()) == (State.FAILED, Reason.KEY_REFUSED, 0)
    assert owner_lines(shop) == [Reason.KEY_REFUSED]


async def test_the_owner_hears_of_a_refused_key_though_the_process_died_right_after_it_held_creates_back(
    shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    await shop.ask()
    await shop.step()
    del shop.music.service.credits[shop.music.key]
    hold_creates = shop.store.sending.hold_creates

    async def last(*given: object) -> bool:
        await hold_creates(*given)  # type: ignore[arg-type]
        raise LookupError("killed")

    monkeypatch.setattr(shop.store.sending, "hold_creates", last)
    shop.pass_time(MINUTE)
    await shop.step()
    monkeypatch.undo()
    shop.restart()
    for _ in range(6):
        shop.pass_time(10 * SECOND)
        await shop.step()
    assert owner_lines(shop) == [Reason.KEY_REFUSED]


def lose_songs(shop: Workshop, error: CourierError) -> None:
    post = shop.courier.post

    async def failing(parcel: Parcel) -> int:
        if parcel.delivery.kind is DeliveryKind.SONG:
            raise error
        return await post(parcel)

    shop.courier.post = failing  # type: ignore[method-assign]


@pytest.mark.parametrize(
    ("error", "reason", "waits"),
    [
        (MediaBarred("cdn.example: not a public address"), Reason.ADDRESS, 0),
        (MediaLater("cdn.example: 403"), Reason.SERVICE_FAILED, 2),
    ],
)
async def test_songs_that_cannot_be_fetched_are_told_to_the_owner_and_in_the_log_with_their_cause(
    shop: Workshop, caplog: pytest.LogCaptureFixture, error: CourierError, reason: Reason, waits: int
) -> None:
    lose_songs(shop, error)
    task = await shop.until_over(await shop.ask(), 7 * HOUR)
    assert (task.state, task.reason, await shop.used()) == (State.FAILED, reason, 0)
    assert len([line for line in caplog.messages if line.endswith(f"is lost ({error})")]) == 2
    assert len([line for line in caplog.messages if line.endswith(f"has to wait ({error})")]) == waits
    assert owner_lines(shop) == [reason]


async def test_the_owner_hears_once_an_hour_of_requests_that_are_lost_alike(shop: Workshop) -> None:
    lose_songs(shop, MediaBarred("cdn.example: not a public address"))
    for member in (100, 101):
        await shop.until_over(await shop.ask(member=member))
    assert len(owner_lines(shop)) == 1
    shop.pass_time(HOUR)
    await shop.until_over(await shop.ask())
    assert len(owner_lines(shop)) == 2
