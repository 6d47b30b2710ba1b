"""Order, intervals and shades of towns."""

from datetime import date
from typing import Any

import pytest

from dashboard.i18n.load import load_text
from data_access.domain.city import City
from data_access.domain.indicators import INDICATORS
from layouts.definitions import definition_words
from layouts.review.figures import changed
from layouts.review.filters.chosen import Filters
from layouts.review.overview.choice import Choice
from layouts.review.overview.steps import steps_for
from layouts.review.overview.towns import by_indicator, by_score

FILTERS = Filters.read("period=2026-10", date(2026, 11, 24))


def ratio(numerator: int, denominator: int) -> dict[str, Any]:
    value = numerator / denominator if denominator else None
    return {"value": value, "numerator": numerator, "denominator": denominator}


def entries(city: City, rates: list[tuple[int, int]], before: list[tuple[int, int]]) -> list[dict[str, Any]]:
    return [
        {
            "code": town.code,
            "rework_rate": ratio(*rate),
            "filed_count": rate[1],
            "comparison": {"rework_rate": ratio(*earlier)},
        }
        for town, rate, earlier in zip(city.tree.towns, rates, before, strict=False)
    ]


def test_where_less_is_better_the_least_is_first_and_too_few_are_not_ranked(city_dongguan: City) -> None:
    found = by_indicator(
        city_dongguan,
        Choice(FILTERS, "rework_rate"),
        entries(
            city_dongguan, [(5, 100), (1, 100), (0, 9), (1, 100)], [(1, 100), (5, 100), (0, 0), (2, 100)]
        ),
    )
    assert [(row.rank, row.change) for row in found] == [(1, 2), (1, 1), (3, -2), (None, None)]
    assert all(row.interval and row.interval[0] <= (row.value or 0) <= row.interval[1] for row in found)


def test_cases_of_no_town_take_no_place(city_dongguan: City) -> None:
    given = entries(city_dongguan, [(5, 100), (1, 100)], [(1, 100), (5, 100)])
    nowhere = {
        **given[0],
        "code": "",
        "rework_rate": ratio(0, 100),
        "comparison": {"rework_rate": ratio(3, 100)},
    }
    found = by_indicator(city_dongguan, Choice(FILTERS, "rework_rate"), [*given, nowhere])
    assert [(row.rank, row.change) for row in found] == [(1, 1), (2, -1)]


def test_actions_over_cases_have_no_interval_when_there_are_more_of_them(city_dongguan: City) -> None:
    rows = by_indicator(
        city_dongguan, Choice(FILTERS, "rework_rate"), entries(city_dongguan, [(30, 20)], [(0, 0)])
    )
    assert rows[0].interval is None


def test_counts_are_shaded_by_area(city_dongguan: City) -> None:
    rows = by_indicator(
        city_dongguan, Choice(FILTERS, "filed_count"), entries(city_dongguan, [(0, 500)], [(0, 0)])
    )
    assert rows[0].shade == pytest.approx(500 / city_dongguan.tree.towns[0].area_km2)


def test_scores_keep_what_the_evaluation_says(city_dongguan: City) -> None:
    towns = city_dongguan.tree.towns
    names = ("rank", "change", "score", "grade", "score_interval")
    given = (
        (2, -1, 80.0, "良好", [70.0, 85.0]),
        (1, None, 95.0, "优秀", [90.0, 99.0]),
        (None, None, None, None, None),
    )
    objects = [
        {"code": town.code, **dict(zip(names, values, strict=True))}
        for town, values in zip(towns, given, strict=False)
    ]
    rows = by_score(city_dongguan, {"objects": objects}, [])
    assert [(row.area.code, row.rank, row.grade) for row in rows] == [
        (towns[1].code, 1, "优秀"), (towns[0].code, 2, "良好"), (towns[2].code, None, ""),
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", INDICATORS)
def test_every_indicator_has_a_definition_and_steps(name: str, language: str) -> None:
    assert all(definition_words(load_text(language), name))
    steps = steps_for(name, [0.0, 0.5, None, 3.0, 12.0, 40.0, 41.0, 900.0])
    places = {steps.of(value) for value in (0.0, 0.5, 3.0, 40.0, 900.0)}
    assert max(places) <= len(steps.edges)
    assert len(steps.words(load_text(language))) == len(steps.edges) + 1


@pytest.mark.parametrize(
    ("name", "now", "before", "judged"),
    [
        ("closing_rate", 0.9, 0.8, "good"),
        ("closing_rate", 0.8, 0.9, "bad"),
        ("rework_rate", 0.1, 0.2, "good"),
        ("filed_count", 10.0, 20.0, ""),
        ("closing_rate", 0.9, 0.9, ""),
    ],
)
def test_a_change_is_judged_only_where_a_direction_is_good(
    name: str, now: float, before: float, judged: str
) -> None:
    found = changed(load_text("zh"), name, now, before)
    assert found is not None
    assert found.judged == judged
    assert changed(load_text("zh"), name, now, None) is None
