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

TRIES = 4
"""How often a case is begun anew whose bot went another way than the one that gave the point."""
AT_ONCE = 12
"""Ordeals beside each other: most of the time each waits for something."""
LONG_AFTER = 30 * 60.0
"""Seconds after which Discord has forgotten a nonce."""
STRIDE = 97
"""Spreads second deaths over a recovery: a prime, and more points than any recovery passes."""


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

    @property
    def must_be_unsure(self) -> bool:
        """Nobody can tell what became of the first attempt, and a second one would not be recognised."""
        return self.blind and self.gap > AFTERWARDS

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
            found = await case.kind.finish(show, blind=case.blind)
            if case.must_be_unsure and all(one.state != "unsure" for one in show.rows.deliveries()):
                found.append(Broken("doubled", "posted again without knowing whether it was posted before"))
            return Outcome(case, found, show.referee.record)


async def suffer_all(cases: Sequence[Case], nursery: Nursery, *, twice: bool = False) -> list[Outcome]:
    """`twice`: each case also with a second death, at one of the points that the recovery passed."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def within_gate(number: int, case: Case) -> list[Outcome]:
        async with gate:
            return await _tried(case, nursery, number * STRIDE if twice else None)

    outcomes = await asyncio.gather(*(within_gate(number, case) for number, case in enumerate(cases)))
    return [outcome for group in outcomes for outcome in group]


async def _tried(case: Case, nursery: Nursery, second: int | None) -> list[Outcome]:
    """Lanes run beside each other, so a bot may pass by a point that another one passed; then it is tried anew."""
    missed = ""
    for _ in range(TRIES):
        try:
            return await _once_and_twice(case, nursery, second)
        except NotReached as fault:
            missed = str(fault)
        except (AssertionError, TimeoutError) as fault:
            missed = f"{type(fault).__name__}: {fault}"
            break
    return [Outcome(case, [Broken("trouble", missed)])]


async def _once_and_twice(case: Case, nursery: Nursery, second: int | None) -> list[Outcome]:
    once = await suffer(case, nursery)
    points = once.recovery.points()
    if second is None or not points or once.broken:
        return [once]
    return [once, await suffer(replace(case, second=points[second % len(points)]), nursery)]


def posts(kind: Kind, points: Sequence[Point]) -> list[Case]:
    """What a post may meet beyond that: a start after Discord has forgotten the nonce, and a channel out of sight."""
    found = []
    for point in points:
        if point.name == POST and point.moment != "before":
            found.append(Case(kind, point, blind=True))
            if point.moment != "applied late":  # nothing is under way for half an hour
                found += [Case(kind, point, gap=LONG_AFTER), Case(kind, point, gap=LONG_AFTER, blind=True)]
    return found
