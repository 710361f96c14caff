"""Would the matrix notice? With each promise broken on purpose, those of its cases that can notice have to fail.

Nonce off: a post that Discord takes late, after the next start has posted again. Look off: a post that Discord took,
and a start when the nonce is forgotten. Claim unconditional, create repeated: a create call that the service took and
whose answer nobody read. Give-back off: the same, for it ends as unknown. Projection off: any death before the end.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.crash.births import Nursery
from tests.crash.events import POST, Moment, Point
from tests.crash.kinds import GENERATE
from tests.crash.matrix import LONG_AFTER, Case, suffer_all, table
from tests.crash.ordeal import PATIENCE
from tests.crash.sabotage import SABOTAGES
from tests.crash.trials import RecordProperty, caught

pytestmark = pytest.mark.timeout(900)
CREATE = "service POST /generate"
BEFORE_GRACE = 1.0
"""Seconds from the death to the start. Later, the request is given up, and what was given up is not sent."""
PATIENCES = {"projection off": 5.0}
"""Seconds; without its projection the bot never comes to rest."""


def at(name: str, *among: Moment, gap: float | None = None) -> Callable[[Point], Case | None]:
    def chosen(point: Point) -> Case | None:
        if point.name != name or point.moment not in among:
            return None
        return Case(GENERATE, point, gap=gap) if gap else Case(GENERATE, point)

    return chosen


CASES: dict[str, tuple[Callable[[Point], Case | None], str]] = {
    "nonce off": (at(POST, "applied late"), "doubled"),
    "look off": (at(POST, "in flight, applied", "after", gap=LONG_AFTER), "doubled"),
    "claim unconditional": (at(CREATE, "in flight, applied", "after", gap=BEFORE_GRACE), "doubled"),
    "give-back off": (at(CREATE, "in flight, not applied", "in flight, applied"), "lost"),
    "create repeated": (at(CREATE, "in flight, applied", "after"), "doubled"),
    "projection off": (at("commit started", "after"), "working"),
}


async def test_every_broken_promise_is_noticed(record_property: RecordProperty) -> None:
    assert CASES.keys() == SABOTAGES.keys()
    async with Nursery.open() as nursery:
        points = await table(GENERATE, nursery)
        cases = [
            replace(case, sabotage=name, patience=PATIENCES.get(name, PATIENCE))
            for name, (chosen, _) in CASES.items()
            for point in points
            if (case := chosen(point))
        ]
        outcomes = await suffer_all(cases, nursery)
    missed = [
        name
        for name, (_, sign) in CASES.items()
        if not caught(name, sign, [each for each in outcomes if each.case.sabotage == name], record_property)
    ]
    assert not missed, "\n".join(map(str, outcomes))
