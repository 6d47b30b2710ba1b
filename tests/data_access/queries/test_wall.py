"""The wall's snapshot: equal to the review queries, and to itself on the recent rows alone."""

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.domain.areas import AreaLevel
from data_access.domain.period import Period
from data_access.domain.rows import NEVER, RowFlag, Stage
from data_access.domain.scope import Scope
from data_access.queries.centres import centres
from data_access.queries.overview import overview
from data_access.queries.ranking import ranking
from data_access.queries.trend import Bucket, trend
from data_access.queries.wall import wall_snapshot
from tests.data_access.queries.rows import (
    CITY,
    DAY,
    HOUR,
    MIDNIGHT,
    MINUTE,
    NAMES,
    NOON,
    case,
    random_columns,
    table,
)

WEEK = 7 * DAY


def snapshot(*rows: Any, as_of: float = NOON) -> dict[str, Any]:
    return wall_snapshot(table(*rows), CITY, NAMES, None, as_of)


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1), st.integers(0, DAY - 1))
def test_figures_are_those_of_the_review_queries(seed: int, second: int) -> None:
    columns = random_columns(np.random.default_rng(seed), 150)
    as_of = MIDNIGHT + second
    wall = wall_snapshot(columns, CITY, NAMES, None, as_of)
    now = overview(columns, CITY, NAMES, None, as_of=as_of)
    before = overview(
        columns, CITY, NAMES, None, as_of=as_of, period=Period(MIDNIGHT - WEEK, MIDNIGHT - WEEK + second)
    )
    kpis = wall["kpis"]
    for name in ("reported", "filed", "closed"):
        assert kpis[name]["value"] == now[f"{name}_count"]
        assert kpis[name]["last_week"] == before[f"{name}_count"]
    for name in ("closing_rate", "on_time_disposal_rate"):
        assert {part: kpis[name][part] for part in ("value", "numerator", "denominator")} == now[name]
    # The closing rate of last week leaves out what has been closed since: see the test of its own.
    assert kpis["on_time_disposal_rate"]["last_week"] == before["on_time_disposal_rate"]["value"]
    assert kpis["overdue"]["value"] == wall["centre"]["overdue"] == now["overdue_open_count"]
    assert wall["centre"]["open"] == now["open_count"]
    assert wall["centre"]["due_soon"] == now["due_soon_count"]
    assert wall["centre"]["direct"] + wall["centre"]["children_open"] == now["open_count"]
    assert sum(step["waiting"] or 0 for step in wall["steps"].values()) == now["open_count"]
    assert wall["steps"]["dispatch"]["rate"] == now["on_time_dispatch_rate"]
    assert wall["steps"]["rate"]["rate"] == now["satisfied_rate"]
    for row in centres(columns, CITY, NAMES, None, as_of=as_of):
        town = wall["children"][row["code"]]
        assert town["open"] == row["open_count"]
        assert town["overdue"] == row["overdue_open_count"]
        assert town["due_soon"] == row["due_soon_count"]
    hours = trend(columns, CITY, NAMES, None, as_of=as_of, bucket=Bucket.HOUR)
    assert [value for value in wall["hours"]["today"] if value is not None] == [
        row["reported_count"] for row in hours
    ]
    month = Period(MIDNIGHT - 30 * DAY, MIDNIGHT)
    days = trend(columns, CITY, NAMES, None, as_of=as_of, bucket=Bucket.DAY, period=month)
    assert wall["days"]["filed"] == [row["filed_count"] for row in days]
    assert wall["days"]["closed"] == [row["closed_count"] for row in days]
    shown = ranking(columns, CITY, NAMES, None, as_of=as_of, month=wall["ranking"]["month"])
    assert [(row["code"], row["rank"], row["change"]) for row in wall["ranking"]["rows"]] == [
        (row["code"], row["rank"], row["change"]) for row in shown
    ]
    orjson.dumps(wall)


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1), st.integers(0, DAY - 1))
def test_courses_run_to_the_figure_of_now(seed: int, second: int) -> None:
    columns = random_columns(np.random.default_rng(seed), 150)
    wall = wall_snapshot(columns, CITY, NAMES, None, MIDNIGHT + second)
    for name, kpi in wall["kpis"].items():
        if name == "staff_on_duty":
            continue
        assert len(kpi["spark"]) == len(kpi["spark_last_week"]) == 25
        begun = -(-second // HOUR) + 1
        assert kpi["spark"][begun:] == [None] * (25 - begun)
        assert kpi["spark"][begun - 1] == pytest.approx(kpi["value"], abs=1e-4)


def test_levels_through_the_day_follow_the_times_of_the_cases() -> None:
    wall = snapshot(
        # Overdue from 02:30 to 05:30, then disposed.
        case(
            Stage.DISPOSED,
            RowFlag.FALLS_DUE,
            reported=0,
            filed=1,
            first_dispatched=HOUR + 1,
            due=2 * HOUR + 30 * MINUTE,
            disposed=5 * HOUR + 30 * MINUTE,
        ),
        # Overdue since 08:00, still at work; the same weekday last week knows nothing of it.
        case(
            Stage.DISPATCHED,
            RowFlag.FALLS_DUE,
            reported=0,
            filed=1,
            first_dispatched=3 * HOUR + 1,
            due=8 * HOUR,
        ),
        # A case of last week, overdue from 06:00 to 13:00.
        case(
            Stage.CLOSED,
            RowFlag.FALLS_DUE,
            reported=-WEEK,
            filed=-WEEK,
            first_dispatched=-WEEK,
            due=-WEEK + 6 * HOUR,
            disposed=-WEEK + 13 * HOUR,
            ended=-WEEK + 14 * HOUR,
        ),
    )
    overdue = wall["kpis"]["overdue"]
    assert overdue["spark"] == [0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1, 1] + [None] * 12
    assert overdue["spark_last_week"] == [0] * 7 + [1] * 7 + [0] * 11
    assert (overdue["value"], overdue["last_week"]) == (1, 1)
    disposal = wall["kpis"]["in_disposal"]
    assert disposal["spark"][:7] == [0, 0, 1, 1, 2, 2, 1]
    assert disposal["value"] == 1


def test_hours_not_begun_are_null() -> None:
    wall = snapshot(case(reported=HOUR), case(reported=12 * HOUR + 1), as_of=NOON + 2)
    assert wall["hours"]["today"] == [0, 1] + [0] * 10 + [1] + [None] * 11
    assert wall["kpis"]["reported"]["spark"][:2] == [0, 0]
    assert wall["kpis"]["reported"]["spark"][12:15] == [1, 2, None]


def test_the_ticker_shows_the_newest_reports_and_hides_what_is_not_yet_told() -> None:
    rows = [
        case(Stage.REPORTED, RowFlag.URGENT, reported=at, lon=1_137_100_000, lat=230_100_000)
        for at in range(20)
    ]
    wall = snapshot(*rows, case(reported=13 * HOUR), case(reported=NEVER))
    assert [entry["at"] - MIDNIGHT for entry in wall["ticker"]] == list(range(19, 7, -1))
    first = wall["ticker"][0]
    assert len({entry["id"] for entry in wall["ticker"]}) == 12
    del first["id"], first["at"]
    assert first == {
        "class": "E01",
        "subclass": "E0101",
        "town": "441",
        "village": "44101",
        "grid": "4410101",
        "source": "collector",
        "urgent": True,
        "lon": 113.71,
        "lat": 23.01,
    }


def test_a_report_without_place_or_subclass_is_shown_without() -> None:
    entry = snapshot(case(reported=1, town=65535, village=65535, grid=65535, subclass=65535))["ticker"][0]
    assert {entry[name] for name in ("town", "village", "grid", "subclass", "lon", "lat")} == {None}
    assert snapshot(case(reported=1, subclass=4))["ticker"][0]["subclass"] == "E0199"


def test_subclasses_are_those_filed_today_beside_last_week() -> None:
    wall = snapshot(
        case(Stage.FILED, filed=1, subclass=2),
        case(Stage.FILED, filed=2, subclass=2),
        case(Stage.FILED, filed=3, subclass=4),
        case(Stage.FILED, filed=3 - WEEK, subclass=2),
        case(Stage.FILED, filed=13 * HOUR - WEEK, subclass=2),
        case(Stage.FILED, filed=1, subclass=65535),
    )
    assert wall["subclasses"] == [
        {"code": "E0102", "count": 2, "last_week": 1},
        {"code": "E0199", "count": 1, "last_week": 0},
    ]


def test_the_fullest_villages_have_at_least_five_open_cases() -> None:
    rows = [
        case(reported=-DAY, village=village, town=village // 2) for village in (0, 0, 0, 0, 1, 1, 1, 1, 1)
    ]
    villages = snapshot(*rows)["fullest"]
    assert [(row["code"], row["open"], row["load"]) for row in villages] == [("44102", 5, 83.33)]
    assert villages[0]["oldest_at"] == MIDNIGHT - DAY


def test_staff_on_duty_is_summed_up_from_the_lowest_level() -> None:
    on_duty = np.array([0, 1, 2, 3, 0, 0, 0, 4], dtype=np.uint16)
    rows = table(*[case(reported=1, town=town, village=2 * town) for town in (0, 0, 0, 1)])
    wall = wall_snapshot(rows, CITY, NAMES, on_duty, NOON)
    assert wall["kpis"]["staff_on_duty"]["value"] == wall["centre"]["staff"] == 10
    assert wall["kpis"]["staff_on_duty"]["roster"] == wall["centre"]["roster"] == 24
    assert wall["centre"]["load"] == 40.0
    assert [wall["children"][code]["load"] for code in ("441", "442")] == [50.0, 25.0]
    villages = centres(rows, CITY, NAMES, on_duty, as_of=NOON, level=AreaLevel.VILLAGE)
    assert [row["staff_on_duty"] for row in villages] == [1, 5, 0, 4]
    assert [row["load_per_staff"] for row in villages] == [3.0, 0.0, None, 0.0]


def test_cases_older_than_a_year_are_told() -> None:
    rows = [case(reported=at) for at in (-366 * DAY, -364 * DAY, 0)]
    assert snapshot(*rows)["centre"]["aged"] == 1


def test_heat_is_that_of_the_last_24_hours() -> None:
    rows = [case(reported=at, cell=7) for at in (-13 * HOUR, -12 * HOUR, 0, 12 * HOUR)]
    assert snapshot(*rows)["heat"] == {"layer": "reported", "hours": 24, "cells": {"7": 2}}


def test_the_month_before_is_ranked_until_half_of_the_towns_can_be() -> None:
    late = {"due": -10 * DAY, "disposed": -10 * DAY}
    rows = [case(Stage.CLOSED, RowFlag.FALLS_DUE, town=town, **late) for town in (0, 1) for _ in range(10)]
    assert snapshot(*rows)["ranking"]["month"] == "2024-02"
    more = [case(Stage.CLOSED, RowFlag.FALLS_DUE, town=0, due=0, disposed=0) for _ in range(10)]
    ranked = snapshot(*rows, *more)["ranking"]
    assert ranked["month"] == "2024-03"
    assert [(row["code"], row["rank"], row["change"]) for row in ranked["rows"]] == [
        ("441", 1, 0),
        ("442", None, None),
    ]
    assert ranked["rows"][0]["low"] == pytest.approx(0.7225, abs=1e-4)


def test_an_empty_city_has_a_snapshot() -> None:
    wall = snapshot()
    assert wall["kpis"]["closing_rate"]["value"] is None
    assert wall["ticker"] == wall["fullest"] == wall["subclasses"] == []
    orjson.dumps(wall)


def test_a_city_of_two_levels_and_another_clock_has_its_wall() -> None:
    tree = replace(CITY.tree, villages=(), grids=(), aliases={})
    city = replace(CITY, tree=tree, zone=ZoneInfo("America/New_York"))
    nowhere = {"village": 65535, "grid": 65535}
    columns = table(case(reported=0, **nowhere), case(reported=HOUR, town=65535, **nowhere))
    wall = wall_snapshot(columns, city, NAMES, np.array([3, 0], dtype=np.uint16), NOON)
    assert wall["fullest"] == []
    assert wall["centre"]["direct"] == 1
    assert wall["children"]["441"]["load"] == 33.33
    # Noon in China is the evening before in New York, where both reports fall on one day.
    assert wall["kpis"]["reported"]["value"] == 2
    assert wall["hours"]["today"][11:13] == [1, 1]
    rows = ranking(columns, city, NAMES, None, as_of=NOON, scope=Scope(areas=((AreaLevel.TOWN, 0),)))
    assert [row["code"] for row in rows] == ["441"]


def test_the_closing_rate_of_last_week_counts_what_was_closed_by_the_same_time() -> None:
    def settled(days: int, disposed: int, ended: int) -> Any:
        return case(
            Stage.CLOSED,
            RowFlag.FALLS_DUE,
            reported=days,
            filed=days,
            due=days + 20 * HOUR,
            disposed=days + disposed,
            ended=days + ended,
        )

    wall = snapshot(
        settled(0, HOUR, 2 * HOUR),
        # Both settled before noon last week, one of them closed only in the afternoon.
        settled(-WEEK, HOUR, 2 * HOUR),
        settled(-WEEK, HOUR, 15 * HOUR),
    )
    closing = wall["kpis"]["closing_rate"]
    assert (closing["value"], closing["last_week"]) == (1.0, 0.5)
    assert closing["spark_last_week"][3] == 0.5
    assert closing["spark_last_week"][-1] == 1.0
