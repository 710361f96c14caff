"""First answers that no command confirmed, of requests that somebody has cancelled: no message stays behind."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from bot.clock import DAY, MINUTE, SECOND
from bot.errors import Blind, PostLater
from bot.models import DeliveryKind, State
from bot.tasks.ports import Answered
from tests.stores import ANA, GUILD
from tests.workshop import Workshop, workshop


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Workshop]:
    async with workshop(tmp_path) as opened:
        yield opened


async def asked_and_died(shop: Workshop) -> int:
    """Discord has the answer, "Queued", and the process died before it could say so."""
    task_id = await shop.ask(confirm=False)
    shop.courier.answers[1] = Answered(message_id=77, private=False)
    shop.restart()
    return task_id


async def cancelled(shop: Workshop, task_id: int) -> None:
    await shop.desk.cancel(task_id, GUILD, ANA, manager=False)


async def forgotten(shop: Workshop, _: int) -> None:
    assert (await shop.desk.archive.forget(GUILD, ANA)).erased == 1


def shown(shop: Workshop) -> list[tuple[int | None, State]]:
    return [(view.task.status_message_id, view.task.state) for view in shop.courier.shown]


@pytest.mark.parametrize("end", [cancelled, forgotten])
async def test_the_message_of_a_request_that_was_cancelled_before_it_was_found_says_so(
    shop: Workshop, end: Callable[[Workshop, int], Awaitable[None]]
) -> None:
    task_id = await asked_and_died(shop)
    await end(shop, task_id)
    shop.pass_time(11 * SECOND)
    await shop.step(2)
    assert shown(shop) == [(77, State.CANCELLED)]
    assert (await shop.task(task_id)).interaction_token is None
    assert (await shop.used(), shop.creates) == (0, 0)


async def test_it_is_looked_for_again_where_discord_cannot_be_asked(shop: Workshop) -> None:
    await cancelled(shop, await asked_and_died(shop))
    shop.courier.answer_trouble = PostLater("5xx")
    shop.pass_time(11 * SECOND)
    await shop.step(2)
    assert shown(shop) == []
    shop.courier.answer_trouble = None
    shop.pass_time(MINUTE)
    await shop.step(2)
    assert shown(shop) == [(77, State.CANCELLED)]


@pytest.mark.parametrize("answered", [None, Answered(None, private=True), Blind()])
async def test_where_there_is_no_message_it_is_looked_for_once(
    shop: Workshop, answered: Answered | Blind | None
) -> None:
    task_id = await asked_and_died(shop)
    await cancelled(shop, task_id)
    shop.courier.answers.clear()
    if isinstance(answered, Answered):
        shop.courier.answers[1] = answered
    shop.courier.answer_trouble = answered if isinstance(answered, Blind) else None
    shop.pass_time(11 * SECOND)
    await shop.step(2)
    shop.courier.answer_trouble, shop.courier.answers[1] = None, Answered(message_id=77, private=False)
    shop.pass_time(DAY)
    await shop.step(2)
    assert (shown(shop), shop.courier.of(DeliveryKind.STATUS)) == ([], [])
    assert (await shop.task(task_id)).interaction_token is None
