"""The numbered migrations: `NNNN_name.sql`, applied in order, the number kept in the database in the same
transaction."""

from pathlib import Path

from bot.errors import StoreError

FOLDER = Path(__file__).parent / "migrations"

POSTGRES_ONLY = "-- postgres: "
"""Begins a line that is a comment to SQLite and a statement to PostgreSQL."""

TABLE = "CREATE TABLE IF NOT EXISTS migrations (number BIGINT PRIMARY KEY)"
APPLIED = "SELECT COALESCE(MAX(number), 0) FROM migrations"


def pending(applied: int) -> list[tuple[int, str]]:
    """The migrations above `applied`, as number and script. Raises `StoreError` for a database of a newer Minstrel."""
    files = {int(path.name.split("_")[0]): path for path in FOLDER.glob("*.sql")}
    newest = max(files)
    if applied > newest:
        raise StoreError(f"The database has version {applied}, this Minstrel knows {newest}: start the newer Minstrel.")
    return [(number, files[number].read_text("utf-8")) for number in sorted(files) if number > applied]


def script(number: int, text: str) -> str:
    """The migration together with the note that it was applied."""
    return f"{text}\nINSERT INTO migrations (number) VALUES ({int(number)});"
