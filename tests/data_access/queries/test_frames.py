"""DataFrames hold the figures of the answers, typed; empty answers have the same columns."""

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data_access.domain.comparison import Comparison
from data_access.domain.indicators import INDICATORS, PERIOD_INDICATORS
from data_access.domain.period import Period
from data_access.queries.categories import categories
from data_access.queries.centres import centres
from data_access.queries.frames import (
    cases_frame,
    categories_frame,
    centres_frame,
    heat_frame,
    overview_frame,
    ranking_frame,
    trend_frame,
)
from data_access.queries.groups import Category
from data_access.queries.heat import heat
from data_access.queries.overview import overview
from data_access.queries.ranking import ranking
from data_access.queries.trend import trend
from tests.data_access.queries.rows import CITY, DAY, MIDNIGHT, NAMES, NOON, random_columns

COLUMNS = random_columns(np.random.default_rng(5), 300)
ZONE = CITY.zone
WEEK: dict[str, Any] = {"as_of": NOON, "period": Period(MIDNIGHT - 6 * DAY, MIDNIGHT + DAY)}


def assert_figures(frame: pd.DataFrame, entries: list[dict[str, Any]], prefix: str = "") -> None:
    """The frame's columns equal the entries, value by value."""
    for place, entry in enumerate(entries):
        for name, value in entry.items():
            if name not in INDICATORS:
                continue
            found = frame[f"{prefix}{name}"].iloc[place]
            if isinstance(value, dict):
                for part in ("numerator", "denominator"):
                    assert frame[f"{prefix}{name}_{part}"].iloc[place] == value[part]
                value = value["value"]
            assert found == value or (value is None and math.isnan(found))


def test_the_overview_is_one_row() -> None:
    answer = overview(COLUMNS, CITY, NAMES, None, **WEEK, compare=Comparison.WEEK)
    frame = overview_frame(answer, ZONE)
    assert list(frame.index) == ["44"]
    assert_figures(frame, [answer])
    assert_figures(frame, [answer["comparison"]], "compared_")
    assert frame["reported_count"].dtype == np.int64
    assert frame["closing_rate"].dtype == np.float64


@pytest.mark.parametrize("by", [Category.CLASS, Category.VILLAGE])
def test_categories_stand_under_their_code(by: Category) -> None:
    answer = categories(COLUMNS, CITY, NAMES, None, by=by, **WEEK)
    frame = categories_frame(answer, ZONE)
    assert list(frame.index) == [entry["code"] for entry in answer]
    assert list(frame["name"]) == [entry["name"] for entry in answer]
    assert_figures(frame, answer)
    assert frame["reported_count"].sum() == overview(COLUMNS, CITY, NAMES, None, **WEEK)["reported_count"]


def test_trends_have_an_index_in_the_time_of_the_city() -> None:
    answer = trend(COLUMNS, CITY, NAMES, None, **WEEK, compare=Comparison.WEEK)
    frame = trend_frame(answer, ZONE)
    assert [time.isoformat() for time in frame.index] == [entry["start"] for entry in answer]
    assert [t.isoformat() for t in frame["compared_start"]] == [e["comparison"]["start"] for e in answer]
    assert_figures(frame, answer)
    assert_figures(frame, [entry["comparison"] for entry in answer], "compared_")
    assert set(INDICATORS) - set(frame.columns) == set(INDICATORS) - set(PERIOD_INDICATORS)
    empty = trend_frame([], ZONE)
    assert len(empty) == 0


def test_centres_ranking_and_heat_have_frames() -> None:
    desks = centres(COLUMNS, CITY, NAMES, None, as_of=NOON)
    frame = centres_frame(desks, ZONE)
    assert list(frame["open_count"]) == [entry["open_count"] for entry in desks]
    assert list(frame["stage_filed"]) == [entry["stages"]["filed"] for entry in desks]
    assert list(frame["direct_open_count"]) == [entry["direct"]["open_count"] for entry in desks]
    ranked = ranking(COLUMNS, CITY, NAMES, None, as_of=NOON)
    order = ranking_frame(ranked, ZONE)
    assert [None if pd.isna(rank) else rank for rank in order["rank"]] == [entry["rank"] for entry in ranked]
    assert list(order["closing_rate_denominator"]) == [
        entry["indicators"]["closing_rate"]["denominator"] for entry in ranked
    ]
    cells = heat(COLUMNS, CITY, NAMES, None, **WEEK)
    heated = heat_frame(cells, ZONE)
    assert heated["count"].to_dict() == {cell["cell"]: cell["count"] for cell in cells["cells"]}


def test_cases_stand_under_their_id_with_times() -> None:
    entry = {"case_id": "C1", "stage": "filed", "reported_at": "2024-03-04T10:00:00+08:00", "due_at": None}
    frame = cases_frame({"cases": [entry]}, ZONE)
    assert list(frame.index) == ["C1"]
    assert frame["reported_at"].iloc[0].isoformat() == "2024-03-04T10:00:00+08:00"
    assert pd.isna(frame["due_at"].iloc[0])
    assert len(cases_frame({"cases": []}, ZONE)) == 0
