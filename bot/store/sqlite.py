"""SQLite: one connection for writes, one for reads, each with a thread of its own, and one process on the file."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite

from bot.errors import StoreError
from bot.store import sqlite_file
from bot.store.sql import SqliteSql, Work

T = TypeVar("T")

BUSY_TIMEOUT = 5.0
"""Seconds that SQLite waits for a lock of another program (a backup, a shell)."""


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
        with sqlite_file.sole_process(path):
            await asyncio.to_thread(sqlite_file.examine, path, BUSY_TIMEOUT)
            async with _connected(path) as writer:
                await _on_thread(writer, lambda: sqlite_file.prepare(_raw(writer), path))
                async with _connected(path) as reader:
                    await _on_thread(reader, lambda: sqlite_file.attach_leases(_raw(reader), path))
                    await _on_thread(reader, lambda: _raw(reader).execute("PRAGMA query_only = ON"))
                    database = cls(writer, reader)
                    try:
                        yield database
                    finally:
                        await database._finish()

    @classmethod
    @asynccontextmanager
    async def look(cls, name: str) -> AsyncIterator["SqliteDatabase"]:
        """Read only, beside a bot that may be running: no lock, no migration, no leases. Raises `StoreError`."""
        path = Path(name)
        await asyncio.to_thread(sqlite_file.examine, path, BUSY_TIMEOUT)
        async with _connected(path, readonly=True) as reader:
            await _on_thread(reader, lambda: sqlite_file.require_current(_raw(reader)))
            yield cls(reader, reader)

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

    async def _finish(self) -> None:
        """Let transactions run to their end whose waiters have been cancelled."""
        if self._writing is not None:
            await self._writing

    async def read(self, work: Work[T]) -> T:
        return await _on_thread(self._reader, lambda: _view(_raw(self._reader), work))


@asynccontextmanager
async def _connected(path: Path, *, readonly: bool = False) -> AsyncIterator[aiosqlite.Connection]:
    address = sqlite_file.uri(path, "ro" if readonly else "rwc")
    connection = aiosqlite.connect(address, uri=True, isolation_level=None, timeout=BUSY_TIMEOUT)
    try:
        await connection
    except sqlite3.Error as error:
        await asyncio.to_thread(connection._thread.join)  # else it may still speak to a loop that has ended
        raise StoreError(f"The database {path} cannot be opened: {error}") from error
    try:
        _raw(connection).row_factory = sqlite3.Row
        yield connection
    finally:
        await connection.close()


def _raw(connection: aiosqlite.Connection) -> sqlite3.Connection:
    return connection._conn


async def _on_thread(connection: aiosqlite.Connection, function: Callable[[], T]) -> T:
    """Run `function` on the connection's own thread.

    One hop for a whole transaction, where aiosqlite's public calls take three for each statement; and a cancelled
    waiter cannot leave the connection inside a transaction, for the function runs to its end. Hence its private door.
    """
    try:
        result: T = await connection._execute(function)  # type: ignore[no-untyped-call]
    except (sqlite3.Error, OSError) as error:
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
