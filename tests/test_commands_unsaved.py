"""The database takes the request, but not that the member was answered: no false word, and the worker finds out."""

from typing import Any

import pytest

from bot.clock import MINUTE
from bot.errors import StoreError
from bot.models import State
from bot.tasks.ports import Answered
from bot.ui import accepting
from tests.command_house import House, house, reply
from tests.test_commands_slow import Slow, slow

__all__ = ["house", "slow"]

FULL = StoreError("The database failed: database or disk is full")


async def test_a_public_answer_that_could_not_be_stored_is_looked_up_and_the_request_goes_on(
    house: House, slow: Slow, caplog: pytest.LogCaptureFixture
) -> None:
    slow("confirm", 0, FULL)
    shown = reply(await house.quick())
    assert shown.content.startswith("**Queued**")
    assert [entry for entry in house.env.http_requests if "/webhooks/" in entry.path] == []  # no second word
    assert "will be looked up: The database failed" in caplog.text
    (task,) = await house.tasks()
    house.shop.courier.answers[task.interaction_id] = Answered(shown.id, private=False)
    house.shop.pass_time(MINUTE)
    await house.shop.step(2)
    assert await house.states() == [State.RUNNING]


async def test_a_private_defer_is_stored_at_last_before_the_member_reads_that_it_is_queued(
    house: House, slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accepting, "PAUSES", (0, 0.05))
    confirm, faults = house.desk.confirm_privately, [FULL]

    async def failing_once(task_id: int) -> None:
        if faults:
            raise faults.pop()
        await confirm(task_id)

    monkeypatch.setattr(house.desk, "confirm_privately", failing_once)
    slow("accept", 0.6)
    assert reply(await house.quick()).content.startswith("**Queued.** 12 credits taken")
    (task,) = await house.tasks()
    assert (task.deferred, (await house.quota()).used) == (True, 12_000)


async def test_a_refused_answer_that_could_not_be_stored_is_given_back_by_the_worker(house: House, slow: Slow) -> None:
    slow("withdraw", 0, FULL)
    house.env.inject_error("POST", "/interactions/*/callback", status=404, code=10062)
    await house.quick()
    assert (await house.quota()).used == 12_000
    house.shop.pass_time(MINUTE)
    await house.shop.step()
    assert ((await house.quota()).used, await house.tasks()) == (0, [])


@pytest.mark.parametrize("command", ["credits", "tasks", "library"])
async def test_pages_say_that_nothing_was_charged(house: House, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def full(*_: Any) -> None:
        raise FULL

    monkeypatch.setattr(house.shop.store._database, "read", full)
    result = await house.ana.slash(house.songs, command)
    assert reply(result).content.startswith("**The bot cannot save anything just now.** Nothing was charged.")
