"""SQLite: one connection for writes, one for reads, each with a thread of its own, and one process on the file."""

import asyncio
import fcntl
import logging
import os
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TypeVar

import aiosqlite

from bot.errors import StoreError
from bot.store import migrations
from bot.store.sql import SqliteSql, Work

T = TypeVar("T")

log = logging.getLogger(__name__)

BUSY_TIMEOUT = 5.0
"""Seconds that SQLite waits for a lock of another program (a backup, a shell)."""


class SqliteDatabase:
    shared = False

    def __init__(self, writer: aiosqlite.Connection, reader: aiosqlite.Connection) -> None:
        self._writer = writer
        self._reader = reader

    @classmethod
    @asynccontextmanager
    async def open(cls, name: str) -> AsyncIterator["SqliteDatabase"]:
        """Raises `StoreError` where the file is in use, damaged or out of reach."""
        path = Path(name)
        with _sole_process(path):
            writer = await _connect(path)
            try:
                await _on_thread(writer, lambda: _prepare(_raw(writer)))
                reader = await _connect(path)
                try:
                    await _on_thread(reader, lambda: _raw(reader).execute("PRAGMA query_only = ON"))
                    yield cls(writer, reader)
                finally:
                    await reader.close()
            finally:
                await writer.close()

    async def write(self, work: Work[T]) -> T:
        return await _on_thread(self._writer, lambda: _transaction(_raw(self._writer), "BEGIN IMMEDIATE", work))

    async def read(self, work: Work[T]) -> T:
        return await _on_thread(self._reader, lambda: _transaction(_raw(self._reader), "BEGIN", work))


async def _connect(path: Path) -> aiosqlite.Connection:
    try:
        connection = await aiosqlite.connect(path, isolation_level=None, timeout=BUSY_TIMEOUT)
    except sqlite3.Error as error:
        raise StoreError(f"The database {path} cannot be opened: {error}") from error
    _raw(connection).row_factory = sqlite3.Row
    return connection


def _raw(connection: aiosqlite.Connection) -> sqlite3.Connection:
    return connection._conn


async def _on_thread(connection: aiosqlite.Connection, function: Callable[[], T]) -> T:
    """Run `function` on the connection's own thread.

    One hop for a whole transaction, where aiosqlite's public calls take three for each statement; and a cancelled
    waiter cannot leave the connection inside a transaction, for the function runs to its end. Hence its private door.
    """
    try:
        result: T = await connection._execute(function)  # type: ignore[no-untyped-call]
    except sqlite3.Error as error:
        raise StoreError(f"The database failed: {error}") from error
    return result


def _transaction(connection: sqlite3.Connection, begin: str, work: Work[T]) -> T:
    connection.execute(begin)
    try:
        result = _drive(work, SqliteSql(connection))
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return result


def _drive(work: Work[T], sql: SqliteSql) -> T:
    """Run a coroutine that never suspends, without an event loop."""
    coroutine = work(sql).__await__()
    try:
        next(coroutine)
    except StopIteration as done:
        result: T = done.value
        return result
    coroutine.close()
    raise StoreError("A transaction may wait for its own statements only")


def _prepare(connection: sqlite3.Connection) -> None:
    if (verdict := connection.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
        raise StoreError(f"The database is damaged ({verdict}); nothing was changed. Restore the last backup.")
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(migrations.TABLE)
    for number, text in migrations.pending(connection.execute(migrations.APPLIED).fetchone()[0]):
        try:
            connection.executescript(f"BEGIN IMMEDIATE;\n{migrations.script(number, text)}\nCOMMIT;")
        except sqlite3.Error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


@contextmanager
def _sole_process(path: Path) -> Iterator[None]:
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
        yield
    finally:
        os.close(handle)


async def backup(source: Path, target: Path) -> None:
    """Copy a database that may be in use, page by page, off the event loop."""

    def copy() -> None:
        with sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True) as old, sqlite3.connect(target) as new:
            old.backup(new, pages=256, sleep=0.01)

    await asyncio.to_thread(copy)
