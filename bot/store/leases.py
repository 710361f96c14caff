"""Leases: who works on what. Every write of a worker is conditional on one."""

import itertools
from dataclasses import dataclass

from bot.errors import LeaseLost
from bot.store.database import Database
from bot.store.sql import Sql

_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Lease:
    """`number` differs for every taking, so a worker that slept through its lease never holds the next."""

    lane: str
    item: int
    owner: str
    number: int
    length: int

    @classmethod
    def new(cls, lane: str, item: int, owner: str, length: int) -> "Lease":
        return cls(lane, item, owner, next(_numbers), length)

    async def take(self, sql: Sql, now: int) -> bool:
        """Within a transaction; False where another holds the item."""
        return await sql.one("take_lease", until=now + self.length, now=now, **self._key) is not None

    async def hold(self, sql: Sql, now: int) -> None:
        """Renew as the first statement of a transaction, so that all it writes is conditional.

        A lease that ran out is held on to if nobody has taken the item since. Raises `LeaseLost`.
        """
        if await sql.one("hold_lease", until=now + self.length, **self._key) is None:
            raise LeaseLost(f"{self.lane} {self.item}")

    async def release(self, sql: Sql) -> None:
        await sql.one("release_lease", **self._key)

    @property
    def _key(self) -> dict[str, object]:
        return {"lane": self.lane, "item": self.item, "owner": self.owner, "number": self.number}


class Leases:
    """Leases outside of other transactions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take(self, lease: Lease, now: int) -> bool:
        return await self._database.write(lambda sql: lease.take(sql, now))

    async def renew(self, lease: Lease, now: int) -> None:
        """Raises `LeaseLost`."""
        await self._database.write(lambda sql: lease.hold(sql, now))

    async def release(self, lease: Lease) -> None:
        await self._database.write(lease.release)

    async def void_all(self) -> None:
        """At the start of the only process on a database: whoever held a lease is dead."""
        await self._database.write(lambda sql: sql.run("void_leases"))
