"""A disk of the test's own that can be filled to the last byte and emptied again, under the bot's feet."""

import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

MIB = 1024 * 1024


class SmallDisk:
    """`full` is what a program meets that writes there."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.pid = 0
        """The process that meets it; 0: this one."""

    @contextmanager
    def full(self) -> Iterator[None]:
        self.fill()
        try:
            yield
        finally:
            self.empty()

    def fill(self) -> bool:
        """Until not one byte more goes in; True, so that a fault's `when` can do it."""
        with (self.path / "ballast").open("wb", buffering=0) as ballast:
            for piece in (MIB, 4096, 1):
                _fill(ballast.fileno(), b"\0" * piece)
        return True

    def empty(self) -> None:
        (self.path / "ballast").unlink(missing_ok=True)


class LimitedFiles(SmallDisk):
    """For machines on which nothing may be mounted: the process may not write to any file."""

    def fill(self) -> bool:
        resource.prlimit(self.pid, resource.RLIMIT_FSIZE, (0, self._hard))
        return True

    def empty(self) -> None:
        resource.prlimit(self.pid, resource.RLIMIT_FSIZE, (self._hard, self._hard))

    @property
    def _hard(self) -> int:
        return resource.prlimit(self.pid, resource.RLIMIT_FSIZE)[1]


def _fill(handle: int, piece: bytes) -> None:
    try:
        while os.write(handle, piece):
            pass
    except OSError:
        return


@contextmanager
def mounted(path: Path, mebibytes: int) -> Iterator[bool]:
    """A file system in memory at `path`, so long; False where this process may not mount one."""
    path.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={mebibytes}m", "tmpfs", str(path)]
    done = subprocess.run(command, capture_output=True, check=False).returncode == 0
    try:
        yield done
    finally:
        if done:
            subprocess.run(["umount", "--lazy", str(path)], check=True)


@pytest.fixture(params=["disk", "limit"])
def small_disk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[SmallDisk]:
    """Both ways in which writing ends: SQLite calls the one a full disk and the other a fault of the disk."""
    with mounted(tmp_path / "disk", 8) as done:
        yield SmallDisk(tmp_path / "disk") if done and request.param == "disk" else LimitedFiles(tmp_path / "disk")
