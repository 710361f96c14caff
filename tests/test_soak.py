"""A short soak; and each promise that the long one looks at can be seen to break."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.demo.discord.messages import Message
from bot.demo.discord.world import Channel, User
from bot.demo.music.fates import HAPPY
from bot.demo.music.tasks import Task
from tests.soak.promises import Outcome, broken
from tests.soak.rows import DeliveryRow, TaskRow
from tests.soak.run import Plan, run

PRICE = 12_000
TASK = TaskRow(1001, 7, "generate", "delivered", None, PRICE, 0, "key-of-1001", "service", 50, 3, 3)
SONG = DeliveryRow(9001, 1001, "song", "posted", 3001, 60)
MADE = Task("service", "generate", "key", {"callBackUrl": "http://bot/callbacks/key-of-1001"}, 12, HAPPY, 0, 1)
BOT = User(4242, "Minstrel", bot=True)


def said(content: str, custom_id: str = "m1:song:delete:9001") -> Message:
    buttons = [{"type": 1, "components": [{"type": 2, "custom_id": custom_id}]}]
    return Message(1, Channel(3001, "songs"), BOT, 0, content, components=buttons)


WELL = Outcome([TASK], [SONG], [MADE], [said("**Rain**"), said("**Done** · “rain”", "m1:req:list")], 0, PRICE)


def test_where_all_is_well_nothing_is_broken() -> None:
    assert broken(WELL) == []


@pytest.mark.parametrize(
    ("outcome", "what"),
    [
        (replace(WELL, tasks=[replace(TASK, state="running")]), "lost"),
        (replace(WELL, tasks=[TASK, replace(TASK, id=1002, callback_key="other", price=0, state="failed")]), "doubled"),
        (replace(WELL, tasks=[replace(TASK, state="failed", reason="deadline")]), "lost"),
        (replace(WELL, made=[MADE, MADE]), "doubled"),
        (replace(WELL, made=[MADE, replace(MADE, body={"callBackUrl": "http://bot/callbacks/nobody"})]), "lost"),
        (replace(WELL, deliveries=[replace(SONG, state="pending")]), "lost"),
        (replace(WELL, deliveries=[replace(SONG, state="unsure")]), "lost"),
        (replace(WELL, deliveries=[replace(SONG, state="lost")]), "lost"),
        (replace(WELL, deliveries=[]), "lost"),
        (replace(WELL, messages=[]), "lost"),
        (replace(WELL, messages=[*WELL.messages, said("**Rain**")]), "doubled"),
        (replace(WELL, messages=[*WELL.messages, said("**Recording** · “rain”", "m1:req:cancel:1")]), "working"),
        (replace(WELL, used=2 * PRICE), "books"),
    ],
)
def test_each_promise_that_does_not_hold_is_told(outcome: Outcome, what: str) -> None:
    assert {one.what for one in broken(outcome)} == {what}


async def test_sixty_requests_survive_four_kills(tmp_path: Path) -> None:
    told: list[str] = []
    plan = Plan(seed=4, tasks=60, kills=4, minutes=1.0)
    assert await run(plan, tmp_path, told.append) == []
    assert any(line.startswith("kills by SIGKILL") and line.endswith(" 4") for line in told)
    assert int(next(line for line in told if line.startswith("requests")).split()[1]) >= 60
