"""Figures beside those of an earlier period: what that period itself would have answered."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.domain.areas import AreaLevel
from data_access.domain.comparison import Comparison
from data_access.domain.indicators import PERIOD_INDICATORS
from data_access.domain.period import Period, parse_time
from data_access.domain.scope import Scope
from data_access.queries.categories import categories
from data_access.queries.groups import Category
from data_access.queries.overview import overview
from data_access.queries.trend import Bucket, trend
from tests.data_access.queries.rows import CITY, DAY, HOUR, MIDNIGHT, NAMES, NOON, case, random_columns, table
from tests.data_access.queries.test_sums import columns_of, totals

TODAY = Period(MIDNIGHT, MIDNIGHT + DAY)


def period_of(part: dict[str, Any]) -> Period:
    return Period(*(parse_time(part["period"][end], CITY.zone) for end in ("from", "to")))


@settings(max_examples=30)
@given(st.integers(0, 2**32 - 1), st.sampled_from(Comparison), st.integers(-2 * DAY, 2 * DAY))
def test_the_compared_figures_are_those_of_the_compared_period(
    seed: int, compare: Comparison, at: int
) -> None:
    columns = random_columns(np.random.default_rng(seed), 150)
    scope = Scope(areas=((AreaLevel.TOWN, 0),))
    as_of = MIDNIGHT + at
    asked = overview(columns, CITY, NAMES, None, as_of=as_of, period=TODAY, scope=scope, compare=compare)[
        "comparison"
    ]
    assert asked["basis"] == compare.value
    alone = overview(columns, CITY, NAMES, None, as_of=as_of, period=period_of(asked), scope=scope)
    assert {name: asked[name] for name in PERIOD_INDICATORS} == {
        name: alone[name] for name in PERIOD_INDICATORS
    }
    assert set(asked) == {"basis", "period", *PERIOD_INDICATORS}


@pytest.mark.parametrize("by", Category)
def test_compared_categories_add_up_to_the_compared_overview(by: Category) -> None:
    columns = random_columns(np.random.default_rng(3), 300)
    common: dict[str, Any] = {"as_of": NOON, "period": TODAY, "compare": Comparison.PREVIOUS}
    rows = categories(columns, CITY, NAMES, None, by=by, **common)
    whole = overview(columns, CITY, NAMES, None, **common)["comparison"]
    assert totals([row["comparison"] for row in rows], PERIOD_INDICATORS) == totals(
        [whole], PERIOD_INDICATORS
    )
    assert all(row["comparison"]["period"] == whole["period"] for row in rows)


@settings(max_examples=30)
@given(st.integers(0, 2**32 - 1), st.sampled_from(Comparison), st.sampled_from(Bucket))
def test_compared_buckets_add_up_to_the_compared_overview(
    seed: int, compare: Comparison, bucket: Bucket
) -> None:
    columns = columns_of(seed)
    common: dict[str, Any] = {"as_of": NOON, "period": Period(MIDNIGHT - 3 * DAY, MIDNIGHT + DAY)}
    rows = trend(columns, CITY, NAMES, None, bucket=bucket, compare=compare, **common)
    whole = overview(columns, CITY, NAMES, None, compare=compare, **common)["comparison"]
    assert totals([row["comparison"] for row in rows], PERIOD_INDICATORS) == totals(
        [whole], PERIOD_INDICATORS
    )


def test_an_hour_is_compared_with_the_same_hour_of_the_day_before() -> None:
    columns = table(*[case(reported=at) for at in (HOUR, HOUR - DAY, HOUR + 1 - DAY, 13 * HOUR - DAY)])
    rows = trend(
        columns, CITY, NAMES, None, as_of=NOON, period=TODAY, bucket=Bucket.HOUR, compare=Comparison.PREVIOUS
    )
    assert [row["reported_count"] for row in rows[:3]] == [0, 1, 0]
    assert [row["comparison"]["reported_count"] for row in rows[:3]] == [0, 2, 0]
    assert rows[1]["comparison"]["start"] == "2024-03-03T01:00:00+08:00"
    assert sum(row["comparison"]["reported_count"] for row in rows) == 2, "cut at the same time of day"
