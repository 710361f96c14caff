"""The rows as they stand, read beside a bot that may be running, in the tests' own SQL."""

from dataclasses import dataclass
from pathlib import Path

from tests.looking import rows_of

OPEN = frozenset({"queued", "submitting", "running", "ready"})


@dataclass(frozen=True)
class TaskRow:
    id: int
    state: str
    price: int
    service_task_id: str | None
    sent_at: int | None
    status_message_id: int | None
    version: int
    shown_version: int

    @property
    def settled(self) -> bool:
        """Final, and shown to whoever has a message that could show it."""
        return self.state not in OPEN and (self.status_message_id is None or self.version == self.shown_version)


@dataclass(frozen=True)
class DeliveryRow:
    id: int
    task_id: int
    kind: str
    state: str

    @property
    def is_result(self) -> bool:
        return self.kind in {"song", "wav", "drafts"}


class Rows:
    def __init__(self, file: Path) -> None:
        self._file = file
        self._known = 0
        """The highest number of the tasks that were there before."""

    def forget_what_is_there(self) -> None:
        """What has been seeded is nobody's matter."""
        self._known = max((task.id for task in self.tasks()), default=0)

    def tasks(self) -> list[TaskRow]:
        with rows_of(self._file) as rows:
            names = ", ".join(TaskRow.__dataclass_fields__)
            found = rows.execute(f"SELECT {names} FROM tasks WHERE id > ? ORDER BY id", (self._known,))
            return [TaskRow(*row) for row in found]

    def deliveries(self) -> list[DeliveryRow]:
        with rows_of(self._file) as rows:
            found = rows.execute("SELECT id, task_id, kind, state FROM deliveries WHERE task_id > ?", (self._known,))
            return [DeliveryRow(*row) for row in found]

    def used(self) -> int:
        """Of the one guild that asks, in thousandths."""
        return self._number("SELECT COALESCE(SUM(used), 0) FROM quota_use WHERE scope = 'guild'")

    def timed_lyrics(self) -> int:
        """How many songs have words in time."""
        return self._number("SELECT COUNT(*) FROM timed_lyrics")

    def _number(self, query: str) -> int:
        with rows_of(self._file) as rows:
            return int(rows.execute(query).fetchone()[0])
