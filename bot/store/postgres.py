"""PostgreSQL: a pool, each transaction on a connection of its own, for hosts that run several processes."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import asyncpg

from bot.errors import StoreError, Unreachable
from bot.store import migrations
from bot.store.sql import PostgresSql, Work

T = TypeVar("T")

logging.getLogger("asyncpg.pool").setLevel(logging.ERROR)  # it warns with traces of what lanes tell in a line

MIGRATION_LOCK = 7_716_235
"""Any number, the same in every Minstrel: two that start at once migrate one after the other."""

IDLE_MS = 10_000
"""A process that stands still within a transaction loses it after this long, with the rows that others wait for."""

_COMING = (asyncpg.CannotConnectNowError, asyncpg.TooManyConnectionsError, asyncpg.PostgresConnectionError)
"""What a server says that starts, stops, or is full for the moment."""


class PostgresDatabase:
    shared = True

    def __init__(self, pool: Any, *, readonly: bool = False) -> None:
        self._pool = pool
        self._readonly = readonly
        self._running: set[asyncio.Task[Any]] = set()

    @classmethod
    @asynccontextmanager
    async def open(cls, url: str) -> AsyncIterator["PostgresDatabase"]:
        """Raises `Unreachable`, or `StoreError` where the server cannot be used; the text holds no password."""
        async with _pool(url) as pool:
            await _told(_migrate(pool))
            database = cls(pool)
            try:
                yield database
            finally:
                await asyncio.gather(*database._running, return_exceptions=True)

    @classmethod
    @asynccontextmanager
    async def look(cls, url: str) -> AsyncIterator["PostgresDatabase"]:
        """Read only and without migrations. Raises `StoreError`."""
        async with _pool(url) as pool:
            await _told(_require_current(pool))
            yield cls(pool, readonly=True)

    async def write(self, work: Work[T]) -> T:
        return await self._shielded(work, readonly=self._readonly)

    async def read(self, work: Work[T]) -> T:
        return await self._shielded(work, readonly=True)

    async def _shielded(self, work: Work[T], *, readonly: bool) -> T:
        task = asyncio.create_task(self._transaction(work, readonly), name="transaction")
        self._running.add(task)
        task.add_done_callback(self._ended)
        return await asyncio.shield(task)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled():
            task.exception()  # where nobody waits any more, nobody is to be told

    async def _transaction(self, work: Work[T], readonly: bool) -> T:
        isolation = "repeatable_read" if readonly else "read_committed"

        async def transaction() -> T:
            async with (
                self._pool.acquire() as connection,
                connection.transaction(isolation=isolation, readonly=readonly),
            ):
                return await work(PostgresSql(connection))

        return await _told(transaction())


@asynccontextmanager
async def _pool(url: str) -> AsyncIterator[Any]:
    try:
        settings = {"idle_in_transaction_session_timeout": str(IDLE_MS)}
        pool = await asyncpg.create_pool(url, min_size=1, max_size=8, command_timeout=30, server_settings=settings)
    except (OSError, *_COMING) as error:
        raise Unreachable(f"PostgreSQL cannot be reached: {type(error).__name__}") from None
    except (ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise StoreError(f"PostgreSQL cannot be used: {type(error).__name__}") from None
    async with pool:
        yield pool


async def _told(job: Awaitable[T]) -> T:
    """Faults of the server as `StoreError`, without its details: they quote rows, and rows hold what members wrote."""
    try:
        return await job
    except asyncpg.PostgresError as error:
        place = error.constraint_name or error.table_name or ""
        raise StoreError(f"PostgreSQL failed: {type(error).__name__} {place}".rstrip()) from None
    except (OSError, asyncpg.InterfaceError) as error:
        raise StoreError(f"PostgreSQL failed: {type(error).__name__}") from None


async def _migrate(pool: Any) -> None:
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock($1)", MIGRATION_LOCK)
        await connection.execute(migrations.TABLE)
        for number, text in migrations.pending(await connection.fetchval(migrations.APPLIED)):
            await connection.execute(migrations.script(number, text.replace(migrations.POSTGRES_ONLY, "")))


async def _require_current(pool: Any) -> None:
    async with pool.acquire() as connection:
        known = await connection.fetchval("SELECT to_regclass('migrations') IS NOT NULL")
        if missing := migrations.pending(await connection.fetchval(migrations.APPLIED) if known else 0):
            raise StoreError(f"The database lacks {len(missing)} migration(s): start the bot once.")
