"""The command line as a host uses it: words on stderr, exit statuses, nothing secret."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.config import Settings

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty folder, and an environment without settings."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def env(place: Path) -> Path:
    file = place / ".env"
    file.write_text("DISCORD_TOKEN=token-of-ours\nMUSIC_API_KEY=key-of-ours\nDATABASE_URL=sqlite:///bot.db\n")
    return file


@pytest.mark.parametrize("command", [[], ["run"], ["check"], ["ledger", "--check"]])
def test_faults_in_the_settings_are_told_in_words(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(command) == 2
    told = capsys.readouterr().err
    assert told.startswith("minstrel: The settings cannot be used")
    assert "- DISCORD_TOKEN: required" in told


def test_a_database_that_is_none_is_told_in_words(env: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (env.parent / "bot.db").write_bytes(b"a letter, not a database\n" * 200)
    assert main(["ledger", "--check"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("minstrel: ")
    assert "Traceback" not in told


def test_a_ledger_that_equals_its_counters_is_said_so(env: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ledger", "--check"]) == 0
    assert capsys.readouterr().out == "Ledger equals counters.\n"


def test_a_counter_that_has_no_entries_is_named(env: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["ledger", "--check"])
    with sqlite3.connect(env.parent / "bot.db") as database:
        columns = {row[1] for row in database.execute("PRAGMA table_info(quota_use)")}
        values = {"scope": "guild", "scope_id": 7, "period": "2026-11", "used": 12_000}
        extra = dict.fromkeys(columns - values.keys(), 0)
        names, rows = zip(*(values | extra).items(), strict=True)
        database.execute(f"INSERT INTO quota_use ({','.join(names)}) VALUES ({','.join('?' * len(rows))})", rows)
    capsys.readouterr()
    assert main(["ledger", "--check"]) == 1
    assert "guild 7, 2026-11: counter 12000, ledger 0\n" in capsys.readouterr().out


def test_a_misspelt_setting_is_a_warning(env: Path, capsys: pytest.CaptureFixture[str]) -> None:
    env.write_text(env.read_text() + "QUOTA_MAXX=1\n")
    assert main(["ledger", "--check"]) == 0
    assert "QUOTA_MAXX: no such setting; is QUOTA_MAX meant?" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["sing"], ["ledger"]])
def test_an_unknown_command_is_refused_with_the_usage(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(command)
    assert "usage: minstrel" in capsys.readouterr().err


def test_the_bot_never_loads_the_demo() -> None:
    code = "import sys, bot.__main__, bot.app; sys.exit(any(name.startswith('bot.demo') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60, check=False).returncode == 0
