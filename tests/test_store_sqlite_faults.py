"""Files that cannot be used: each is told in words, and none is touched."""

import asyncio
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import ConfigError, StoreError
from bot.store import migrations, sqlite
from bot.store.database import open_database
from bot.store.store import Store
from tests.clocks import NOON
from tests.store_steps import accepted
from tests.stores import GUILD, RULES, TERMS
from tests.test_store_sqlite import pragma_of


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "minstrel.db"


async def refusal(file: Path) -> str:
    """What the host is told; the file is the same afterwards."""
    before = file.read_bytes() if file.is_file() else None
    with pytest.raises(StoreError) as refused:
        async with Store.open(f"sqlite:///{file}", RULES, TERMS.host):
            pass
    assert before == (file.read_bytes() if file.is_file() else None)
    return str(refused.value)


async def filled(file: Path, many: int = 1) -> None:
    async with Store.open(f"sqlite:///{file}", RULES, TERMS.host) as store:
        for number in range(1, many + 1):
            await accepted(store, number, guild=number)


async def test_a_file_that_is_no_database(file: Path) -> None:
    file.write_bytes(b"Dear Minstrel,\n" * 500)
    assert "file is not a database" in await refusal(file)


async def test_the_database_of_another_program(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
        connection.commit()
    assert "another program" in await refusal(file)


async def test_a_damaged_database(file: Path) -> None:
    await filled(file, 60)
    whole = file.read_bytes()
    file.write_bytes(whole[: 8 * 4096] + b"\xff" * 8 * 4096 + whole[16 * 4096 :])
    assert "damaged" in await refusal(file) or "malformed" in await refusal(file)


async def test_a_database_cut_short(file: Path) -> None:
    await filled(file, 60)
    file.write_bytes(file.read_bytes()[: 5 * 4096 + 17])
    assert await refusal(file)


async def test_the_database_of_a_newer_minstrel(file: Path) -> None:
    await filled(file)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("INSERT INTO migrations VALUES (9999)")
        connection.commit()
    assert "start the newer Minstrel" in await refusal(file)


async def test_a_folder_in_the_files_place(file: Path) -> None:
    file.mkdir()
    assert "Is a directory" in await refusal(file)


async def test_a_file_in_the_folders_place(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    assert "cannot be used" in await refusal(tmp_path / "data" / "minstrel.db")


@pytest.fixture
def plain_folder() -> Iterator[Path]:
    """A folder in which this process has no more rights than the file modes give."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        user = os.geteuid()
        if user == 0:
            os.seteuid(65534)
        try:
            yield folder
        finally:
            os.seteuid(user)


async def test_a_folder_that_may_not_be_written(plain_folder: Path) -> None:
    (plain_folder / "data").mkdir(mode=0o555)
    assert "Permission denied" in await refusal(plain_folder / "data" / "minstrel.db")


async def test_a_file_that_may_not_be_written(plain_folder: Path) -> None:
    file = plain_folder / "minstrel.db"
    await filled(file)
    file.chmod(0o444)
    assert "Permission denied" in await refusal(file)


async def test_a_database_that_another_program_holds_at_the_start(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BUSY_TIMEOUT", 0.1)
    with closing(sqlite3.connect(file, isolation_level=None)) as shell:
        shell.execute("BEGIN EXCLUSIVE")
        assert "locked" in await refusal(file)


async def test_a_full_disk_undoes_the_request_and_goes_on_when_there_is_room(file: Path) -> None:
    async with sqlite.SqliteDatabase.open(str(file)) as database:
        store = Store(database, RULES, TERMS.host)
        await pragma_of(database, f"main.max_page_count = {await pragma_of(database, 'main.page_count')}")
        accepting = [accepted(store, number, guild=number) for number in range(1, 200)]
        results = await asyncio.gather(*accepting, return_exceptions=True)
        failures = {str(result) for result in results if isinstance(result, StoreError)}
        assert failures == {"The database failed: database or disk is full"}
        assert await store.quotas.differences() == []
        kept = [(await store.quotas.state(number, NOON)).used > 0 for number in range(1, 200)]
        assert kept == [isinstance(result, int) for result in results]
        await pragma_of(database, "main.max_page_count = 100000")
        assert await accepted(store, 999)


async def test_an_address_that_is_none() -> None:
    for url in ("sqlite:minstrel.db", "sqlite:///", "mysql://host/db"):
        with pytest.raises(ConfigError, match="is expected"):
            open_database(url)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Migrations of the test's own, the real first one among them."""
    made = tmp_path / "migrations"
    made.mkdir()
    for path in migrations.FOLDER.glob("*.sql"):
        (made / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(migrations, "FOLDER", made)
    return made


def tables(file: Path) -> set[str]:
    with closing(sqlite3.connect(file)) as connection:
        return {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


async def test_migrations_are_applied_once_in_order_and_keep_the_rows(file: Path, folder: Path) -> None:
    await filled(file)
    (folder / "9002_two.sql").write_text("CREATE TABLE two (n BIGINT);\nINSERT INTO two SELECT n FROM one;")
    (folder / "9001_one.sql").write_text("CREATE TABLE one (n BIGINT);\nINSERT INTO one VALUES (7);")
    for _ in range(2):
        async with Store.open(f"sqlite:///{file}", RULES, TERMS.host) as store:
            assert (await store.quotas.state(GUILD, NOON)).used == TERMS.price
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT n FROM two").fetchall() == [(7,)]


async def test_a_migration_that_breaks_leaves_nothing_of_itself(file: Path, folder: Path) -> None:
    await filled(file)
    (folder / "9001_one.sql").write_text("CREATE TABLE one (n BIGINT);")
    broken = folder / "9002_two.sql"
    broken.write_text("CREATE TABLE two (n BIGINT);\nINSERT INTO nowhere VALUES (1);")
    with pytest.raises(StoreError, match="no such table: nowhere"):
        await filled(file)
    assert {"one", "two"} & tables(file) == {"one"}
    broken.write_text("CREATE TABLE two (n BIGINT);")
    await filled(file)
    assert "two" in tables(file)


async def test_a_look_needs_every_migration_and_applies_none(file: Path, folder: Path) -> None:
    await filled(file)
    (folder / "9001_one.sql").write_text("CREATE TABLE one (n BIGINT);")
    with pytest.raises(StoreError, match="start the bot once"):
        async with Store.look(f"sqlite:///{file}", RULES, TERMS.host):
            pass
    assert "one" not in tables(file)


async def test_a_look_changes_nothing_beside_a_running_bot(file: Path) -> None:
    url = f"sqlite:///{file}"
    async with Store.open(url, RULES, TERMS.host) as store, Store.look(url, RULES, TERMS.host) as looking:
        await accepted(store)
        assert (await looking.quotas.state(GUILD, NOON)).used == TERMS.price
        with pytest.raises(StoreError, match="readonly"):
            await looking.guilds.set(GUILD, "a", "1")
