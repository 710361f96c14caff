"""Databases of the version before, with rows in them: nothing is lost on the way, and the books still agree."""

import sqlite3
from pathlib import Path
from typing import Any

import asyncpg

from bot.store import migrations
from bot.store.store import Store
from tests.clocks import NOON
from tests.stores import ANA, GUILD, RULES, TERMS, asked, database_url

__all__ = ["database_url"]

BEFORE = f"""
INSERT INTO quotas VALUES ({GUILD}, 100000, 'month', 0, {NOON});
INSERT INTO quota_use VALUES ('guild', {GUILD}, '2026-09', 12000), ('host', 0, '2026-09', 12000);
INSERT INTO ledger VALUES
    (7, 'take', 'guild', {GUILD}, '2026-09', 12000, {ANA}, {NOON}),
    (7, 'take', 'host', 0, '2026-09', 12000, {ANA}, {NOON}),
    (8, 'take', 'guild', {GUILD}, '2026-09', 12000, {ANA}, {NOON}),
    (8, 'take', 'host', 0, '2026-09', 12000, {ANA}, {NOON}),
    (8, 'give_back', 'guild', {GUILD}, '2026-09', -12000, {ANA}, {NOON + 1}),
    (8, 'give_back', 'host', 0, '2026-09', -12000, {ANA}, {NOON + 1});
"""


async def make(url: str) -> None:
    """Version 2, with what is in `BEFORE`."""
    scripts = [migrations.script(number, text) for number, text in migrations.pending(0) if number <= 2]
    if url.startswith("sqlite"):
        with sqlite3.connect(Path(url.removeprefix("sqlite:///"))) as connection:
            connection.executescript(";\n".join([migrations.TABLE, *scripts, BEFORE]))
        return
    server: Any = await asyncpg.connect(url)
    for script in (migrations.TABLE, *scripts, BEFORE):
        await server.execute(script.replace(migrations.POSTGRES_ONLY, ""))
    await server.close()


async def test_counters_ledger_and_what_managers_had_set_come_along(database_url: str) -> None:
    await make(database_url)
    async with Store.open(database_url, RULES, TERMS.host) as store:
        quota = await store.quotas.state(GUILD, NOON)
        assert (quota.amount, quota.used, quota.zone) == (100_000, 12_000, "UTC")
        assert await store.quotas.differences() == []
        log, _ = await store.bookings.page(GUILD, 1, 10)
        assert [(row.entry, row.amount, row.task_id) for row in log] == [
            ("give_back", -12_000, 8), ("take", 12_000, 8), ("take", 12_000, 7),
        ]  # fmt: skip
        await store.intake.accept(asked(1), TERMS, NOON)
        assert (await store.quotas.state(GUILD, NOON)).used == 12_000 + TERMS.price
        assert await store.quotas.differences() == []
