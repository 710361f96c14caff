"""Time as the bot sees it: the present in milliseconds, and the periods that quotas are counted in."""

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cache
from typing import Protocol
from zoneinfo import ZoneInfo, available_timezones

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
    """A day, week (from Monday) or month of a time zone's calendar, which need not have 24 hours or multiples of them.

    `key` names it in rows; `start` is its first moment, `end` the first moment of the next one.
    """

    key: str
    start: int
    end: int


_FIT = {("month", "week"): 5, ("month", "day"): 31, ("week", "day"): 7}


def fit_into(outer: str, inner: str) -> int:
    """How many periods of length `inner` fit into one of length `outer`, rounded up; at least 1."""
    return _FIT.get((outer, inner), 1)


def zone_named(name: str) -> ZoneInfo | None:
    """The time zone of an IANA name such as `Europe/Berlin`; None where this machine knows none of that name."""
    try:
        return ZoneInfo(name) if name in zone_names() else None
    except (OSError, ValueError):
        return None


@cache
def zone_names() -> frozenset[str]:
    """All IANA names that this machine knows, without those that only stand for files."""
    return frozenset(name for name in available_timezones() if "/" in name or name == "UTC") | {"UTC"}


def period_of(now: int, length: str, zone: str = "UTC") -> Period:
    """The period of `length` (`day`, `week` or `month`) that holds the moment `now`; of UTC where `zone` is unknown."""
    here = UTC if zone == "UTC" else zone_named(zone) or UTC
    today = datetime.fromtimestamp(now / 1000, here).date()
    if length == "day":
        key, first, following = f"{today:%Y-%m-%d}", today, today + timedelta(days=1)
    elif length == "week":
        first = today - timedelta(days=today.weekday())
        key, following = f"{today:%G-W%V}", first + timedelta(days=7)
    else:
        first = today.replace(day=1)
        key, following = f"{today:%Y-%m}", (first + timedelta(days=32)).replace(day=1)
    return Period(key, _midnight(first, here), _midnight(following, here))


def moved_to(period: Period, zone: str, other: str) -> int:
    """The first moment in the time zone `other` of what calendars call the same as this period of `zone`."""
    return _midnight(day_of(period.start, zone), zone_named(other) or UTC)


def begun(outer: Period, now: int, inner: str, zone: str) -> int:
    """How many periods of length `inner` have begun in the period, up to `now`, the one that it began in included."""
    many, moment = 0, outer.start
    while moment <= now:
        many, moment = many + 1, period_of(moment, inner, zone).end
    return many


def day_of(moment: int, zone: str) -> date:
    """The date that calendars of the zone show at that moment."""
    return datetime.fromtimestamp(moment / 1000, zone_named(zone) or UTC).date()


def _midnight(day: date, here: tzinfo) -> int:
    """The first moment of the day. Where clocks skip midnight, that is the moment at which they do."""
    return int(datetime(day.year, day.month, day.day, tzinfo=here).timestamp() * 1000)
