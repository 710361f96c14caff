"""SQLite at work: transactions that are never cut, the only process on the file, and a loop that is never kept."""

import asyncio
import contextlib
import sqlite3
import sys
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.store import sqlite
from bot.store.database import Database, open_database
from bot.store.sql import Sql
from bot.store.store import Store
from tests.clocks import NOON
from tests.store_steps import accepted
from tests.stores import GUILD, RULES, TERMS, asked


async def pragma_of(database: sqlite.SqliteDatabase, pragma: str) -> object:
    """As the writing connection has it."""
    writer = database._writer
    return await sqlite._on_thread(writer, lambda: sqlite._raw(writer).execute(f"PRAGMA {pragma}").fetchone()[0])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "minstrel.db"


@pytest.fixture
def url(file: Path) -> str:
    return f"sqlite:///{file}"


async def add_setting(sql: Sql, name: str = "a") -> None:
    await sql.one("set_guild_setting", guild_id=GUILD, name=name, value="1")


async def settings_in(database: Database) -> set[str]:
    async def work(sql: Sql) -> set[str]:
        return {name for name in "ab" if await sql.one("guild_setting", guild_id=GUILD, name=name)}

    return await database.read(work)


async def test_callers_who_stop_waiting_leave_nothing_half_done(url: str, file: Path) -> None:
    async with Store.open(url, RULES, TERMS.host) as store:

        async def impatient(number: int) -> None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(
                    store.intake.accept(asked(number, guild=number), TERMS, NOON), (number % 7 + 1) / 2000
                )

        await asyncio.gather(*(impatient(number) for number in range(1, 201)))
        assert (await store.intake.accept(asked(999, guild=999), TERMS, NOON)).fresh
        assert await store.quotas.differences() == []
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT COUNT(*) FROM tasks").fetchone() == (201,)
        assert connection.execute("SELECT SUM(used) FROM quota_use WHERE scope = 'host'").fetchone() == (201 * 12_000,)


async def test_what_raises_is_rolled_back_and_its_neighbours_are_not(url: str) -> None:
    async with open_database(url) as database:

        async def broken(sql: Sql) -> None:
            await add_setting(sql, "b")
            raise LookupError("broken")

        outcomes = await asyncio.gather(
            database.write(broken), database.write(add_setting), database.write(broken), return_exceptions=True
        )
        assert [type(outcome) for outcome in outcomes] == [LookupError, type(None), LookupError]
        assert await settings_in(database) == {"a"}


async def test_a_transaction_that_waits_for_something_else_is_refused_and_undone(url: str) -> None:
    async with open_database(url) as database:

        async def waiting(sql: Sql) -> None:
            await add_setting(sql)
            await asyncio.sleep(0)

        with pytest.raises(StoreError, match="its own statements only"):
            await database.write(waiting)
        assert await settings_in(database) == set()


async def test_a_reader_writes_nothing(url: str) -> None:
    async with open_database(url) as database:
        with pytest.raises(StoreError, match="readonly"):
            await database.read(add_setting)


async def test_the_log_is_flushed_and_keys_are_checked(url: str, file: Path) -> None:
    async with sqlite.SqliteDatabase.open(str(file)) as database:
        wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
        for pragma, value in wanted.items():
            assert await pragma_of(database, pragma) == value


async def test_a_second_opener_is_sent_away_until_the_first_has_closed(url: str) -> None:
    async with Store.open(url, RULES, TERMS.host):
        with pytest.raises(StoreError, match="Another Minstrel uses"):
            async with Store.open(url, RULES, TERMS.host):
                pass
    async with Store.open(url, RULES, TERMS.host) as after:
        assert await after.ping()


async def test_a_killed_process_leaves_the_file_free_and_its_rows_whole(url: str) -> None:
    code = (
        "import asyncio, sys\nfrom tests.stores import *\n"
        "async def hold():\n"
        f"    async with Store.open({url!r}, RULES, TERMS.host) as store:\n"
        "        await store.intake.accept(asked(), TERMS, 1)\n"
        "        print('in', flush=True)\n        await asyncio.sleep(60)\n"
        "asyncio.run(hold())"
    )
    root = Path(__file__).parent.parent
    held = await asyncio.create_subprocess_exec(sys.executable, "-c", code, cwd=root, stdout=-1)
    assert held.stdout is not None
    assert await asyncio.wait_for(held.stdout.readline(), 60) == b"in\n"
    with pytest.raises(StoreError, match="Another Minstrel"):
        async with Store.open(url, RULES, TERMS.host):
            pass
    held.kill()
    await held.wait()
    async with Store.open(url, RULES, TERMS.host) as store:
        assert not (await store.intake.accept(asked(), TERMS, 1)).fresh


async def test_another_program_that_keeps_the_file_is_told_in_words(
    url: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_TIMEOUT", 0.2)
    async with Store.open(url, RULES, TERMS.host) as store:
        shell = sqlite3.connect(file, isolation_level=None)
        shell.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked"):
            await accepted(store, 1)
        assert (await store.quotas.state(GUILD, NOON)).used == 0
        shell.execute("ROLLBACK")
        shell.close()
        assert await accepted(store, 1)
        assert await store.quotas.differences() == []


async def test_while_a_write_waits_the_loop_turns_and_readers_read(
    url: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_TIMEOUT", 60)  # after which a write that had stopped the loop would have ended
    async with Store.open(url, RULES, TERMS.host) as store:
        shell = sqlite3.connect(file, isolation_level=None)
        shell.execute("BEGIN IMMEDIATE")
        writing = asyncio.create_task(accepted(store, 1))
        for _ in range(30):
            await asyncio.sleep(0.01)
            assert (await store.quotas.state(GUILD, NOON)).used == 0
        assert not writing.done()
        shell.execute("COMMIT")
        shell.close()
        assert await writing


async def test_closing_waits_for_what_was_begun(url: str, file: Path) -> None:
    async with Store.open(url, RULES, TERMS.host) as store:
        tasks = [asyncio.create_task(accepted(store, number, guild=number)) for number in range(1, 21)]
        await asyncio.sleep(0)
        for task in tasks:
            task.cancel()
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT COUNT(*) FROM tasks").fetchone() == (20,)
