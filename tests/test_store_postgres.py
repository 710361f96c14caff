"""PostgreSQL: faults in words without secrets, and several that start at once."""

import asyncio
import gc
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any
from urllib.parse import quote

import asyncpg
import pytest

from bot.errors import BotError, StoreError, Unreachable
from bot.models import DeliveryState
from bot.store import migrations, postgres
from bot.store.database import open_database
from bot.store.sql import Sql
from bot.store.store import Store
from tests.clocks import NOON
from tests.store_steps import LATER, accepted, leased, ready
from tests.stores import ANA, GUILD, RULES, TERMS, asked

SECRET = "s3cret-word"

OTHERS = "pid <> pg_backend_pid() AND datname = current_database()"
WAITING = "SELECT COUNT(*) FROM pg_locks, pg_sleep(0.01) WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid))"
"""How many locks others wait for until the one who asks lets go."""


async def refusal(url: str, error: type[BotError] = StoreError) -> str:
    with pytest.raises(error) as refused:
        async with Store.open(url, RULES, TERMS.host):
            pass
    assert SECRET not in repr(refused.value)
    assert refused.value.__cause__ is None
    return str(refused.value)


async def test_a_server_that_is_not_there_is_told_without_the_password() -> None:
    assert "cannot be reached" in await refusal(f"postgresql://minstrel:{SECRET}@127.0.0.1:1/minstrel", Unreachable)


@pytest.mark.parametrize(
    "url", [f"postgresql://minstrel:{SECRET}@host:no/db", f"postgresql://a:{SECRET}@127.0.0.1/db?sslmode=odd"]
)
async def test_an_address_that_cannot_be_read_is_told_without_the_password(url: str) -> None:
    assert "cannot be used" in await refusal(url)


async def test_a_user_without_the_right_password_is_told_in_words(postgres_database: str) -> None:
    stranger = postgres_database.replace("minstrel@", f"stranger:{SECRET}@")
    assert "InvalidAuthorizationSpecificationError" in await refusal(stranger)


async def test_a_database_that_does_not_exist_is_told_in_words(postgres_url: str) -> None:
    assert "InvalidCatalogNameError" in await refusal(postgres_url.replace("/postgres?", f"/{quote('none')}?"))


async def test_three_that_start_at_once_migrate_once(postgres_database: str) -> None:
    async with AsyncExitStack() as stack:
        opening = [stack.enter_async_context(Store.open(postgres_database, RULES, TERMS.host)) for _ in range(3)]
        stores = await asyncio.gather(*opening)
        await asyncio.gather(*(accepted(store, number, member=number) for number, store in enumerate(stores)))
        assert (await stores[0].quotas.state(GUILD, NOON)).used == 3 * TERMS.price
    connection = await asyncpg.connect(postgres_database)
    applied = await connection.fetch("SELECT number FROM migrations ORDER BY number")
    await connection.close()
    assert [row["number"] for row in applied] == sorted({number for number, _ in migrations.pending(0)})


async def test_a_migration_that_breaks_leaves_nothing(
    postgres_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "0001_one.sql").write_text("CREATE TABLE one (n BIGINT);\nINSERT INTO nowhere VALUES (1);")
    monkeypatch.setattr(migrations, "FOLDER", tmp_path)
    assert "UndefinedTableError" in await refusal(postgres_database)
    connection = await asyncpg.connect(postgres_database)
    assert await connection.fetchval("SELECT to_regclass('one') IS NULL AND to_regclass('migrations') IS NULL")
    await connection.close()


async def test_faults_of_a_statement_quote_no_row(postgres_database: str) -> None:
    async with open_database(postgres_database) as database:

        async def twice(sql: Sql) -> None:
            for _ in range(2):
                await sql.one(
                    "note_audit", audit_id=1, guild_id=1, actor_id=1, action=SECRET, before="", after="", now=1
                )

        with pytest.raises(StoreError, match="UniqueViolationError audit_pkey") as failure:
            await database.write(twice)
        assert SECRET not in repr(failure.value)
        assert failure.value.__cause__ is None
        assert await database.read(lambda sql: sql.all("audit_of", guild_id=1, many=5)) == []


