"""What the soak reads in the bot's rows, beside a bot that may be running."""

from dataclasses import dataclass
from pathlib import Path

from tests.looking import rows_of

OPEN = "('queued', 'submitting', 'running', 'ready')"


@dataclass(frozen=True)
class TaskRow:
    id: int
    interaction_id: int
    kind: str
    state: str
    reason: str | None
    price: int
    given_back: int
    callback_key: str
    service_task_id: str | None
    status_message_id: int | None
    version: int
    shown_version: int


@dataclass(frozen=True)
class DeliveryRow:
    id: int
    task_id: int
    kind: str
    state: str
    channel_id: int
    message_id: int | None


class Rows:
    def __init__(self, file: Path) -> None:
        self._file = file

    def tasks(self) -> list[TaskRow]:
        with rows_of(self._file) as rows:
            names = ", ".join(TaskRow.__dataclass_fields__)
            return [TaskRow(*row) for row in rows.execute(f"SELECT {names} FROM tasks ORDER BY id")]

    def deliveries(self) -> list[DeliveryRow]:
        with rows_of(self._file) as rows:
            names = ", ".join(DeliveryRow.__dataclass_fields__)
            return [DeliveryRow(*row) for row in rows.execute(f"SELECT {names} FROM deliveries ORDER BY id")]

    def counts(self) -> tuple[int, int]:
        """How many requests there are, and how many of them have not come to rest."""
        with rows_of(self._file) as rows:
            many = rows.execute("SELECT COUNT(*) FROM tasks").fetchone()[0]
            return int(many), int(rows.execute(f"SELECT COUNT(*) FROM tasks WHERE state IN {OPEN}").fetchone()[0])

    def owed(self) -> int:
        """Requests, messages and pictures of requests that are still to come."""
        with rows_of(self._file) as rows:
            pending = rows.execute("SELECT COUNT(*) FROM deliveries WHERE state = 'pending'").fetchone()[0]
            behind = rows.execute(
                f"SELECT COUNT(*) FROM tasks WHERE state IN {OPEN}"
                " OR (status_message_id IS NOT NULL AND version <> shown_version)"
            ).fetchone()[0]
            return int(pending) + int(behind)

    def some_track(self, guild_id: int) -> int | None:
        """A song that is in the channel."""
        with rows_of(self._file) as rows:
            row = rows.execute(
                "SELECT t.id FROM tracks t JOIN deliveries d ON d.track_id = t.id AND d.kind = 'song'"
                " WHERE t.guild_id = ? AND d.state = 'posted' ORDER BY RANDOM() LIMIT 1",
                (guild_id,),
            ).fetchone()
            return int(row[0]) if row else None

    def used(self) -> int:
        with rows_of(self._file) as rows:
            query = "SELECT COALESCE(SUM(used), 0) FROM quota_use WHERE scope = 'guild'"
            return int(rows.execute(query).fetchone()[0])
