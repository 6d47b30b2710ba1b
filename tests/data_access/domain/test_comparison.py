"""Compared periods: by the calendar of the city, cut at the same elapsed time."""

from zoneinfo import ZoneInfo

import pytest

from data_access.domain.comparison import Comparison, Shift
from data_access.domain.period import Period, city_time, parse_time

CHINA, BOSTON = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")
LATER = "2030-01-01"


def compared(
    from_: str, to: str, comparison: str, as_of: str = LATER, zone: ZoneInfo = CHINA
) -> tuple[str, str]:
    period = Period(parse_time(from_, zone), parse_time(to, zone))
    found = Shift(period, Comparison(comparison), zone).period(parse_time(as_of, zone))
    first, last = (city_time(at, zone)[:-6] for at in (found.start, found.end))
    return first.removesuffix("T00:00:00"), last.removesuffix("T00:00:00")


@pytest.mark.parametrize(
    ("from_", "to", "comparison", "expected"),
    [
        ("2026-03-02", "2026-03-03", "previous", ("2026-03-01", "2026-03-02")),
        ("2026-02-01", "2026-03-01", "previous", ("2026-01-04", "2026-02-01")),
        ("2026-03-02T10:00", "2026-03-02T12:30", "previous", ("2026-03-02T07:30:00", "2026-03-02T10:00:00")),
        ("2026-03-02", "2026-03-03", "week", ("2026-02-23", "2026-02-24")),
        ("2026-03-02T10:00", "2026-03-03T12:30", "week", ("2026-02-23T10:00:00", "2026-02-24T12:30:00")),
        ("2026-03-01", "2026-04-01", "month", ("2026-02-01", "2026-03-01")),
        ("2026-01-01", "2026-02-01", "month", ("2025-12-01", "2026-01-01")),
        ("2026-03-30", "2026-04-01", "month", ("2026-02-28", "2026-03-01")),
        ("2026-03-02T10:00", "2026-03-03T12:30", "month", ("2026-02-02T10:00:00", "2026-02-03T12:30:00")),
        ("2026-02-01", "2026-03-01", "year", ("2025-02-01", "2025-03-01")),
        ("2025-02-01", "2025-03-01", "year", ("2024-02-01", "2024-03-01")),
        ("2024-02-01", "2024-03-01", "year", ("2023-02-01", "2023-03-01")),
        ("2024-02-28", "2024-02-29", "year", ("2023-02-28", "2023-03-01")),
        ("2024-02-29", "2024-03-01", "year", ("2023-02-28", "2023-03-01")),
        ("2024-02-29", "2024-02-29T12:00", "year", ("2023-02-28", "2023-02-28T12:00:00")),
        ("2026-03-02", "2026-03-02", "previous", ("2026-03-02", "2026-03-02")),
    ],
)
def test_periods_move_by_the_calendar(
    from_: str, to: str, comparison: str, expected: tuple[str, str]
) -> None:
    assert compared(from_, to, comparison) == expected


@pytest.mark.parametrize(
    ("comparison", "expected"),
    [
        ("previous", ("2026-03-01", "2026-03-01T10:30:00")),
        ("week", ("2026-02-23", "2026-02-23T10:30:00")),
        ("month", ("2026-02-02", "2026-02-02T10:30:00")),
        ("year", ("2025-03-02", "2025-03-02T10:30:00")),
    ],
)
def test_a_period_that_still_runs_is_compared_up_to_the_same_time(
    comparison: str, expected: tuple[str, str]
) -> None:
    assert compared("2026-03-02", "2026-03-03", comparison, "2026-03-02T10:30") == expected


def test_a_period_that_has_not_begun_is_compared_with_nothing() -> None:
    first, last = compared("2026-03-02", "2026-03-03", "week", "2026-03-01T10:30")
    assert first == last == "2026-02-23"


@pytest.mark.parametrize(
    ("from_", "to", "comparison", "expected"),
    [
        # 8 March 2026 has 23 hours in Boston, 1 November 25: days are compared with days.
        ("2026-03-09", "2026-03-10", "previous", ("2026-03-08", "2026-03-09")),
        ("2026-03-08", "2026-03-09", "previous", ("2026-03-07", "2026-03-08")),
        ("2026-11-01", "2026-11-02", "week", ("2026-10-25", "2026-10-26")),
        ("2026-11-01T12:00", "2026-11-01T13:00", "previous", ("2026-11-01T11:00:00", "2026-11-01T12:00:00")),
    ],
)
def test_days_on_which_a_clock_changes_are_compared_whole(
    from_: str, to: str, comparison: str, expected: tuple[str, str]
) -> None:
    assert compared(from_, to, comparison, zone=BOSTON) == expected


def test_the_same_time_of_day_is_meant_where_a_clock_has_changed() -> None:
    assert compared("2026-03-08", "2026-03-09", "week", "2026-03-08T12:00", BOSTON) == (
        "2026-03-01",
        "2026-03-01T12:00:00",
    )
