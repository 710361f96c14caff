"""The row that holds creates at a host back."""

from dataclasses import dataclass

from bot.models import Reason
from bot.store.sql import Sql


@dataclass(frozen=True, slots=True)
class Hold:
    """Why creates are held back, since when, and when to try again."""

    reason: Reason
    since: int
    probe_at: int
    failures: int


async def hold_of(sql: Sql, host: str) -> Hold | None:
    """One look-up by primary key."""
    row = await sql.one("held", host=host)
    return Hold(Reason(row["reason"]), row["since"], row["probe_at"], row["failures"]) if row else None
