"""A stream to log to; afterwards the process logs as it did before."""

import io
import logging
from collections.abc import Iterator

import pytest

from bot import log


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    root, names = logging.getLogger(), ("", *log.OURS)
    before = root.handlers[:], [logging.getLogger(name).level for name in names]
    root.handlers = []
    yield io.StringIO()
    root.handlers = before[0]
    for name, level in zip(names, before[1], strict=True):
        logging.getLogger(name).setLevel(level)
