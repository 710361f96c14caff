"""The bench measures what it says."""

from pathlib import Path

import pytest

from bench import library, limit, page, rivals
from bench.load import Times, at_once, steady
from bot.store.store import Store
from bot.store.words import Search
from tests.crash.hands import UNHURRIED


def test_quantiles_are_times_that_were_measured() -> None:
    times = Times([float(number) for number in range(100, 0, -1)])
    assert [times.quantile(share) for share in (0.5, 0.95, 0.99, 1.0)] == [50, 95, 99, 100]
    assert Times([7.0]).quantile(0.5) == Times([7.0]).quantile(0.99) == 7
    assert Times().quantile(0.5) == float("inf")


async def test_every_command_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rivals, "QUIET", 0.5)
    async with rivals.minimal(tmp_path) as rival:
        rival.discord.limits.callback_ms *= UNHURRIED
        times = await steady(rival, 50, 0.2)
        times.add(await at_once(rival, 10))
        assert (len(times.answered), times.unanswered) == (20, 0)
        rival.discord.faults.add(("POST", "/callback"), "refuse", status=404, code=10062)
        monkeypatch.setattr("bench.load.PATIENCE", 5)
        assert (await at_once(rival, 2)).unanswered == 1


async def test_a_crowd_at_a_limit_is_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rivals, "QUIET", 0.5)
    async with rivals.minstrel(tmp_path, limit.crowd(8), QUOTA_DEFAULT="40") as rival:
        outcome = await limit.rush(rival, 8)
    assert (outcome.accepted, outcome.told) == (3, 5)
    assert [fault for fault in outcome.faults(8, 4) if not fault.startswith("p99")] == [
        "3 accepted instead of 4",
        "5 refused in private with the moment instead of 4",
    ]


async def test_searches_find_what_they_are_meant_to_find(tmp_path: Path) -> None:
    """Common words, rare ones and misses: a search that never finds anything would measure nothing."""
    file = tmp_path / "library.db"
    found = await library.measured(file, 400, 1)
    assert len(found.completion.answered) == 2 * len(library.TYPED)
    assert len(found.page.answered) == 3 * len(library.TYPED)
    async with Store.open(f"sqlite:///{file}", library.RULES, library.TERMS.host) as store:
        counts = {text: await store.library.count(Search(library.GUILD, text)) for text in library.TYPED}
    assert counts[""] == 400
    assert 50 < counts["rain"] == counts["piano rain"] < 150
    assert counts["nothingsuch"] == counts["rain nothingsuch"] == 0


@pytest.mark.skipif(not page.CHROMIUM.exists(), reason="Chromium is not installed")
async def test_both_pages_are_painted() -> None:
    for times in await page.measured(loads=1, messages=20):
        [taken] = times.answered
        assert 0 < taken < 30_000
