"""Periods and filters of the address: what they mean, and that they come back as they were."""

from datetime import date

import pytest

from data_access.domain.comparison import Comparison
from layouts.review.filters.chosen import BadFilters, Filters
from layouts.review.filters.days import BadDays, Days

TODAY = date(2026, 11, 24)
"""A Tuesday."""


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("today", "2026-11-24", "2026-11-24"),
        ("yesterday", "2026-11-23", "2026-11-23"),
        ("week", "2026-11-23", "2026-11-29"),
        ("last-week", "2026-11-16", "2026-11-22"),
        ("month", "2026-11-01", "2026-11-30"),
        ("last-month", "2026-10-01", "2026-10-31"),
        ("13-months", "2025-11-01", "2026-11-30"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026-03-05..2026-04-01", "2026-03-05", "2026-04-01"),
    ],
)
def test_a_period_is_whole_days(name: str, first: str, last: str) -> None:
    days = Days.read(name, TODAY)
    assert (days.first.isoformat(), days.last.isoformat()) == (first, last)
    assert days.options()["from"] == first


@pytest.mark.parametrize(
    "name", ["", "2026-13", "2026-04-01..2026-03-05", "0001-01", "x", "2026-1", "..", "２０２６-01"]
)
def test_a_period_that_makes_no_sense_is_refused(name: str) -> None:
    with pytest.raises(BadDays):
        Days.read(name, TODAY)


@pytest.mark.parametrize(
    ("name", "compare", "basis"),
    [
        ("month", "previous", Comparison.MONTH),
        ("2026-02", "previous", Comparison.MONTH),
        ("2026-02-01..2026-02-28", "previous", Comparison.MONTH),
        ("13-months", "previous", Comparison.YEAR),
        ("week", "previous", Comparison.PREVIOUS),
        ("today", "previous", Comparison.PREVIOUS),
        ("today", "week", Comparison.WEEK),
        ("month", "year", Comparison.YEAR),
        ("month", "none", None),
    ],
)
def test_before_a_month_is_the_month_before(name: str, compare: str, basis: Comparison | None) -> None:
    assert Days.read(name, TODAY).basis(compare) is basis


@pytest.mark.parametrize(
    "query",
    [
        "",
        "period=2026-10",
        "period=today&area=441900121%2C441900003&compare=week",
        "class=E01&stage=closed",
        "polygon=113.70000%2C23.00000%2C113.80000%2C23.00000%2C113.80000%2C23.10000",
    ],
)
def test_filters_come_back_as_they_were(query: str) -> None:
    filters = Filters.read(f"?{query}&lang=en", TODAY)
    assert Filters.read(filters.query(), TODAY) == filters


def test_an_unknown_comparison_is_refused() -> None:
    with pytest.raises(BadFilters):
        Filters.read("compare=never", TODAY)
