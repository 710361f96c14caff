"""Named queries from the `.sql` files, bound to one connection of one transaction."""

import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TypeVar

import aiosql

Row = Mapping[str, Any]
T = TypeVar("T")

_FOLDER = Path(__file__).parent / "sql"


class Sql(Protocol):
    """The queries as a transaction sees them; the same code runs on SQLite and PostgreSQL."""

    async def one(self, query: str, **values: object) -> Row | None:
        """The first row of a `^` query; for a conditional write, None tells that it did not take effect."""
        ...

    async def all(self, query: str, **values: object) -> list[Row]:
        """All rows of a query without an operator."""
        ...

    async def run(self, query: str, **values: object) -> None:
        """A `!` query."""
        ...


Work = Callable[[Sql], Awaitable[T]]
"""A transaction. It awaits nothing but its `Sql`, and may be run on another thread."""


@cache
def queries(driver: str) -> Any:
    """All named queries for a driver of aiosql."""
    return aiosql.from_path(_FOLDER, driver)


def plain(values: dict[str, object]) -> dict[str, object]:
    """Flags become 0 and 1, the only form of them that both databases store alike."""
    return {name: int(value) if isinstance(value, bool) else value for name, value in values.items()}


class SqliteSql:
    """Blocks, so it lives on the connection's thread only; its coroutines never suspend."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._queries = queries("sqlite3")

    async def one(self, query: str, **values: object) -> Row | None:
        row: sqlite3.Row | None = getattr(self._queries, query)(self._connection, **plain(values))
        return dict(row) if row is not None else None

    async def all(self, query: str, **values: object) -> list[Row]:
        return [dict(row) for row in getattr(self._queries, query)(self._connection, **plain(values))]

    async def run(self, query: str, **values: object) -> None:
        getattr(self._queries, query)(self._connection, **plain(values))


class PostgresSql:
    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._queries = queries("asyncpg")

    async def one(self, query: str, **values: object) -> Row | None:
        row = await getattr(self._queries, query)(self._connection, **plain(values))
        return dict(row) if row is not None else None

    async def all(self, query: str, **values: object) -> list[Row]:
        return [dict(row) async for row in getattr(self._queries, query)(self._connection, **plain(values))]

    async def run(self, query: str, **values: object) -> None:
        await getattr(self._queries, query)(self._connection, **plain(values))
