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
from threading import Lock
from typing import Self

from bot.errors import ConfigError, PostLater

SPARE = 64 * 1024 * 1024
"""Bytes of disk that are left to others."""
_PREFIX = "minstrel-media-"
_log = logging.getLogger(__name__)


class MediaFolder:
    def __init__(self, base: Path) -> None:
        self._base = base
        self._mending = Lock()
        self._path, self._lock = _locked_folder(base)

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
            media = cls(base)
        except OSError as error:
            raise ConfigError(f"MEDIA_DIR: {base} cannot be used ({error.strerror})") from error
        try:
            yield media
        finally:
            shutil.rmtree(media._path, ignore_errors=True)
            os.close(media._lock)

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
            with self._mending:  # deliveries come here in threads of their own
                self._mend()
            free = shutil.disk_usage(self._path).free
            if free < room + SPARE:
                _log.error("The media folder has %d bytes free, a delivery needs %d", free, room + SPARE)
                raise PostLater("no room in the media folder", refused=True)
            return Path(tempfile.mkdtemp(dir=self._path))
        except OSError as error:
            raise PostLater(f"media folder: {type(error).__name__}", refused=True) from error

    def _mend(self) -> None:
        """Another folder where something that tidies up has taken ours away, though it was in use."""
        if not self._is_there():
            _log.error("The media folder %s was taken away while in use; another one is made", self._path)
            self._base.mkdir(parents=True, exist_ok=True)
            before = self._lock
            self._path, self._lock = _locked_folder(self._base)
            os.close(before)

    def _is_there(self) -> bool:
        """Not only something of its name, which anybody may make in a temporary folder."""
        try:
            return os.path.samestat(self._path.lstat(), os.fstat(self._lock))
        except FileNotFoundError:
            return False


def _locked_folder(base: Path) -> tuple[Path, int]:
    """A fresh one below `base`, and the lock on it."""
    made = Path(tempfile.mkdtemp(prefix=f"new-{_PREFIX}", dir=base))
    lock = os.open(made, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    return made.rename(base / made.name.removeprefix("new-")), lock  # only now others may see it, and it is locked


def _remove_stale(base: Path) -> None:
    for path in base.glob(f"{_PREFIX}*"):
        with suppress(OSError):  # locked by a living process, another user's, or gone by now
            lock = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(path)
            finally:
                os.close(lock)
