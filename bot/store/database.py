"""A database as the store needs it: transactions that are never cancelled half-way."""

from contextlib import AbstractAsyncContextManager
from typing import Protocol, TypeVar

from bot.errors import ConfigError
from bot.store.sql import Work

T = TypeVar("T")


class Database(Protocol):
    shared: bool
    """Whether several processes may work on it at once; where not, all leases are void at start."""

    async def write(self, work: Work[T]) -> T:
        """Run `work` as one transaction: committed when it returns, rolled back on any exception.

        When the waiting coroutine is cancelled the transaction still runs to its end. Raises `StoreError` where the
        database cannot be used.
        """
        ...

    async def read(self, work: Work[T]) -> T:
        """Run `work` on one consistent view, never waiting for a writer."""
        ...


def open_database(url: str, *, readonly: bool = False) -> AbstractAsyncContextManager[Database]:
    """`sqlite:///relative`, `sqlite:////absolute` or `postgresql://…`; migrations are applied on the way in.

    With `readonly` nothing is changed, not even by a migration, and the bot may be running.
    """
    if path := sqlite_path(url):
        from bot.store.sqlite import SqliteDatabase  # noqa: PLC0415 - one driver is enough

        return SqliteDatabase.look(path) if readonly else SqliteDatabase.open(path)
    if url.partition("://")[0] in {"postgres", "postgresql"}:
        from bot.store.postgres import PostgresDatabase  # noqa: PLC0415 - asyncpg is an extra

        return PostgresDatabase.look(url) if readonly else PostgresDatabase.open(url)
    raise ConfigError("DATABASE_URL: sqlite:///file, sqlite:////folder/file or postgresql://… is expected")


def sqlite_path(url: str) -> str | None:
    """The file of a SQLite database; None for other databases."""
    scheme, _, rest = url.partition("://")
    return rest[1:] if scheme == "sqlite" and rest.startswith("/") and len(rest) > 1 else None
