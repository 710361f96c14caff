"""The store: one object that holds a window for each use, all on one database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.store.bookings import Bookings
from bot.store.database import Database, open_database
from bot.store.deliveries import Deliveries
from bot.store.following import Following
from bot.store.guilds import Guilds
from bot.store.intake import Intake
from bot.store.leases import Leases
from bot.store.library import Library
from bot.store.managing import Quotas
from bot.store.overview import Overviews
from bot.store.privacy import Privacy
from bot.store.quotas import QuotaRules
from bot.store.retention import Retention
from bot.store.sending import Sending
from bot.store.showing import Showing


class Store:
    """`host` is the music service's host that new tasks are sent to."""

    def __init__(self, database: Database, rules: QuotaRules, host: str) -> None:
        self._database = database
        self.shared = database.shared
        self.intake = Intake(database, rules)
        self.sending = Sending(database, host)
        self.following = Following(database, rules)
        self.deliveries = Deliveries(database, rules)
        self.showing = Showing(database, rules)
        self.quotas = Quotas(database, rules)
        self.bookings = Bookings(database, rules)
        self.guilds = Guilds(database)
        self.library = Library(database)
        self.privacy = Privacy(database, rules)
        self.retention = Retention(database, rules)
        self.overviews = Overviews(database, host)
        self.leases = Leases(database)

    @classmethod
    @asynccontextmanager
    async def open(cls, url: str, rules: QuotaRules, host: str) -> AsyncIterator["Store"]:
        """Migrated and ready. Raises `StoreError` and `Unreachable` with a text for the host of the bot."""
        async with open_database(url) as database:
            store = cls(database, rules, host)
            if not database.shared:
                await store.leases.void_all()
            yield store

    @classmethod
    @asynccontextmanager
    async def look(cls, url: str, rules: QuotaRules, host: str) -> AsyncIterator["Store"]:
        """Only for reading what is not about leases, beside a bot that may be running. Raises `StoreError`."""
        async with open_database(url, readonly=True) as database:
            yield cls(database, rules, host)

    async def ping(self) -> bool:
        """Whether the database answers."""
        return await self._database.read(lambda sql: sql.one("alive")) is not None

    async def open_counts(self) -> dict[str, int]:
        """How many tasks wait, are being sent, run, and are to be posted, over all guilds."""
        rows = await self._database.read(lambda sql: sql.all("count_by_state"))
        return {row["state"]: int(row["many"]) for row in rows}
