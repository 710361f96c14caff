"""The file of a SQLite database: who may use it, what must be true before it is used, and copies of it."""

import asyncio
import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.errors import StoreError
from bot.store import migrations

LEASES = """CREATE TABLE live.leases (
    lane TEXT NOT NULL, item BIGINT NOT NULL, owner TEXT NOT NULL, number BIGINT NOT NULL, until BIGINT NOT NULL,
    PRIMARY KEY (lane, item)
)"""


def uri(path: Path, mode: str) -> str:
    """`mode` is `ro` or `rwc`, which makes the file where there is none."""
    return f"{path.absolute().as_uri()}?mode={mode}"


def examine(path: Path, timeout: float) -> None:
    """Raises `StoreError` for a file that is not whole, not ours or of a newer Minstrel.

    It has no right to write, for a connection that has one empties a log that a crash has left into the file.
    """
    if not path.exists():
        return
    try:
        with closing(sqlite3.connect(uri(path, "ro"), uri=True, timeout=timeout)) as connection:
            _require_whole(connection)
            migrations.pending(_applied(connection))
    except sqlite3.Error as error:
        if error.sqlite_errorname != "SQLITE_READONLY_ROLLBACK":  # a crash in a file without a log: `prepare` mends it
            raise StoreError(f"The database {path} cannot be used: {error}; nothing was changed.") from error


def _require_whole(connection: sqlite3.Connection) -> None:
    try:
        verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        if not error.sqlite_errorname.startswith("SQLITE_CORRUPT"):
            raise
        verdict = str(error)
    if verdict != "ok":
        raise StoreError(f"The database is damaged ({verdict}); nothing was changed. Restore the last backup.")


def prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Migrate a file that was examined, and void the leases of the process before."""
    missing = migrations.pending(_applied(connection))
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(migrations.TABLE)
    for number, text in missing:
        try:
            connection.executescript(f"BEGIN IMMEDIATE;\n{migrations.script(number, text)}\nCOMMIT;")
        except sqlite3.Error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    for name in ("leases", "leases-wal", "leases-shm"):
        Path(f"{path}.{name}").unlink(missing_ok=True)
    attach_leases(connection, path)
    connection.execute("PRAGMA live.journal_mode = WAL")
    connection.execute("DROP TABLE IF EXISTS main.leases")
    connection.execute(LEASES)


def attach_leases(connection: sqlite3.Connection, path: Path) -> None:
    """Leases of the only process are void when it ends, so they live in a file of their own that is never flushed."""
    connection.execute("ATTACH DATABASE ? AS live", (f"{path}.leases",))
    connection.execute("PRAGMA live.synchronous = OFF")


def require_current(connection: sqlite3.Connection) -> None:
    """Raises `StoreError` where the file has not the version that this Minstrel works with."""
    if missing := migrations.pending(_applied(connection)):
        raise StoreError(f"The database lacks {len(missing)} migration(s): start the bot once.")


def _applied(connection: sqlite3.Connection) -> int:
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if tables and "migrations" not in tables:
        raise StoreError("The file is the database of another program; nothing was changed.")
    return int(connection.execute(migrations.APPLIED).fetchone()[0]) if tables else 0


@contextmanager
def sole_process(path: Path) -> Iterator[None]:
    """Hold the lock file beside the database; the system lets go of it when the process ends, however it ends."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise StoreError(f"The folder of the database {path} cannot be used: {error.strerror}") from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise StoreError(f"Another Minstrel uses {path}. Stop it first, or use PostgreSQL for several.") from None
        _require_writable(path)
        yield
    finally:
        os.close(handle)


def _require_writable(path: Path) -> None:
    """SQLite itself opens a file that may only be read, and would refuse the first request instead."""
    try:
        if path.exists():
            os.close(os.open(path, os.O_RDWR))
    except OSError as error:
        raise StoreError(f"The database {path} cannot be used: {error.strerror}") from error


async def backup(source: Path, target: Path) -> None:
    """Copy a database that may be in use, as it stands at one moment, off the event loop.

    The target appears whole or not at all, and is never overwritten. Raises `StoreError`.
    """
    try:
        await asyncio.to_thread(_copy, source, target)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"{source} cannot be copied to {target}: {error}") from error


def _copy(source: Path, target: Path) -> None:
    if target.exists():
        raise StoreError(f"{target} exists already; nothing was changed.")
    partial = target.with_name(f"{target.name}.partial")
    partial.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(uri(source, "ro"), uri=True)) as old:
            require_current(old)
            with closing(sqlite3.connect(partial)) as new:
                old.backup(new)  # in one step: a WAL keeps no writer waiting, and a write starts no step anew
                _require_whole(new)
                new.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
