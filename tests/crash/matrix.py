"""The matrix: every point that a run unhurt passes, each with one death and with two."""

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.crash.births import Nursery
from tests.crash.events import POST, Point, Record
from tests.crash.kinds import Kind
from tests.crash.ordeal import AFTERWARDS, PATIENCE, NotReached, ordeal
from tests.crash.promises import Broken

AT_ONCE = 12
"""Ordeals beside each other: most of the time each waits for something."""
LONG_AFTER = 30 * 60.0
"""Seconds after which Discord has forgotten a nonce."""
STRIDE = 37
"""Spreads second deaths over a recovery: no length of a recovery is a multiple of it."""


@dataclass(frozen=True)
class Case:
    """`gap` is the seconds between the death and the next start; `blind`: by then the channel cannot be read."""

    kind: Kind
    first: Point
    second: Point | None = None
    gap: float = AFTERWARDS
    blind: bool = False
    sabotage: str | None = None
    patience: float = PATIENCE

    def __str__(self) -> str:
        second = f", then {self.second}" if self.second else ""
        later = f", started {self.gap / 60:.0f} min later" if self.gap > AFTERWARDS else ""
        return f"{self.kind.name}: {self.first}{second}{later}{', blind' if self.blind else ''}"


@dataclass
class Outcome:
    case: Case
    broken: list[Broken] = field(default_factory=list)
    recovery: Record = field(default_factory=Record)
    """What the bot did after its first death, if there was no second."""

    def __str__(self) -> str:
        return f"{self.case}\n" + "\n".join(f"    {one.what}: {one.words}" for one in self.broken)


async def table(kind: Kind, nursery: Nursery) -> list[Point]:
    """Run it once unhurt; what it passed."""
    with tempfile.TemporaryDirectory(prefix="unhurt") as folder:
        async with ordeal(Path(folder), nursery) as show:
            options = await kind.prepare(show)
            await show.be_born()
            show.referee.begin()
            await kind.ask(show, options)
            await show.drive(lambda: not show.member_waits())
            assert await kind.finish(show) == []
            return show.referee.record.points()


async def suffer(case: Case, nursery: Nursery) -> Outcome:
    with tempfile.TemporaryDirectory(prefix="ordeal") as folder:
        async with ordeal(Path(folder), nursery) as show:
            show.sabotage, show.patience = case.sabotage, case.patience
            options = await case.kind.prepare(show)
            await show.be_born()
            show.referee.begin(case.first)
            await case.kind.ask(show, options)
            await show.die_at(case.first)
            if case.blind:
                show.go_blind()
            show.pass_time(case.gap)
            await show.be_born(case.second)
            await case.kind.resume(show, options)
            if case.second:
                await show.die_at(case.second)
                show.pass_time(AFTERWARDS)
                await show.be_born()
                await case.kind.resume(show, options)
            return Outcome(case, await case.kind.finish(show, blind=case.blind), show.referee.record)


async def suffer_all(cases: Sequence[Case], nursery: Nursery, *, twice: bool = False) -> list[Outcome]:
    """`twice`: each case also with a second death, at one of the points that the recovery passed."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def both(number: int, case: Case) -> list[Outcome]:
        async with gate:
            once = await _suffered(case, nursery)
            points = once.recovery.points()
            if not twice or not points:
                return [once]
            return [once, await _suffered(replace(case, second=points[number * STRIDE % len(points)]), nursery)]

    outcomes = await asyncio.gather(*(both(number, case) for number, case in enumerate(cases)))
    return [outcome for pair in outcomes for outcome in pair]


async def _suffered(case: Case, nursery: Nursery) -> Outcome:
    try:
        return await suffer(case, nursery)
    except (AssertionError, NotReached, TimeoutError) as fault:
        return Outcome(case, [Broken("trouble", f"{type(fault).__name__}: {fault}")])


def posts(kind: Kind, points: Sequence[Point]) -> list[Case]:
    """What a post may meet beyond that: a start after Discord has forgotten the nonce, and a channel out of sight."""
    found = []
    for point in points:
        if point.name == POST and point.moment != "before":
            found.append(Case(kind, point, blind=True))
            if point.moment != "applied late":  # nothing is under way for half an hour
                found += [Case(kind, point, gap=LONG_AFTER), Case(kind, point, gap=LONG_AFTER, blind=True)]
    return found
