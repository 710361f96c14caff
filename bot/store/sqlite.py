"""SQLite: one connection for writes, one for reads, each with a thread of its own, and one process on the file."""

import asyncio
import fcntl
import logging
import os
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite

from bot.errors import StoreError
from bot.store import migrations
from bot.store.sql import SqliteSql, Work

T = TypeVar("T")

log = logging.getLogger(__name__)

BUSY_TIMEOUT = 5.0
"""Seconds that SQLite waits for a lock of another program (a backup, a shell)."""

LEASES = """CREATE TABLE live.leases (
    lane TEXT NOT NULL, item BIGINT NOT NULL, owner TEXT NOT NULL, number BIGINT NOT NULL, until BIGINT NOT NULL,
    PRIMARY KEY (lane, item)
)"""


class SqliteDatabase:
    shared = False

    def __init__(self, writer: aiosqlite.Connection, reader: aiosqlite.Connection) -> None:
        self._writer = writer
        self._reader = reader
        self._waiting: list[tuple[Work[Any], asyncio.Future[Any]]] = []
        self._writing: asyncio.Task[None] | None = None

    @classmethod
    @asynccontextmanager
    async def open(cls, name: str) -> AsyncIterator["SqliteDatabase"]:
        """Raises `StoreError` where the file is in use, damaged or out of reach."""
        path = Path(name)
        with _sole_process(path):
            writer = await _connect(path)
            try:
                await _on_thread(writer, lambda: _prepare(_raw(writer), path))
                reader = await _connect(path)
                try:
                    await _on_thread(reader, lambda: _attach_leases(_raw(reader), path))
                    await _on_thread(reader, lambda: _raw(reader).execute("PRAGMA query_only = ON"))
                    yield cls(writer, reader)
                finally:
                    await reader.close()
            finally:
                await writer.close()

    async def write(self, work: Work[T]) -> T:
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, future))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_waiting(), name="writer")
        return await future

    async def _write_waiting(self) -> None:
        """Transactions that wait for the writer go to the disk together, since the flush costs most of each."""
        while self._waiting:
            batch, self._waiting = self._waiting, []
            works = [work for work, _ in batch]
            try:
                outcomes = await _on_thread(self._writer, lambda works=works: _group(_raw(self._writer), works))  # type: ignore[misc]
            except Exception as error:
                outcomes = [error] * len(works)
            for (_, future), outcome in zip(batch, outcomes, strict=True):
                _settle(future, outcome)
        self._writing = None

    async def read(self, work: Work[T]) -> T:
        return await _on_thread(self._reader, lambda: _view(_raw(self._reader), work))


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


def _settle(future: "asyncio.Future[Any]", outcome: Any) -> None:
    if future.done():  # nobody waits any more
        return
    if isinstance(outcome, BaseException):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)


@contextmanager
def _transaction(connection: sqlite3.Connection, begin: str) -> Iterator[None]:
    connection.execute(begin)
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _view(connection: sqlite3.Connection, work: Work[T]) -> T:
    with _transaction(connection, "BEGIN"):
        return _drive(work, SqliteSql(connection))


def _group(connection: sqlite3.Connection, works: list[Work[Any]]) -> list[Any]:
    """What each returned or raised; one that raises is undone alone. Raises where the whole group was undone."""
    with _transaction(connection, "BEGIN IMMEDIATE"):
        return [_one_of_group(connection, work) for work in works]


def _one_of_group(connection: sqlite3.Connection, work: Work[Any]) -> Any:
    connection.execute("SAVEPOINT one")
    try:
        outcome = _drive(work, SqliteSql(connection))
    except Exception as error:
        if not connection.in_transaction:  # a full disk undoes everything
            raise
        connection.execute("ROLLBACK TO one")
        outcome = StoreError(f"The database failed: {error}") if isinstance(error, sqlite3.Error) else error
    connection.execute("RELEASE one")
    return outcome


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


def _attach_leases(connection: sqlite3.Connection, path: Path) -> None:
    """Leases of the only process are void when it ends, so they live in a file of their own that is never flushed."""
    connection.execute("ATTACH DATABASE ? AS live", (f"{path}.leases",))
    connection.execute("PRAGMA live.synchronous = OFF")


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
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
    for name in ("leases", "leases-wal", "leases-shm"):
        Path(f"{path}.{name}").unlink(missing_ok=True)
    _attach_leases(connection, path)
    connection.execute("PRAGMA live.journal_mode = WAL")
    connection.execute("DROP TABLE IF EXISTS main.leases")
    connection.execute(LEASES)


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
