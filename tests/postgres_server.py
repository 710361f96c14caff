"""A PostgreSQL server of the tests' own: a new cluster in a temporary folder, reached through a Unix socket."""

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import pytest

MEMORY_DISK = Path("/dev/shm")  # noqa: S108 - the folder in it is named at random, and only its owner may enter
ROOM = 2 * 1024**3
_SETTINGS = (
    "listen_addresses=",
    "fsync=off",
    "shared_buffers=16MB",
    "max_connections=60",
    "autovacuum=off",
    "dynamic_shared_memory_type=mmap",  # leaves nothing outside its folder
)
_OPTIONS = " ".join(f"-c {setting}" for setting in _SETTINGS)


def _tool(name: str) -> str | None:
    """Debian keeps the server's programs off the PATH, one folder a version; the newest wins."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    return str(found[-1]) if found else shutil.which(name)


def _place() -> Path | None:
    """A database is three hundred files, which a disk takes longer to make and to remove than a test takes.

    None, for the usual folder, where the memory disk is small, as in containers.
    """
    roomy = MEMORY_DISK.is_dir() and shutil.disk_usage(MEMORY_DISK).free > ROOM
    return MEMORY_DISK if roomy else None


def _owner() -> str | None:
    """Who runs the server: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    users = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in users else "nobody"


def _call(folder: Path, *command: str) -> None:
    with (folder / "log").open("a") as log:
        subprocess.run(command, check=True, user=_owner(), cwd=folder, stdout=log, stderr=log, timeout=60)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The URL of a running server's first database, shared by all tests of a session."""
    initdb, pg_ctl = _tool("initdb"), _tool("pg_ctl")
    if not initdb or not pg_ctl:
        pytest.skip("PostgreSQL's initdb and pg_ctl are not installed")
    folder = Path(tempfile.mkdtemp(prefix="minstrel-pg-", dir=_place()))
    try:
        if owner := _owner():
            shutil.chown(folder, owner)
        _call(folder, initdb, "-D", "data", "-U", "minstrel", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        _call(folder, pg_ctl, "-D", "data", "-w", "-l", "server.log", "-o", f"{_OPTIONS} -k {folder}", "start")
        yield f"postgresql://minstrel@/postgres?host={folder}"
        _call(folder, pg_ctl, "-D", "data", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def away(url: str) -> Iterator[None]:
    """The server of `postgres_url` falls over, as in a crash, and comes up again at the end."""
    folder, pg_ctl = Path(url.partition("?host=")[2]), _tool("pg_ctl")
    assert pg_ctl is not None
    _call(folder, pg_ctl, "-D", "data", "-m", "immediate", "stop")
    try:
        yield
    finally:
        _call(folder, pg_ctl, "-D", "data", "-w", "-l", "server.log", "-o", f"{_OPTIONS} -k {folder}", "start")


@pytest.fixture
async def postgres_database(postgres_url: str) -> AsyncIterator[str]:
    """The URL of an empty database that only this test uses."""
    name = f"test_{uuid.uuid4().hex}"
    await _execute(postgres_url, f"CREATE DATABASE {name}")
    yield postgres_url.replace("/postgres?", f"/{name}?")
    await _execute(postgres_url, f"DROP DATABASE {name} WITH (FORCE)")


async def _execute(url: str, statement: str) -> None:
    """Over a connection of its own: the server may have been away meanwhile."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
