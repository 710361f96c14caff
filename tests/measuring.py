"""Which tests coverage leaves out, since to measure them takes as long again as they do."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import coverage

TESTS = Path(__file__).parent
UNMEASURED = (
    "crash/*",
    "*_any.py",
    "test_bench.py",
    "test_callback_flood.py",
    "test_demo_audio.py",
    "test_demo_page.py",
    "test_demo_page_axe.py",
    "test_demo_page_many.py",
    "test_demo_page_parts.py",
    "test_faults_*.py",
    "test_layers.py",
    "test_process_*.py",
    "test_require_all.py",
    "test_security_*.py",
    "test_service_faults.py",
    "test_soak.py",
    "test_store_walk.py",
    "test_ui_languages.py",
)
"""Files that run often over lines which faster ones cover."""

CHILDREN = "COVERAGE_PROCESS_CONFIG"
"""By this variable coverage measures the processes that a test starts."""


def left_out(path: Path) -> bool:
    name = path.relative_to(TESTS) if path.is_relative_to(TESTS) else path
    return any(name.match(pattern) for pattern in UNMEASURED)


@contextmanager
def unmeasured() -> Iterator[None]:
    """Neither this process nor those that it starts.

    pytest-cov's own `no_cover` stops one measure; in a worker of xdist there are two, and the other one goes on.
    """
    stopped, children = [], os.environ.pop(CHILDREN, None)
    while (running := coverage.Coverage.current()) is not None:
        running.stop()
        stopped.append(running)
    try:
        yield
    finally:
        for one in reversed(stopped):
            one.start()
        if children is not None:
            os.environ[CHILDREN] = children
