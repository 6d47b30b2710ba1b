from datetime import datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.domain.deadlines import DAY_US, HOUR_US, CalendarDeadlines
from data_access.domain.taxonomy import Clock
from data_access.domain.workcalendar import WorkCalendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")
DONGGUAN = CalendarDeadlines(SHANGHAI, WorkCalendar("CN"))
BOSTON = CalendarDeadlines(NEW_YORK, WorkCalendar("US", "MA", hours=((time(9), time(17)),)))
PLAIN = CalendarDeadlines(SHANGHAI, WorkCalendar(""))
HOURS, DAYS = Clock.WORKING_HOUR, Clock.WORKING_DAY


def us(text: str, zone: ZoneInfo) -> int:
    moment = datetime.fromisoformat(text)
    return round((moment if moment.tzinfo else moment.replace(tzinfo=zone)).timestamp()) * 1_000_000


def local(moment: int, zone: ZoneInfo) -> str:
    return datetime.fromtimestamp(moment / 1e6, zone).strftime("%Y-%m-%d %H:%M")


# Checked by hand against the State Council's notices: Spring Festival 2019 was 4-10 February with work on
# 2 and 3 February; Labour Day 1-4 May 2019 with work on 28 April and 5 May; National Day 1-7 October 2019
# with work on 29 September and 12 October; National Day 2025 1-8 October with work on 28 September and
# 11 October; National Day 2026 1-7 October with work on 20 September and 10 October.
@pytest.mark.parametrize(
    ("start", "limit", "clock", "end"),
    [
        # An ordinary Tuesday and Wednesday.
        ("2019-03-05 09:00", 2, HOURS, "2019-03-05 11:00"),
        ("2019-03-05 11:00", 2, HOURS, "2019-03-05 15:00"),
        ("2019-03-05 12:30", 2, HOURS, "2019-03-05 16:00"),
        ("2019-03-05 08:30", 3.5, HOURS, "2019-03-05 12:00"),
        ("2019-03-05 08:30", 7, HOURS, "2019-03-05 17:30"),
        ("2019-03-05 17:00", 4, HOURS, "2019-03-06 12:00"),
        ("2019-03-05 22:00", 2, HOURS, "2019-03-06 10:30"),
        ("2019-03-05 09:17", 1, DAYS, "2019-03-06 09:17"),
        # Friday over a weekend.
        ("2019-03-08 16:30", 2, HOURS, "2019-03-11 09:30"),
        ("2019-03-08 16:30", 1, DAYS, "2019-03-11 16:30"),
        ("2019-03-09 16:30", 1, DAYS, "2019-03-12 00:00"),
        ("2019-03-09 16:30", 1, HOURS, "2019-03-11 09:30"),
        # Spring Festival 2019: Saturday 2 and Sunday 3 February are made-up working days.
        ("2019-02-01 17:00", 4, HOURS, "2019-02-02 12:00"),
        ("2019-02-01 10:00", 1, DAYS, "2019-02-02 10:00"),
        ("2019-02-02 10:00", 1, DAYS, "2019-02-03 10:00"),
        ("2019-02-03 17:00", 4, HOURS, "2019-02-11 12:00"),
        ("2019-02-03 10:00", 1, DAYS, "2019-02-11 10:00"),
        ("2019-02-06 10:00", 2, DAYS, "2019-02-13 00:00"),
        # Labour Day 2019: 1-4 May off, Sunday 5 May worked.
        ("2019-04-30 15:00", 1, DAYS, "2019-05-05 15:00"),
        ("2019-04-26 15:00", 1, DAYS, "2019-04-28 15:00"),
        ("2019-04-30 17:00", 1, HOURS, "2019-05-05 09:00"),
        # Labour Day 2025: 1-5 May off, Sunday 27 April worked.
        ("2025-04-25 09:00", 1, DAYS, "2025-04-27 09:00"),
        ("2025-04-30 09:00", 1, DAYS, "2025-05-06 09:00"),
        # National Day 2025 and 2026.
        ("2025-09-30 17:00", 1, DAYS, "2025-10-09 17:00"),
        ("2025-09-26 10:00", 1, DAYS, "2025-09-28 10:00"),
        ("2025-10-10 10:00", 1, DAYS, "2025-10-11 10:00"),
        ("2026-09-30 17:00", 1, DAYS, "2026-10-08 17:00"),
        ("2026-09-18 10:00", 1, DAYS, "2026-09-20 10:00"),
        ("2026-10-09 17:00", 1, HOURS, "2026-10-10 09:00"),
        # Across a new year: 1 January 2026 to Saturday 3 off, Sunday 4 worked.
        ("2025-12-31 16:00", 2, HOURS, "2026-01-04 09:00"),
        ("2025-12-31 16:00", 2, DAYS, "2026-01-05 16:00"),
        # Half a working day goes on with the next working day.
        ("2019-03-08 18:00", 0.5, DAYS, "2019-03-11 06:00"),
        # The continuous clocks know neither nights nor holidays.
        ("2019-02-04 23:00", 2, Clock.URGENT_HOUR, "2019-02-05 01:00"),
        ("2019-02-04 23:00", 3, Clock.NATURAL_DAY, "2019-02-07 23:00"),
    ],
)
def test_limits_in_dongguan(start: str, limit: float, clock: Clock, end: str) -> None:
    assert local(DONGGUAN.due(us(start, SHANGHAI), limit, clock), SHANGHAI) == end


