"""PostgreSQL: a pool, each transaction on a connection of its own, for hosts that run several processes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import asyncpg

from bot.errors import StoreError
from bot.store import migrations
from bot.store.sql import PostgresSql, Work

T = TypeVar("T")

MIGRATION_LOCK = 7_716_235
"""Any number, the same in every Minstrel: two that start at once migrate one after the other."""


class PostgresDatabase:
    shared = True

    def __init__(self, pool: Any) -> None:
        self._pool = pool
        self._running: set[asyncio.Task[Any]] = set()

    @classmethod
    @asynccontextmanager
    async def open(cls, url: str) -> AsyncIterator["PostgresDatabase"]:
        """Raises `StoreError` where the server cannot be reached; the text holds no password."""
        try:
            pool = await asyncpg.create_pool(url, min_size=1, max_size=8, command_timeout=30)
        except (OSError, asyncpg.PostgresError) as error:
            raise StoreError(f"PostgreSQL cannot be reached: {type(error).__name__}") from None
        async with pool:
            async with pool.acquire() as connection, connection.transaction():
                await connection.execute("SELECT pg_advisory_xact_lock($1)", MIGRATION_LOCK)
                await connection.execute(migrations.TABLE)
                for number, text in migrations.pending(await connection.fetchval(migrations.APPLIED)):
                    await connection.execute(migrations.script(number, text))
            yield cls(pool)

    async def write(self, work: Work[T]) -> T:
        return await self._shielded(work, readonly=False)

    async def read(self, work: Work[T]) -> T:
        return await self._shielded(work, readonly=True)

    async def _shielded(self, work: Work[T], *, readonly: bool) -> T:
        task = asyncio.create_task(self._transaction(work, readonly), name="transaction")
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)

    async def _transaction(self, work: Work[T], readonly: bool) -> T:
        isolation = "repeatable_read" if readonly else "read_committed"
        try:
            async with (
                self._pool.acquire() as connection,
                connection.transaction(isolation=isolation, readonly=readonly),
            ):
                return await work(PostgresSql(connection))
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            raise StoreError(f"PostgreSQL failed: {type(error).__name__}") from error
