"""The bot's file, read beside a bot that may be running, in the tests' own SQL."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path


@contextmanager
def rows_of(file: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(file, timeout=10)) as rows:
        rows.execute("PRAGMA query_only = ON")
        yield rows