# Boston's clocks went forward on 13 March and back on 6 November 2011; Patriots' Day was 18 April,
# Thanksgiving 24 November, Christmas (a Sunday) observed on Monday 26 December.
@pytest.mark.parametrize(
    ("start", "limit", "clock", "end"),
    [
        ("2011-03-11 15:00", 1, DAYS, "2011-03-14 15:00"),
        ("2011-03-12 15:00", 1, Clock.NATURAL_DAY, "2011-03-13 16:00"),
        ("2011-11-04 16:00", 2, HOURS, "2011-11-07 10:00"),
        ("2011-11-04 16:00", 1, DAYS, "2011-11-07 16:00"),
        ("2011-04-15 10:00", 1, DAYS, "2011-04-19 10:00"),
        ("2011-11-23 16:30", 1, HOURS, "2011-11-25 09:30"),
        ("2011-12-23 10:00", 1, DAYS, "2011-12-27 10:00"),
    ],
)
def test_limits_in_boston(start: str, limit: float, clock: Clock, end: str) -> None:
    assert local(BOSTON.due(us(start, NEW_YORK), limit, clock), NEW_YORK) == end


def test_local_time_of_day_is_kept_on_a_working_sunday_whose_clock_changes() -> None:
    every_day = CalendarDeadlines(NEW_YORK, WorkCalendar("", weekend=()))
    assert local(every_day.due(us("2011-03-12 15:00", NEW_YORK), 1, DAYS), NEW_YORK) == "2011-03-13 15:00"
    assert local(every_day.due(us("2011-11-05 15:00", NEW_YORK), 1, DAYS), NEW_YORK) == "2011-11-06 15:00"
    assert local(every_day.due(us("2011-11-06 15:00", NEW_YORK), 1, DAYS), NEW_YORK) == "2011-11-07 15:00"


def test_a_year_without_announced_holidays_counts_plain_weekdays() -> None:
    assert DONGGUAN.calendar.covers(2019)
    assert not DONGGUAN.calendar.covers(2090)
    assert local(DONGGUAN.due(us("2090-09-29 10:00", SHANGHAI), 2, DAYS), SHANGHAI) == "2090-10-03 10:00"


def test_an_impossible_limit_is_refused() -> None:
    for limit in (-1, 1e9, float("nan")):
        with pytest.raises(ValueError, match="limit"):
            DONGGUAN.due(0, limit, DAYS)
    with pytest.raises(OverflowError):
        DONGGUAN.due(us("2200-12-30 00:00", SHANGHAI), 10, DAYS)


