"""The table at the end of a run: what the tests recorded, gathered from all workers."""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest

TALLY, CAUGHT = "crash matrix", "sabotage"
COLUMNS = ("cases", "survived", "lost", "doubled")


def lines(reports: Iterable[pytest.TestReport]) -> Iterator[str]:
    """Nothing where no test of the matrix ran."""
    told: list[Any] = [told for report in reports for told in report.user_properties]
    tallies = [value for name, value in told if name == TALLY]
    sabotages = [value for name, value in told if name == CAUGHT]
    if tallies:
        yield _row("", COLUMNS)
        yield from (_row(tally["name"], [tally[column] for column in COLUMNS]) for tally in tallies)
        yield _row("all", [sum(tally[column] for tally in tallies) for column in COLUMNS])
    if sabotages:
        yield f"sabotages caught: {sum(one['caught'] for one in sabotages)} of {len(sabotages)}"
        yield from (f"  {one['name']}: {one['words']}" for one in sabotages)


def _row(name: str, cells: Iterable[Any]) -> str:
    return f"{name:<28}" + "".join(f"{cell:>10}" for cell in cells)
