"""The command line as a host uses it: words on stderr, exit statuses, nothing secret."""

import asyncio
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.config import Settings
from bot.store.store import Store
from tests.clocks import NOON
from tests.stores import RULES, TERMS, asked

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """An empty folder, an environment without settings, and the usual umask."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    before = os.umask(0o022)
    yield tmp_path
    os.umask(before)


@pytest.fixture
def env(place: Path) -> Path:
    file = place / ".env"
    file.write_text("DISCORD_TOKEN=token-of-ours\nMUSIC_API_KEY=key-of-ours\nDATABASE_URL=sqlite:///bot.db\n")
    return file


@pytest.mark.parametrize(
    "command", [[], ["run"], ["gateway"], ["worker"], ["check"], ["ledger", "--check"], ["backup", "copy.db"]]
)
def test_faults_in_the_settings_are_told_in_words(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(command) == 2
    told = capsys.readouterr().err
    assert told.startswith("minstrel: The settings cannot be used")
    assert "- DISCORD_TOKEN: required" in told


@pytest.mark.parametrize("part", ["gateway", "worker"])
def test_the_parts_apart_ask_for_postgres(env: Path, capsys: pytest.CaptureFixture[str], part: str) -> None:
    assert main([part]) == 2
    assert capsys.readouterr().err == (
        "minstrel: DATABASE_URL: the parts apart need PostgreSQL; on a SQLite file `run` is all of them\n"
    )
    assert not (env.parent / "bot.db").exists()


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("DISCORD_API_URL=http://127.0.0.1:1/api/v10", "Discord cannot be reached (ClientConnectorError)"),
        ("DATABASE_URL=postgresql://a@127.0.0.1:1/b", "PostgreSQL cannot be reached: ConnectionRefusedError"),
    ],
)
def test_what_the_next_start_may_find_again_has_a_status_of_its_own(
    env: Path, capsys: pytest.CaptureFixture[str], setting: str, words: str
) -> None:
    env.write_text(f"{env.read_text()}{setting}\n")
    assert main(["run"]) == 3
    assert capsys.readouterr().err.endswith(f"minstrel: {words}\n")


@pytest.fixture
def database(env: Path) -> Path:
    """A database that the bot has been started with once."""

    async def start() -> None:
        async with Store.open("sqlite:///bot.db", RULES, TERMS.host) as store:
            await store.intake.accept(asked(), TERMS, NOON)

    asyncio.run(start())
    return env.parent / "bot.db"


def test_a_database_that_is_none_is_told_in_words(env: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (env.parent / "bot.db").write_bytes(b"a letter, not a database\n" * 200)
    assert main(["ledger", "--check"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("minstrel: ")
    assert "Traceback" not in told


def test_a_ledger_that_equals_its_counters_is_said_so(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ledger", "--check"]) == 0
    assert capsys.readouterr().out == "Ledger equals counters.\n"


def test_a_counter_that_has_no_entries_is_named(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute("INSERT INTO quota_use VALUES (7, 'guild', 7, '2026-11', 12000)")
    assert main(["ledger", "--check"]) == 1
    assert "guild 7, 2026-11: counter 12000, ledger 0\n" in capsys.readouterr().out


async def _beside_a_running_bot(*command: str) -> "subprocess.CompletedProcess[str]":
    """Run a command in the current folder while the database is held open as by a bot."""
    async with Store.open("sqlite:///bot.db", RULES, TERMS.host) as store:
        await store.intake.accept(asked(2), TERMS, NOON)
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *command, env={"PYTHONPATH": str(ROOT)}, stdout=-1, stderr=-1
        )
        out, err = await asyncio.wait_for(process.communicate(), 60)
        await store.intake.accept(asked(3), TERMS, NOON)
    return subprocess.CompletedProcess(command, process.returncode or 0, out.decode(), err.decode())


def test_the_ledger_is_checked_beside_a_running_bot(database: Path) -> None:
    done = asyncio.run(_beside_a_running_bot("ledger", "--check"))
    assert (done.returncode, done.stdout, done.stderr) == (0, "Ledger equals counters.\n", "")


def test_a_ledger_without_a_database_makes_none(env: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ledger", "--check"]) == 2
    assert "cannot be opened" in capsys.readouterr().err
    assert not (env.parent / "bot.db").exists()


def test_a_backup_beside_a_running_bot_opens_and_equals(database: Path) -> None:
    done = asyncio.run(_beside_a_running_bot("backup", "copy.db"))
    assert (done.returncode, done.stdout) == (0, "Copied to copy.db.\n")
    copy = database.with_name("copy.db")
    with sqlite3.connect(copy) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT interaction_id FROM tasks ORDER BY id").fetchall() == [(1,), (2,)]
        connection.execute("DELETE FROM tasks")
        connection.rollback()
    assert sorted(path.name for path in copy.parent.glob("copy*")) == ["copy.db"]


def test_a_backup_overwrites_nothing(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = database.read_bytes()
    assert main(["backup", "bot.db"]) == 2
    assert "exists already" in capsys.readouterr().err
    assert main(["backup", "no folder/copy.db"]) == 2
    assert "cannot be copied" in capsys.readouterr().err
    assert database.read_bytes() == before


def test_postgres_is_left_to_its_own_tools(env: Path, capsys: pytest.CaptureFixture[str]) -> None:
    env.write_text(env.read_text().replace("sqlite:///bot.db", "postgresql://ana:secret@nowhere/db"))
    assert main(["backup", "copy.db"]) == 2
    told = capsys.readouterr().err
    assert "pg_dump" in told
    assert "secret" not in told


def test_what_the_bot_writes_is_for_its_own_user_alone(env: Path) -> None:
    env.write_text(f"{env.read_text()}DISCORD_API_URL=http://127.0.0.1:1/api/v10\n")
    assert main(["run"]) == 3  # the database is made before Discord is asked
    assert main(["backup", "copy.db"]) == 0
    made = {path.name: oct(path.stat().st_mode & 0o777) for path in env.parent.glob("*.db*")}
    assert {"bot.db", "copy.db"} <= made.keys()
    assert set(made.values()) == {"0o600"}, made


def test_a_misspelt_setting_is_a_warning(database: Path, env: Path, capsys: pytest.CaptureFixture[str]) -> None:
    env.write_text(env.read_text() + "QUOTA_MAXX=1\n")
    assert main(["ledger", "--check"]) == 0
    assert "QUOTA_MAXX: no such setting; is QUOTA_MAX meant?" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["sing"], ["ledger"], ["backup"]])
def test_an_unknown_command_is_refused_with_the_usage(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(command)
    assert "usage: minstrel" in capsys.readouterr().err


def test_the_bot_never_loads_the_demo() -> None:
    code = "import sys, bot.__main__, bot.app; sys.exit(any(name.startswith('bot.demo') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60, check=False).returncode == 0
