"""What the model of the books remembers of a request."""

from dataclasses import dataclass


@dataclass
class Request:
    task_id: int
    guild: int
    member: int
    price: int
    at: int
    named: tuple[str, str]
    """How calendars called the period that it was taken from: its length, and its name."""
    back: bool = False
    reset_by: int = 0
    done: bool = False
    nameless_since: int | None = None
