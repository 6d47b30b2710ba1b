"""The clock alone makes cases due and overdue and days and months end: nothing ticks, nothing is written."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from data_access.domain.city import City
from data_access.domain.comparison import Comparison
from data_access.domain.period import Period, local_day, to_row_time
from data_access.domain.rows import Columns, RowFlag, Stage
from data_access.queries.overview import overview
from data_access.queries.ranking import ranking
from data_access.queries.trend import Bucket, trend
from tests.data_access.queries.rows import CITY, NAMES, case, table

BOSTON = ZoneInfo("America/New_York")


def city_in(zone: ZoneInfo) -> City:
    """The little city somewhere else."""
    values = {name: getattr(CITY, name) for name in City.__dataclass_fields__}
    return City(**{**values, "zone": zone})


def unix(text: str, zone: ZoneInfo) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=zone).timestamp()


def rows(zone: ZoneInfo, *cases: dict[str, Any]) -> Columns:
    """Cases with local times as texts."""
    lines = []
    for given in cases:
        line = case(given.get("stage", Stage.DISPATCHED), given.get("flags", RowFlag.FALLS_DUE))
        for name, value in given.items():
            if isinstance(value, str):
                line[name] = to_row_time(int(unix(value, zone)))
            elif name not in ("stage", "flags"):
                line[name] = value
        lines.append(line)
    return table(*lines)


class Place:
    """Answers of one table at different times."""

    def __init__(self, zone: ZoneInfo, *cases: dict[str, Any]) -> None:
        self.zone, self.city, self.columns = zone, city_in(zone), rows(zone, *cases)

    def at(self, text: str, fold: int = 0, **options: Any) -> dict[str, Any]:
        as_of = datetime.fromisoformat(text).replace(tzinfo=self.zone, fold=fold).timestamp()
        return overview(self.columns, self.city, NAMES, None, as_of=as_of, **options)


OPEN = {
    "reported": "2026-02-28T20:00:00",
    "filed": "2026-02-28T20:10:00",
    "first_dispatched": "2026-02-28T20:20:00",
}


@pytest.mark.parametrize("zone", [ZoneInfo("Asia/Shanghai"), BOSTON], ids=str)
def test_a_case_becomes_due_soon_and_overdue_across_midnight_and_the_end_of_the_month(zone: ZoneInfo) -> None:
    city = Place(zone, {**OPEN, "due": "2026-03-01T00:30:00"})
    for text, soon, overdue in (
        ("2026-02-28T22:29:59", 0, 0),
        ("2026-02-28T22:30:00", 1, 0),
        ("2026-02-28T23:59:59", 1, 0),
        ("2026-03-01T00:00:00", 1, 0),
        ("2026-03-01T00:30:00", 1, 0),
        ("2026-03-01T00:30:01", 0, 1),
        ("2027-01-01T00:00:00", 0, 1),
    ):
        answer = city.at(text)
        assert (answer["due_soon_count"], answer["overdue_open_count"]) == (soon, overdue), text


@pytest.mark.parametrize("fraction", [False, True])
def test_a_fraction_of_a_second_decides_whether_a_case_is_due_soon(fraction: bool) -> None:
    flags = RowFlag.FALLS_DUE | (RowFlag.DUE_FRACTION if fraction else RowFlag(0))
    city = Place(CITY.zone, {**OPEN, "due": "2026-03-01T00:30:00", "flags": flags})
    answers = [city.at(f"2026-02-28T22:{time}")["due_soon_count"] for time in ("29:59", "30:00", "30:01")]
    assert answers == [0, 0 if fraction else 1, 1]
    assert [city.at(f"2026-03-01T00:30:0{n}")["overdue_open_count"] for n in (0, 1)] == [0, 1]


def test_today_and_this_month_begin_anew_at_midnight_of_the_city() -> None:
    city = Place(
        BOSTON, {**OPEN, "reported": "2026-02-28T23:59:59"}, {**OPEN, "reported": "2026-03-01T00:00:00"}
    )
    assert city.at("2026-02-28T23:59:59")["reported_count"] == 0
    assert city.at("2026-03-01T00:00:00")["reported_count"] == 0, "the day of today is a new one"
    assert city.at("2026-03-01T00:00:00", compare=Comparison.PREVIOUS)["comparison"]["reported_count"] == 0
    assert city.at("2026-03-01T00:00:01")["reported_count"] == 1
    assert city.at("2026-03-01T00:00:01")["period"]["from"] == "2026-03-01T00:00:00-05:00"
    start, end, as_of = (unix(text, BOSTON) for text in ("2026-02-01", "2026-04-01", "2026-03-01T00:00:01"))
    period = Period(int(start), int(end))
    months = trend(city.columns, city.city, NAMES, None, as_of=as_of, bucket=Bucket.MONTH, period=period)
    assert [(entry["start"], entry["reported_count"]) for entry in months] == [
        ("2026-02-01T00:00:00-05:00", 1),
        ("2026-03-01T00:00:00-05:00", 1),
    ]


def test_the_ranking_without_a_month_is_that_of_the_month_of_the_clock() -> None:
    settled = {"stage": Stage.CLOSED, "due": "2026-03-31T23:59:59", "ended": "2026-03-31T12:00:00"}
    city = Place(BOSTON, *[{**OPEN, **settled} for _ in range(10)])
    ranks = [
        ranking(city.columns, city.city, NAMES, None, as_of=unix(text, BOSTON))[0]["rank"]
        for text in ("2026-03-31T23:59:59", "2026-04-01T00:00:00", "2026-04-01T00:00:01")
    ]
    assert ranks == [None, None, None]
    month = ranking(city.columns, city.city, NAMES, None, as_of=unix("2026-04-01", BOSTON), month="2026-03")
    assert month[0]["rank"] == 1


@pytest.mark.parametrize(
    ("reported", "before", "after"),
    [
        # 24 hours are 24 hours: on the day of 23 hours they end an hour later by the clock on the wall.
        ("2026-03-07T12:00:00", "2026-03-08T13:00:00", "2026-03-08T13:00:01"),
        ("2026-10-31T12:00:00", "2026-11-01T11:00:00", "2026-11-01T11:00:01"),
        ("2026-02-28T12:00:00", "2026-03-01T12:00:00", "2026-03-01T12:00:01"),
    ],
)
def test_a_public_report_is_unanswered_after_24_hours(reported: str, before: str, after: str) -> None:
    city = Place(BOSTON, {"stage": Stage.REPORTED, "flags": RowFlag(0), "source": 1, "reported": reported})
    period = city.at(after, period=None)
    assert period["response_24h_rate"]["denominator"] == 0, "reported yesterday"
    day = {"period": _day(reported)}
    assert city.at(before, **day)["response_24h_rate"]["denominator"] == 0
    assert city.at(after, **day)["response_24h_rate"]["denominator"] == 1


def _day(text: str) -> Any:
    return Period.day(local_day(int(unix(text, BOSTON)), BOSTON), BOSTON)


def test_the_two_hours_of_due_soon_run_through_a_changed_clock() -> None:
    # On 8 March 2026 the clock of Boston jumps from 02:00 to 03:00, on 1 November from 02:00 to 01:00.
    spring = Place(BOSTON, {**OPEN, "due": "2026-03-08T03:30:00"})
    assert [spring.at(f"2026-03-08T00:{time}")["due_soon_count"] for time in ("29:59", "30:00")] == [0, 1]
    autumn = Place(BOSTON, {**OPEN, "due": "2026-11-01T02:30:00"})
    assert [autumn.at("2026-11-01T01:29:59", fold)["due_soon_count"] for fold in (0, 1)] == [0, 1]
    assert autumn.at("2026-11-01T01:30:00")["due_soon_count"] == 1
    assert [autumn.at("2026-11-01T23:59:59")["period"][end][11:] for end in ("from", "to")] == [
        "00:00:00-04:00",
        "00:00:00-05:00",
    ]


def test_asking_changes_nothing() -> None:
    city = Place(BOSTON, {**OPEN, "due": "2026-03-01T00:30:00"})
    before = {name: column.copy() for name, column in city.columns.items()}
    city.at("2026-03-01T00:30:01")
    assert all(
        np.array_equal(before[name], column, equal_nan=column.dtype.kind == "f")
        for name, column in city.columns.items()
    )
