"""The owner hears of what holds all requests back, whatever the database does just then."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import MINUTE, SECOND
from bot.errors import StoreError
from bot.models import DeliveryKind, Reason, State, Task
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
