"""Periods in city time."""

from zoneinfo import ZoneInfo

import pytest

from data_access.domain.period import BadPeriod, Period, city_time, parse_time, to_row_time
from data_access.domain.rows import EPOCH_2020, NEVER

CHINA, BOSTON = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")
NOON = 1_709_524_800
"""2024-03-04T12:00:00+08:00."""
MIDNIGHT = NOON - 43_200
DAY = 86_400


@pytest.mark.parametrize(
    ("from_", "to", "start", "end"),
    [
        (None, None, MIDNIGHT, MIDNIGHT + DAY),
        ("2024-03-04", "2024-03-05", MIDNIGHT, MIDNIGHT + DAY),
        ("2024-03-01", None, MIDNIGHT - 3 * DAY, MIDNIGHT + DAY),
        ("2024-03-09", None, MIDNIGHT + 5 * DAY, MIDNIGHT + 6 * DAY),
        (None, "2024-03-04", MIDNIGHT - DAY, MIDNIGHT),
        ("2024-03-04T12:00", "2024-03-04T04:30:00Z", NOON, NOON + 1800),
        ("2024-03-04T11:59:59.9", "2024-03-04T12:00:00+08:00", NOON - 1, NOON),
        ("2024-03-04", "2024-03-04", MIDNIGHT, MIDNIGHT),
    ],
)
def test_a_question_names_a_period(from_: str | None, to: str | None, start: int, end: int) -> None:
    assert Period.from_text(from_, to, CHINA, NOON) == Period(start, end)


@pytest.mark.parametrize(
    ("from_", "to"),
    [
        ("2024-03-05", "2024-03-04"),
        ("yesterday", None),
        ("2024-02-30", None),
        ("9999-12-31", None),
        ("", None),
    ],
)
def test_a_period_that_makes_no_sense_is_refused(from_: str | None, to: str | None) -> None:
    with pytest.raises(BadPeriod):
        Period.from_text(from_, to, CHINA, NOON)


def test_a_month_is_that_of_the_city() -> None:
    assert Period.month("2019-02", CHINA) == Period(1_548_950_400, 1_551_369_600)
    december = Period.month("2023-12", CHINA)
    assert city_time(december.end, CHINA) == "2024-01-01T00:00:00+08:00"


@pytest.mark.parametrize(
    "text", ["2019-2", "2019-13", "2019-00", "0000-01", "9999-12", "februar", "2019-02-01"]
)
def test_a_bad_month_is_refused(text: str) -> None:
    with pytest.raises(BadPeriod):
        Period.month(text, CHINA)


def test_days_are_as_long_as_the_clock_makes_them() -> None:
    spring = Period.today(parse_time("2024-03-10T12:00", BOSTON), BOSTON)
    autumn = Period.today(parse_time("2024-11-03T12:00", BOSTON), BOSTON)
    assert (spring.end - spring.start, autumn.end - autumn.start) == (23 * 3600, 25 * 3600)


def test_a_period_is_cut_at_as_of() -> None:
    day = Period(MIDNIGHT, MIDNIGHT + DAY)
    assert day.cut(NOON) == Period(MIDNIGHT, NOON)
    assert day.cut(MIDNIGHT - 1) == Period(MIDNIGHT, MIDNIGHT)
    assert day.cut(MIDNIGHT + 2 * DAY) == day


def test_row_times_stay_inside_what_a_row_can_say() -> None:
    assert to_row_time(EPOCH_2020) == 0
    assert to_row_time(-(10**12)) == NEVER + 1
    assert to_row_time(10**12) == 2**31 - 1
