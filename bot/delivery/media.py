"""The folder that media pass through: one per process, one workspace per delivery, nothing left behind.

A process holds a lock on its folder as long as it lives, so a folder whose lock can be had belonged to one that died.
"""

import asyncio
import fcntl
import logging
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Self

from bot.errors import ConfigError, PostLater

SPARE = 64 * 1024 * 1024
"""Bytes of disk that are left to others."""
_PREFIX = "minstrel-media-"
_log = logging.getLogger(__name__)


class MediaFolder:
    def __init__(self, path: Path) -> None:
        self._path = path

    @classmethod
    @contextmanager
    def open(cls, below: Path | None) -> Iterator[Self]:
        """A fresh folder below `below` (the system's temporary folder when None), locked, and removed at the end.

        Raises `ConfigError` where none can be made.
        """
        base = below or Path(tempfile.gettempdir())
        try:
            base.mkdir(parents=True, exist_ok=True)
            _remove_stale(base)
            made = Path(tempfile.mkdtemp(prefix=f"new-{_PREFIX}", dir=base))
        except OSError as error:
            raise ConfigError(f"MEDIA_DIR: {base} cannot be used ({error.strerror})") from error
        lock = os.open(made, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_EX)
        path = made.rename(base / made.name.removeprefix("new-"))  # only now others may see it, and it is locked
        try:
            yield cls(path)
        finally:
            shutil.rmtree(path, ignore_errors=True)
            os.close(lock)

    @asynccontextmanager
    async def workspace(self, room: int) -> AsyncIterator[Path]:
        """A folder for one delivery that will hold about `room` bytes; raises PostLater where the disk has no room."""
        folder = await asyncio.to_thread(self._make, room)
        try:
            yield folder
        finally:
            await asyncio.shield(asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True))

    def _make(self, room: int) -> Path:
        try:
            free = shutil.disk_usage(self._path).free
            if free < room + SPARE:
                _log.error("The media folder has %d bytes free, a delivery needs %d", free, room + SPARE)
                raise PostLater("no room in the media folder", refused=True)
            return Path(tempfile.mkdtemp(dir=self._path))
        except OSError as error:
            raise PostLater(f"media folder: {type(error).__name__}", refused=True) from error


def _remove_stale(base: Path) -> None:
    for path in base.glob(f"{_PREFIX}*"):
        with suppress(OSError):  # locked by a living process, another user's, or gone by now
            lock = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(path)
            finally:
                os.close(lock)
