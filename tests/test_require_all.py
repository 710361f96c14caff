"""The tests' own ground: the PostgreSQL server, and REQUIRE_ALL=1, under which a skipped test fails."""

import os
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest

HERE = Path(__file__).parent


async def test_the_server_gives_each_test_an_empty_database(postgres_database: str) -> None:
    connection = await asyncpg.connect(postgres_database)
    tables = await connection.fetchval("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
    await connection.close()
    assert tables == 0


@pytest.mark.parametrize(
    ("text", "require_all", "status"),
    [
        ("import pytest\ndef test_a() -> None: pytest.skip('no browser')", "0", 0),
        ("import pytest\ndef test_a() -> None: pytest.skip('no browser')", "1", 1),
        ("import pytest\n@pytest.mark.skip(reason='no browser')\ndef test_a() -> None: ...", "1", 1),
        ("import pytest\npytest.skip('no browser', allow_module_level=True)", "1", 2),
    ],
)
def test_a_skipped_test_fails_where_all_are_required(tmp_path: Path, text: str, require_all: str, status: int) -> None:
    (tmp_path / "test_planted.py").write_text(text)
    (tmp_path / "conftest.py").write_text((HERE / "conftest.py").read_text())
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-rs", str(tmp_path)]
    environ = os.environ | {"REQUIRE_ALL": require_all, "PYTHONPATH": str(HERE.parent)}
    environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # none is needed, and they take longer than the test
    run = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, text=True, timeout=60, check=False)
    assert (run.returncode, "no browser" in run.stdout) == (status, True), run.stdout


def test_discords_document_may_lie_elsewhere(tmp_path: Path) -> None:
    code = "from tests.openapi_judge import DOCUMENT; print(DOCUMENT, end='')"
    environ = os.environ | {"DISCORD_OPENAPI": str(tmp_path / "openapi.json"), "PYTHONPATH": str(HERE.parent)}
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=60, check=False)
    assert run.stdout == environ["DISCORD_OPENAPI"]
