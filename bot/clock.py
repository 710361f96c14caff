"""Time as the bot sees it: the present in milliseconds, and the periods that quotas are counted in."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

SECOND = 1000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR


class Clock(Protocol):
    """Tells the present; tests bring one whose hands they move."""

    def now(self) -> int:
        """Milliseconds since the epoch, UTC."""
        ...


LEAP = 2_000_000_000
"""Nanoseconds: a larger difference between two looks at the system's clock means that somebody has set it."""

SLEW = 4
"""A clock that was set is followed by this part of the time that passes: an hour takes four."""


class SystemClock:
    """The system's time, without its leaps.

    Waits, deadlines and leases are kept in rows as moments. Were the system's clock set forward by an hour, every
    deadline would be over at once; set back, nothing would be due for an hour. So while the process lives, a leap is
    followed little by little. The sleep of a computer is no leap: that time has truly passed.
    """

    def __init__(self) -> None:
        self._told, self._passed = time.time_ns(), _passed()

    def now(self) -> int:
        passed = _passed()
        elapsed, self._passed = passed - self._passed, passed
        ahead = time.time_ns() - (self._told + elapsed)
        if abs(ahead) > LEAP:
            ahead = max(-elapsed // SLEW, min(elapsed // SLEW, ahead))
        self._told = max(self._told, self._told + elapsed + ahead)
        return self._told // 1_000_000


def _passed() -> int:
    """Nanoseconds that only ever grow, also while the computer sleeps where the system can tell."""
    return time.clock_gettime_ns(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


@dataclass(frozen=True, slots=True)
class Period:
    """A day, week (from Monday) or month in UTC. `key` names it in rows; `end` is the first moment of the next one."""

    key: str
    end: int


_FIT = {("month", "week"): 5, ("month", "day"): 31, ("week", "day"): 7}


def fit_into(outer: str, inner: str) -> int:
    """How many periods of length `inner` fit into one of length `outer`, rounded up; at least 1."""
    return _FIT.get((outer, inner), 1)


def period_of(now: int, length: str) -> Period:
    """The period of `length` (`day`, `week` or `month`) that holds the moment `now`."""
    moment = datetime.fromtimestamp(now / 1000, UTC)
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    if length == "day":
        return Period(f"{midnight:%Y-%m-%d}", _milliseconds(midnight + timedelta(days=1)))
    if length == "week":
        monday = midnight - timedelta(days=midnight.weekday())
        return Period(f"{midnight:%G-W%V}", _milliseconds(monday + timedelta(days=7)))
    first = midnight.replace(day=1)
    return Period(f"{midnight:%Y-%m}", _milliseconds((first + timedelta(days=32)).replace(day=1)))


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
