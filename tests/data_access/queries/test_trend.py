"""Buckets of city time, through changes of the clock."""

from zoneinfo import ZoneInfo

import pytest

from data_access.domain.period import BadPeriod, Period, city_time, parse_time
from data_access.queries.trend import Bucket, bucket_edges, trend
from tests.data_access.queries.rows import CITY, DAY, HOUR, MIDNIGHT, NAMES, case, table

CHINA, BOSTON, LORD_HOWE = (
    ZoneInfo(name) for name in ("Asia/Shanghai", "America/New_York", "Australia/Lord_Howe")
)


def starts(from_: str, to: str, bucket: Bucket, zone: ZoneInfo) -> list[str]:
    period = Period(parse_time(from_, zone), parse_time(to, zone))
    return [city_time(edge, zone) for edge in bucket_edges(period, bucket, zone)]


def test_hours_begin_at_the_full_hour_of_city_time() -> None:
    assert starts("2024-03-04T10:30", "2024-03-04T12:00", Bucket.HOUR, CHINA) == [
        "2024-03-04T10:00:00+08:00",
        "2024-03-04T11:00:00+08:00",
        "2024-03-04T12:00:00+08:00",
    ]


def test_weeks_begin_on_monday_in_city_time() -> None:
    assert starts("2024-12-30T10:00", "2025-01-07", Bucket.WEEK, CHINA) == [
        "2024-12-30T00:00:00+08:00",
        "2025-01-06T00:00:00+08:00",
        "2025-01-13T00:00:00+08:00",
    ]
    assert starts("2024-03-10T12:00", "2024-03-11T00:00", Bucket.WEEK, BOSTON) == [
        "2024-03-04T00:00:00-05:00",
        "2024-03-11T00:00:00-04:00",
    ]


def test_an_hour_left_out_in_spring_has_no_bucket() -> None:
    hours = starts("2024-03-10T01:00", "2024-03-10T04:00", Bucket.HOUR, BOSTON)
    assert [hour[11:16] + hour[19:] for hour in hours] == ["01:00-05:00", "03:00-04:00", "04:00-04:00"]


def test_an_hour_that_comes_twice_in_autumn_has_two_buckets() -> None:
    hours = starts("2024-11-03T00:00", "2024-11-03T03:00", Bucket.HOUR, BOSTON)
    assert [hour[11:16] + hour[19:] for hour in hours] == [
        "00:00-04:00",
        "01:00-04:00",
        "01:00-05:00",
        "02:00-05:00",
        "03:00-05:00",
    ]


def test_a_clock_changed_by_half_an_hour_is_back_at_the_full_hour() -> None:
    hours = starts("2024-04-07T00:00", "2024-04-07T05:00", Bucket.HOUR, LORD_HOWE)
    assert len(hours) == len(set(hours))
    assert hours[-1][11:16] == "05:00"


@pytest.mark.parametrize(("bucket", "count"), [(Bucket.DAY, 31), (Bucket.MONTH, 1)])
def test_days_and_months_follow_the_calendar(bucket: Bucket, count: int) -> None:
    edges = starts("2024-03-01", "2024-04-01", bucket, BOSTON)
    assert len(edges) == count + 1
    assert all(edge[11:19] == "00:00:00" for edge in edges)


def test_months_run_over_the_turn_of_the_year() -> None:
    edges = starts("2023-11-15", "2024-02-01", Bucket.MONTH, CHINA)
    assert [edge[:10] for edge in edges] == ["2023-11-01", "2023-12-01", "2024-01-01", "2024-02-01"]


def test_empty_buckets_are_there_and_end_at_as_of() -> None:
    columns = table(case(reported=HOUR), case(reported=3 * HOUR + 1), case(reported=4 * HOUR))
    rows = trend(columns, CITY, NAMES, None, as_of=MIDNIGHT + 4 * HOUR, bucket=Bucket.HOUR)
    assert [(row["start"][11:13], row["reported_count"]) for row in rows] == [
        ("00", 0),
        ("01", 1),
        ("02", 0),
        ("03", 1),
    ]
    assert "open_count" not in rows[0]


def test_a_period_in_the_future_has_no_buckets() -> None:
    period = Period(MIDNIGHT + DAY, MIDNIGHT + 2 * DAY)
    assert trend(table(case(reported=1)), CITY, NAMES, None, as_of=MIDNIGHT, period=period) == []


def test_a_mistyped_century_of_hours_is_refused() -> None:
    with pytest.raises(BadPeriod):
        bucket_edges(Period(0, 3 * 10**9), Bucket.HOUR, CHINA)
