"""Periods of every time zone: one after the other without a gap, on days of 23 and 25 hours as well."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import DAY, HOUR, day_of, period_of, zone_named, zone_names

moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)).map(lambda naive: _ms(naive.isoformat()))
zones = st.sampled_from(sorted(zone_names()))
lengths = st.sampled_from(["day", "week", "month"])


def _ms(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


@given(moments, lengths, zones)
def test_each_moment_is_in_one_period_and_the_next_begins_where_it_ends(now: int, length: str, zone: str) -> None:
    period = period_of(now, length, zone)
    assert period.start <= now < period.end
    assert period_of(period.start, length, zone) == period_of(period.end - 1, length, zone) == period
    following = period_of(period.end, length, zone)
    assert following.start == period.end
    assert following.key > period.key


@pytest.mark.parametrize(
    ("zone", "moment", "hours"),
    [
        ("Europe/Berlin", "2026-03-29T12:00", 23),
        ("Europe/Berlin", "2026-10-25T12:00", 25),
        ("America/New_York", "2026-11-01T12:00", 25),
        ("Australia/Lord_Howe", "2026-10-04T06:00", 23.5),
        ("America/Santiago", "2026-09-06T12:00", 23),  # clocks skip midnight itself
        ("America/Havana", "2026-11-01T12:00", 25),  # the hour after midnight comes twice
        ("UTC", "2026-03-29T12:00", 24),
    ],
)
def test_days_have_as_many_hours_as_the_clocks_of_the_zone_show(zone: str, moment: str, hours: float) -> None:
    period = period_of(_ms(moment), "day", zone)
    assert (period.end - period.start) / HOUR == hours


def test_a_day_begins_at_midnight_of_the_zone() -> None:
    assert period_of(_ms("2026-11-26T15:30"), "day", "Asia/Tokyo").key == "2026-11-27"
    assert period_of(_ms("2026-11-26T15:30"), "day", "Asia/Tokyo").start == _ms("2026-11-26T15:00")
    assert day_of(_ms("2026-11-26T15:30"), "America/Los_Angeles").isoformat() == "2026-11-26"


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../../etc/passwd", "/etc/localtime", "europe/berlin", "x" * 300])
def test_what_is_no_zone_is_none_and_counts_as_utc(name: str) -> None:
    assert zone_named(name) is None
    assert period_of(DAY, "day", name) == period_of(DAY, "day")
