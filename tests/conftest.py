"""What holds for every test: shared fixtures, and REQUIRE_ALL=1, under which nothing may be skipped."""

import os
from collections.abc import Generator
from contextlib import nullcontext
from typing import Any, TypeVar

import hypothesis
import pytest
from xdist.scheduler.loadfile import LoadFileScheduling

from tests.crash.summary import lines as crash_summary
from tests.measuring import left_out, unmeasured
from tests.postgres_server import postgres_database, postgres_url

__all__ = ["postgres_database", "postgres_url"]

hypothesis.settings.register_profile(
    "here",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
    derandomize=os.environ.get("REQUIRE_ALL") == "1",
)
"""A machine that stands still is no fault of an example; and two runs for a verdict try the same examples."""
hypothesis.settings.load_profile("here")


class Turns(LoadFileScheduling):  # type: ignore[misc]  # xdist tells no types
    """A file is one worker's, and so is the matrix of crashes: each of its files keeps all processors busy."""

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        return "tests/crash" if file.startswith("tests/crash/") else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Turns:
    return Turns(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    with unmeasured() if left_out(item.path) else nullcontext():
        return (yield)


Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


def _insist(report: Report) -> Report:
    if os.environ.get("REQUIRE_ALL") == "1" and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome, report.longrepr = "failed", f"REQUIRE_ALL=1, yet: {reason}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return _insist((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return _insist((yield))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What the matrix of crashes came to, before pytest's own closing line."""
    reports = [report for key in ("passed", "failed") for report in terminalreporter.stats.get(key, [])]
    if table := list(crash_summary(reports)):
        terminalreporter.section("crash matrix")
        for line in table:
            terminalreporter.write_line(line)
