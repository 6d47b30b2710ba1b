"""Repeated reports: the edges by hand, and random points against a plain double loop."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.domain.duplicates import EARTH_RADIUS_M, duplicates
from data_access.domain.rows import NEVER, NO_NAME, NO_POSITION, Columns, Stage
from tests.data_access.queries.rows import DAY, case, incomplete, row_time, table

LON, LAT = 1_137_000_000, 230_000_000
METRE = 1e7 / (EARTH_RADIUS_M * math.pi / 180)
"""10⁻⁷ degrees of latitude in a metre."""
FIRST = {"lon": LON, "lat": LAT, "subclass": 1, "reported": 0}
EVER = (NEVER + 1, 2**31 - 1)


def repeated(columns: Columns) -> list[bool]:
    return [bool(found) for found in duplicates(columns, *EVER)]


@pytest.mark.parametrize(
    ("second", "repeats"),
    [
        ({}, False),  # the same second: neither is earlier
        ({"reported": 1}, True),
        ({"reported": DAY}, True),
        ({"reported": DAY + 1}, False),
        ({"reported": 1, "lat": LAT + int(49.99 * METRE)}, True),
        ({"reported": 1, "lat": LAT + int(50.01 * METRE)}, False),
        ({"reported": 1, "lon": LON + int(49.99 * METRE / math.cos(math.radians(23)))}, True),
        ({"reported": 1, "lon": LON + int(50.01 * METRE / math.cos(math.radians(23)))}, False),
        ({"reported": 1, "subclass": 2}, False),
        ({"reported": 1, "subclass": NO_NAME}, False),
        ({"reported": 1, "lon": NO_POSITION, "lat": NO_POSITION}, False),
    ],
)
def test_a_second_report_repeats_the_first_one(second: dict[str, int], repeats: bool) -> None:
    assert repeated(table(case(**FIRST), case(**{**FIRST, **second}))) == [False, repeats]


@pytest.mark.parametrize(("ended", "repeats"), [(99, False), (100, False), (101, True)])
def test_the_earlier_case_must_still_be_open(ended: int, repeats: bool) -> None:
    columns = table(case(Stage.CLOSED, **FIRST, ended=ended), case(**{**FIRST, "reported": 100}))
    assert repeated(columns) == [False, repeats]


def test_cases_without_subclass_repeat_nothing_and_cases_without_report_are_repeated_by_none() -> None:
    assert repeated(table(*[case(**{**FIRST, "subclass": NO_NAME, "reported": at}) for at in (0, 1)])) == [
        False,
        False,
    ]
    assert repeated(table(incomplete(**FIRST), case(**{**FIRST, "reported": 1}))) == [False, False]


def test_an_earlier_case_before_the_period_counts_and_is_not_counted() -> None:
    columns = table(case(**FIRST), case(**{**FIRST, "reported": 10}), case(**{**FIRST, "reported": 20}))
    assert duplicates(columns, row_time(10), row_time(20)).tolist() == [False, True, False]


@given(st.integers(0, 2**32 - 1), st.integers(0, 60))
def test_random_points_agree_with_a_double_loop(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    rows = [
        case(
            lon=LON + int(x),
            lat=LAT + int(y),
            subclass=int(subclass),
            reported=int(at),
            ended=int(at + stay),
        )
        for x, y, subclass, at, stay in zip(
            rng.integers(0, 3000, count),
            rng.integers(0, 3000, count),
            rng.integers(0, 2, count),
            rng.integers(0, 2 * DAY, count),
            rng.integers(0, DAY, count),
            strict=True,
        )
    ]
    columns = table(*rows)
    assert repeated(columns) == double_loop(columns)


def double_loop(columns: Columns) -> list[bool]:
    cases = list(
        zip(
            *(columns[name].tolist() for name in ("subclass", "reported", "ended", "lon", "lat")), strict=True
        )
    )
    return [
        any(
            subclass == other
            and 0 < at - earlier <= DAY
            and ended > at
            and metres(lon, lat, other_lon, other_lat) <= 50
            for other, earlier, ended, other_lon, other_lat in cases
        )
        for subclass, at, _, lon, lat in cases
    ]


def metres(lon: int, lat: int, other_lon: int, other_lat: int) -> float:
    """Great-circle distance."""
    one, two = math.radians(lat / 1e7), math.radians(other_lat / 1e7)
    half = (
        math.sin((two - one) / 2) ** 2
        + math.cos(one) * math.cos(two) * math.sin(math.radians(other_lon - lon) / 2e7) ** 2
    )
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(half))


@pytest.mark.parametrize(
    ("first", "second", "repeats"),
    [
        ({"reported_us": 1}, {"reported_us": 2}, [False, True]),
        ({"reported_us": 2}, {"reported_us": 1}, [True, False]),  # the row that stands first came later
        ({"reported_us": 5}, {"reported_us": 5}, [False, False]),
        ({}, {"reported": DAY, "reported_us": 1}, [False, False]),
        ({"reported_us": 1}, {"reported": DAY, "reported_us": 1}, [False, True]),
        ({"ended": 7, "ended_us": 1}, {"reported": 7}, [False, True]),
        ({"ended": 7, "ended_us": 1}, {"reported": 7, "reported_us": 1}, [False, False]),
        ({"ended": 7, "ended_us": 2}, {"reported": 7, "reported_us": 1}, [False, True]),
    ],
)
def test_fractions_of_a_second_decide(
    first: dict[str, int], second: dict[str, int], repeats: list[bool]
) -> None:
    assert repeated(table(case(**{**FIRST, **first}), case(**{**FIRST, **second}))) == repeats