def test_tables_grow_backwards_and_forwards() -> None:
    deadlines = CalendarDeadlines(SHANGHAI, WorkCalendar("CN"))
    forward = deadlines.due(us("2019-02-03 10:00", SHANGHAI), 1, DAYS)
    assert local(deadlines.due(us("1991-01-04 10:00", SHANGHAI), 1, DAYS), SHANGHAI) == "1991-01-07 10:00"
    assert local(deadlines.due(us("2026-09-30 17:00", SHANGHAI), 1, DAYS), SHANGHAI) == "2026-10-08 17:00"
    assert deadlines.due(us("2019-02-03 10:00", SHANGHAI), 1, DAYS) == forward


def brute_force_hours(start: datetime, limit_minutes: int, deadlines: CalendarDeadlines) -> datetime:
    """Minute by minute; `start` on a whole minute, local."""
    works = {year: deadlines.calendar.working_days(year) for year in range(2018, 2022)}
    now, left = start, limit_minutes
    while left:
        opened = works[now.year](now.date()) and any(a <= now.time() < b for a, b in deadlines.calendar.hours)
        now += timedelta(minutes=1)
        left -= opened
    return now


@given(st.integers(0, 600 * 1440), st.integers(1, 600))
def test_working_hours_agree_with_counting_minutes(offset: int, minutes: int) -> None:
    start = datetime(2019, 1, 1) + timedelta(minutes=offset)
    expected = brute_force_hours(start, minutes, DONGGUAN).replace(tzinfo=SHANGHAI)
    found = DONGGUAN.due(us(start.isoformat(), SHANGHAI), minutes / 60, HOURS)
    assert abs(found - expected.timestamp() * 1e6) <= 1


MOMENTS = st.integers(us("2009-01-01", SHANGHAI), us("2030-01-01", SHANGHAI))
CITIES = st.sampled_from([DONGGUAN, BOSTON, PLAIN])


@given(CITIES, MOMENTS, st.integers(0, 40), st.integers(0, 40), st.sampled_from(list(Clock)))
def test_a_limit_in_two_parts_ends_when_the_whole_does(
    deadlines: CalendarDeadlines, start: int, first: int, second: int, clock: Clock
) -> None:
    if clock is DAYS:
        # A time of day that a clock change leaves out or repeats is not one to come back to.
        start = start // HOUR_US * HOUR_US + 8 * HOUR_US
        if datetime.fromtimestamp(start / 1e6, deadlines.zone).hour in (1, 2, 3):
            return
    parts = deadlines.due(deadlines.due(start, first, clock), second, clock)
    assert parts == deadlines.due(start, first + second, clock)


@given(CITIES, st.lists(MOMENTS, min_size=2), st.floats(0, 30), st.sampled_from([HOURS, *Clock]))
def test_who_starts_later_ends_no_earlier(
    deadlines: CalendarDeadlines, starts: list[int], limit: float, clock: Clock
) -> None:
    if deadlines is BOSTON and clock is DAYS:
        return  # an hour that occurs twice puts later starts at earlier times of day
    ends = [deadlines.due(start, limit, clock) for start in sorted(starts)]
    assert all(a <= b for a, b in pairwise(ends))


@given(CITIES, MOMENTS, st.lists(st.floats(0, 30), min_size=2), st.sampled_from(list(Clock)))
def test_a_longer_limit_ends_no_earlier_and_none_ends_before_it_starts(
    deadlines: CalendarDeadlines, start: int, limits: list[float], clock: Clock
) -> None:
    ends = [deadlines.due(start, limit, clock) for limit in sorted(limits)]
    assert all(a <= b for a, b in pairwise(ends))
    assert ends[0] >= start


@given(MOMENTS, st.integers(1, 20))
def test_working_days_end_at_the_time_of_day_they_started(start: int, days: int) -> None:
    end = DONGGUAN.due(start, days, DAYS)
    working = DONGGUAN.calendar.working_days(datetime.fromtimestamp(start / 1e6, SHANGHAI).year)
    if working(datetime.fromtimestamp(start / 1e6, SHANGHAI).date()):
        assert (end - start) % DAY_US == 0
    else:
        assert local(end, SHANGHAI).endswith("00:00")
