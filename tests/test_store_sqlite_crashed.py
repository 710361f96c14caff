"""What a killed process leaves: its log beside the file, read by the next start, and untouched where that refuses."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.store.sqlite_file import backup
from bot.store.store import Store
from tests.clocks import NOON
from tests.store_steps import accepted
from tests.stores import RULES, TERMS

MANY = 60


@pytest.fixture
async def crashed(tmp_path: Path) -> Path:
    """A database with 60 requests as SIGKILL leaves it: some are in the file, the last ones only in its log."""
    file, left = tmp_path / "running" / "minstrel.db", tmp_path / "left" / "minstrel.db"
    left.parent.mkdir()
    async with Store.open(f"sqlite:///{file}", RULES, TERMS.host) as store:
        for number in range(1, MANY + 1):
            await accepted(store, number, guild=number)
            if number == MANY - 5:
                with closing(sqlite3.connect(file)) as shell:
                    shell.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        for name in ("minstrel.db", "minstrel.db-wal"):
            shutil.copy(file.with_name(name), left.with_name(name))
    return left


def in_folder(file: Path) -> dict[str, bytes]:
    """All files of the database, but for the lock and SQLite's index of the log, which is made anew."""
    found = sorted(path for path in file.parent.glob("minstrel.db*") if path.suffix not in {".lock", ".db-shm"})
    return {path.name: path.read_bytes() for path in found}


async def refusal(file: Path) -> str:
    """What the host is told; every file is the same afterwards."""
    before = in_folder(file)
    with pytest.raises(StoreError) as refused:
        async with Store.open(f"sqlite:///{file}", RULES, TERMS.host):
            pass
    assert in_folder(file) == before
    return str(refused.value)


async def test_the_next_start_reads_what_was_only_in_the_log(crashed: Path) -> None:
    async with Store.open(f"sqlite:///{crashed}", RULES, TERMS.host) as store:
        assert (await store.quotas.state(MANY, NOON)).used == TERMS.price
        assert await store.quotas.differences() == []


async def test_a_look_reads_it_too(crashed: Path) -> None:
    async with Store.look(f"sqlite:///{crashed}", RULES, TERMS.host) as store:
        assert (await store.quotas.state(MANY, NOON)).used == TERMS.price


async def test_a_damaged_file_is_left_with_its_log_as_it_is(crashed: Path) -> None:
    whole = crashed.read_bytes()
    crashed.write_bytes(whole[: 8 * 4096] + b"\xff" * 8 * 4096 + whole[16 * 4096 :])
    told = await refusal(crashed)
    assert "damaged" in told
    assert "nothing was changed. Restore the last backup." in told


async def test_a_look_at_a_damaged_file_says_so_instead_of_what_is_left(crashed: Path) -> None:
    """The quotas may be whole where the songs are not."""
    whole = crashed.read_bytes()
    crashed.write_bytes(whole[: 20 * 4096] + b"\xff" * 8 * 4096 + whole[28 * 4096 :])
    before = in_folder(crashed)
    with pytest.raises(StoreError, match="damaged"):
        async with Store.look(f"sqlite:///{crashed}", RULES, TERMS.host) as store:
            await store.quotas.differences()
    assert in_folder(crashed) == before


async def test_the_file_of_a_newer_minstrel_is_left_with_its_log_as_it_is(crashed: Path) -> None:
    with closing(sqlite3.connect(crashed)) as newer:
        newer.execute("INSERT INTO migrations VALUES (9999)")
        newer.commit()
        after = in_folder(crashed)
    for name, content in after.items():  # closing it has emptied the log
        crashed.with_name(name).write_bytes(content)
    assert "start the newer Minstrel" in await refusal(crashed)


async def test_a_log_that_is_torn_loses_only_what_was_not_yet_promised(crashed: Path) -> None:
    log = crashed.with_name("minstrel.db-wal")
    log.write_bytes(log.read_bytes()[:-1000])
    async with Store.open(f"sqlite:///{crashed}", RULES, TERMS.host) as store:
        assert [(await store.quotas.state(number, NOON)).used > 0 for number in (MANY - 1, MANY)] == [True, False]
        assert await store.quotas.differences() == []


async def test_a_backup_holds_what_was_only_in_the_log(crashed: Path, tmp_path: Path) -> None:
    await backup(crashed, tmp_path / "copy.db")
    async with Store.look(f"sqlite:///{tmp_path}/copy.db", RULES, TERMS.host) as store:
        assert (await store.quotas.state(MANY, NOON)).used == TERMS.price


async def test_a_damaged_file_makes_no_backup(crashed: Path, tmp_path: Path) -> None:
    whole = crashed.read_bytes()
    crashed.write_bytes(whole[: 20 * 4096] + b"\xff" * 8 * 4096 + whole[28 * 4096 :])
    before = in_folder(crashed)
    with pytest.raises(StoreError, match="damaged"):
        await backup(crashed, tmp_path / "copy.db")
    assert in_folder(crashed) == before
    assert list(tmp_path.glob("copy*")) == []


async def test_a_restored_backup_that_another_program_left_half_changed_is_mended(
    crashed: Path, tmp_path: Path
) -> None:
    """A backup has no log beside it, so whoever changes it before the bot does keeps a journal instead."""
    copy, left = tmp_path / "copy.db", tmp_path / "again" / "minstrel.db"
    left.parent.mkdir()
    await backup(crashed, copy)
    with closing(sqlite3.connect(copy, isolation_level=None)) as shell:
        shell.execute("PRAGMA cache_size = 1")
        shell.execute("BEGIN")
        shell.execute("UPDATE tasks SET member_name = hex(randomblob(2000))")
        for name in ("copy.db", "copy.db-journal"):
            shutil.copy(copy.with_name(name), left.with_name(name.replace("copy", "minstrel")))
        shell.execute("ROLLBACK")
    async with Store.open(f"sqlite:///{left}", RULES, TERMS.host) as store:
        assert (await store.quotas.state(MANY, NOON)).used == TERMS.price
    assert not left.with_name("minstrel.db-journal").exists()
