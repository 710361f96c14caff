"""What the tests of the matrix have in common: run, count for the table at the end, and name what did not hold."""

from collections.abc import Callable, Sequence

from tests.crash.births import Nursery
from tests.crash.events import ANSWER, POST
from tests.crash.kinds import Kind, Reading
from tests.crash.matrix import Case, Outcome, suffer_all, table
from tests.crash.summary import CAUGHT, TALLY

Record = Callable[[str, object], None]
"""pytest's `record_property`."""


async def die_at_every_point(kind: Kind, record: Record) -> None:
    async with Nursery.open() as nursery:
        points = await table(kind, nursery)
        names = {point.name for point in points}
        needed = {ANSWER} if isinstance(kind, Reading) else {ANSWER, POST, "commit started", "commit shown (ended)"}
        assert needed <= names, names
        assert any(name.startswith("service POST") for name in names), names
        outcomes = await suffer_all([Case(kind, point) for point in points], nursery, twice=True)
    judge(kind.name, outcomes, record)


def judge(name: str, outcomes: Sequence[Outcome], record: Record) -> None:
    """Fails with every case that broke a promise."""
    signs = [{one.what for one in each.broken} for each in outcomes]
    tally = {what: sum(what in each for each in signs) for what in ("lost", "doubled")}
    record(TALLY, {"name": name, "cases": len(outcomes), "survived": signs.count(set()), **tally})
    failed = [str(each) for each in outcomes if each.broken]
    assert not failed, f"{len(failed)} of {len(outcomes)}:\n" + "\n".join(failed)


def caught(sabotage: str, sign: str, outcomes: Sequence[Outcome], record: Record) -> bool:
    """Whether a case failed as it had to, and not because something else went wrong."""
    signs = [(each.case, one) for each in outcomes for one in each.broken if one.what == sign]
    words = f"{signs[0][0]} - {signs[0][1].what}: {signs[0][1].words}" if signs else "not noticed"
    record(CAUGHT, {"name": sabotage, "caught": bool(signs), "words": words})
    return bool(signs)