async def test_callers_who_stop_waiting_leave_nothing_half_done(postgres_database: str) -> None:
    async with Store.open(postgres_database, RULES, TERMS.host) as store:
        tasks = [
            asyncio.create_task(store.intake.accept(asked(number, guild=number), TERMS, NOON))
            for number in range(1, 41)
        ]
        await asyncio.sleep(0.02)
        for task in tasks:
            task.cancel()
    async with Store.open(postgres_database, RULES, TERMS.host) as store:
        used = [(await store.quotas.state(number, NOON)).used for number in range(1, 41)]
        assert used == [TERMS.price] * 40
        assert await store.quotas.differences() == []


async def test_a_look_writes_nothing_and_needs_the_tables(postgres_database: str) -> None:
    with pytest.raises(StoreError, match="start the bot once"):
        async with Store.look(postgres_database, RULES, TERMS.host):
            pass
    async with Store.open(postgres_database, RULES, TERMS.host) as store:
        await accepted(store)
    async with Store.look(postgres_database, RULES, TERMS.host) as looking:
        assert await looking.quotas.differences() == []
        with pytest.raises(StoreError, match="ReadOnly"):
            await looking.guilds.set(GUILD, "a", "1")


async def test_a_connection_that_breaks_is_an_error_in_words_and_then_heals(postgres_database: str) -> None:
    async with Store.open(postgres_database, RULES, TERMS.host) as store:
        killer = await asyncpg.connect(postgres_database)
        await killer.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {OTHERS}")
        while await killer.fetchval(f"SELECT COUNT(*) FROM pg_stat_activity, pg_sleep(0.02) WHERE {OTHERS}"):
            pass
        await killer.close()
        await asyncio.sleep(0.1)  # the ends of its connections are there, and are read now
        assert await store.ping()


async def test_a_transaction_that_stands_still_lets_go_of_what_others_wait_for(
    postgres_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "IDLE_MS", 200)
    locked = asyncio.Event()
    async with open_database(postgres_database) as stands_still, open_database(postgres_database) as goes_on:

        async def stand_still(sql: Sql) -> None:
            await sql.one("lock_books")
            locked.set()
            await let_go.wait()
            await sql.one("alive")

        let_go = asyncio.Event()
        standing = asyncio.create_task(stands_still.write(stand_still))
        await locked.wait()
        assert await goes_on.write(lambda sql: sql.one("lock_books"))
        let_go.set()
        with pytest.raises(StoreError):
            await standing


async def test_a_transaction_that_fails_after_its_caller_has_gone_leaves_no_word_of_it(
    postgres_database: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_database(postgres_database) as database:

        async def fails(sql: Sql) -> None:
            await sql.one("alive")
            raise StoreError("nobody hears this")

        for _ in range(20):
            writing = asyncio.create_task(database.write(fails))
            await asyncio.sleep(0)
            writing.cancel()
    gc.collect()
    await asyncio.sleep(0)
    assert "never retrieved" not in caplog.text


async def test_erasing_and_songs_that_come_late_take_their_rows_in_the_same_order(postgres_database: str) -> None:
    """Else each waits for the other, and one of the two is rolled back."""
    late: Any = await asyncpg.connect(postgres_database)
    async with Store.open(postgres_database, RULES, TERMS.host) as store:
        [delivery] = await ready(store, 1)
        lease = await leased(store, "post", delivery.channel_id, LATER)
        await store.deliveries.settle(lease, delivery, DeliveryState.LOST, None, LATER)
        forgetting, _ = await store.privacy.begin(GUILD, ANA, LATER)
        async with late.transaction():
            await late.execute("UPDATE tasks SET version = version + 1")
            erasing = asyncio.create_task(store.privacy.erase_some(forgetting, LATER))
            async with asyncio.timeout(60):
                while not await late.fetchval(WAITING):
                    pass
            await late.execute("UPDATE tracks SET title = title")
        assert await erasing == 1
    await late.close()
