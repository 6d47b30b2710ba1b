"""Figures add up: areas, categories and buckets to the overview, whatever the rows."""

import itertools
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.domain.areas import NO_AREA, AreaLevel
from data_access.domain.indicators import INDICATORS, PERIOD_INDICATORS
from data_access.domain.period import Period
from data_access.domain.rows import Columns
from data_access.domain.scope import Scope
from data_access.domain.taxonomy import SOURCES
from data_access.queries.areas import area_indicators
from data_access.queries.categories import categories
from data_access.queries.centres import centres
from data_access.queries.groups import Category
from data_access.queries.heat import HeatLayer, heat
from data_access.queries.overview import overview
from data_access.queries.ranking import ranking
from data_access.queries.staffing import staff_of
from data_access.queries.trend import Bucket, trend
from tests.data_access.queries.rows import CITY, DAY, MIDNIGHT, NAMES, random_columns

AS_OF = MIDNIGHT + DAY // 2
WEEK = Period(MIDNIGHT - 6 * DAY, MIDNIGHT + DAY)
NUMBERS = {"disposal_seconds_median", "disposal_seconds_p90", "satisfaction_mean", "load_per_staff"}


def columns_of(seed: int) -> Columns:
    rng = np.random.default_rng(seed)
    return random_columns(rng, int(rng.integers(0, 200)))


def whole(columns: Columns, scope: Scope | None = None, period: Period = WEEK) -> dict[str, Any]:
    return overview(columns, CITY, NAMES, None, as_of=AS_OF, scope=scope or Scope(), period=period)


def totals(rows: list[dict[str, Any]], names: tuple[str, ...] = tuple(INDICATORS)) -> dict[str, Any]:
    """Sums of the counts, numerators and denominators of some rows."""
    result: dict[str, Any] = {}
    for name in names:
        if name in NUMBERS:
            continue
        values = [row[name] for row in rows]
        if INDICATORS[name].kind == "ratio":
            result[name] = tuple(
                sum(value[part] for value in values) for part in ("numerator", "denominator")
            )
        else:
            result[name] = sum(values)
    return result


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1))
def test_children_add_up_to_their_parent(seed: int) -> None:
    columns = columns_of(seed)
    towns = [whole(columns, Scope(areas=((AreaLevel.TOWN, number),))) for number in (0, 1)]
    villages = [whole(columns, Scope(areas=((AreaLevel.VILLAGE, number),))) for number in range(4)]
    assert totals(towns) == totals(villages)
    assert totals(towns[:1]) == totals(villages[:2])
    nowhere = {name: column[columns["town"] == NO_AREA] for name, column in columns.items()}
    # Whether a case repeats another is told from all rows, those of towns too.
    others = tuple(name for name in INDICATORS if name != "duplicate_rate")
    assert totals([*towns, whole(nowhere)], others) == totals([whole(columns)], others)


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1), st.sampled_from(list(Category)))
def test_categories_add_up_to_the_overview(seed: int, by: Category) -> None:
    columns = columns_of(seed)
    rows = categories(columns, CITY, NAMES, None, as_of=AS_OF, by=by, period=WEEK)
    assert totals(rows) == totals([whole(columns)])
    for number, row in enumerate(rows[: 3 if by == Category.CLASS else 0]):
        alone = whole(columns, Scope(classes=(number,)))
        assert {name: row[name] for name in INDICATORS} == {name: alone[name] for name in INDICATORS}


@settings(max_examples=40)
@given(
    st.integers(0, 2**32 - 1),
    st.sampled_from(list(Bucket)),
    st.integers(-6 * DAY, DAY),
    st.integers(0, 4 * DAY),
)
def test_buckets_add_up_to_the_overview(seed: int, bucket: Bucket, first: int, length: int) -> None:
    columns = columns_of(seed)
    period = Period(MIDNIGHT + first, MIDNIGHT + first + length)
    rows = trend(columns, CITY, NAMES, None, as_of=AS_OF, bucket=bucket, period=period)
    assert totals(rows, PERIOD_INDICATORS) == totals([whole(columns, period=period)], PERIOD_INDICATORS)
    assert all(not set(row) - {"start", *PERIOD_INDICATORS} for row in rows)


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1))
def test_areas_are_the_overviews_of_their_scopes(seed: int) -> None:
    columns = columns_of(seed)
    rows = area_indicators(
        columns, CITY, None, tuple(INDICATORS), as_of=AS_OF, level=AreaLevel.VILLAGE, period=WEEK
    )
    for number, row in enumerate(rows):
        alone = whole(columns, Scope(areas=((AreaLevel.VILLAGE, number),)))
        assert {name: row[name] for name in INDICATORS} == {name: alone[name] for name in INDICATORS}


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1))
def test_centres_agree_with_the_overview(seed: int) -> None:
    columns = columns_of(seed)
    for level in AreaLevel:
        for number, row in enumerate(centres(columns, CITY, NAMES, None, as_of=AS_OF, level=level)):
            alone = whole(columns, Scope(areas=((level, number),)), Period(AS_OF - 3600, AS_OF))
            for name in ("open_count", "overdue_open_count", "due_soon_count", "load_per_staff"):
                assert row[name] == alone[name]
            assert row["arrivals_last_hour"] == alone["reported_count"]
            assert row["closings_last_hour"] == alone["closed_count"]
            assert sum(row["stages"].values()) == row["open_count"]
            assert (row["oldest_open_seconds"] is None) == (row["open_count"] == 0)


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1))
def test_heat_holds_every_placed_case(seed: int) -> None:
    columns = columns_of(seed)
    answer = whole(columns)
    for layer, count in ((HeatLayer.REPORTED, "reported_count"), (HeatLayer.OPEN, "open_count")):
        heated = heat(columns, CITY, NAMES, None, as_of=AS_OF, layer=layer, period=WEEK)
        assert heated["cell_size_m"] == 100
        assert sum(cell["count"] for cell in heated["cells"]) == answer[count]


def test_categories_without_cases_are_listed_and_unknown_codes_keep_their_own() -> None:
    columns = columns_of(1)
    labels = {
        by: [row["code"] for row in categories(columns, CITY, NAMES, None, as_of=AS_OF, by=by)]
        for by in Category
    }
    assert labels[Category.CLASS] == ["C01", "E01", "E02"]
    assert labels[Category.SUBCLASS] == ["C0101", "E0101", "E0102", "E0201", "E0199", ""]
    assert labels[Category.SOURCE] == [source.value for source in SOURCES]
    assert labels[Category.DEPARTMENT] == ["城管", "水务", ""]
    assert labels[Category.TOWN] == ["441", "442", ""]
    assert labels[Category.VILLAGE] == ["44101", "44102", "44201", "44202", ""]


DESK = ("open_count", "due_soon_count", "overdue_open_count")


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1))
def test_a_centre_is_the_sum_of_those_below_it_and_its_own(seed: int) -> None:
    columns = columns_of(seed)
    levels = list(AreaLevel)
    rows = {level: centres(columns, CITY, NAMES, None, as_of=AS_OF, level=level) for level in levels}
    for level, below in itertools.pairwise(levels):
        areas = CITY.tree.at(below)
        for index, row in enumerate(rows[level]):
            children = [child for child, area in zip(rows[below], areas, strict=True) if area.parent == index]
            for name in DESK:
                assert row[name] == row["direct"][name] + sum(child[name] for child in children)
    assert all(row["direct"] == {name: row[name] for name in DESK} for row in rows[AreaLevel.GRID])


def scopes(rng: np.random.Generator) -> Scope:
    """Any areas, classes and sources, some of them nested or twice."""

    def some(values: list[Any]) -> tuple[Any, ...]:
        return tuple(values[i] for i in rng.integers(0, len(values), rng.choice([0, 0, 1, 2, 3])))

    places = [(level, index) for level in AreaLevel for index in range(len(CITY.tree.at(level)))]
    return Scope(
        areas=some(places),
        classes=some([0, 1, 2]),
        subclasses=some([0, 1, 2, 3, 4]),
        sources=some(list(range(9))),
        departments=some([0, 1]),
        within=some(places),
    )


@settings(max_examples=60)
@given(st.integers(0, 2**32 - 1))
def test_any_scope_is_the_sum_of_its_parts_at_every_level_and_by_every_category(seed: int) -> None:
    rng = np.random.default_rng(seed)
    columns = random_columns(rng, 200)
    scope = scopes(rng)
    answer = whole(columns, scope)
    for by in Category:
        rows = categories(columns, CITY, NAMES, None, as_of=AS_OF, by=by, period=WEEK, scope=scope)
        assert totals(rows) == totals([answer]), by
    mask = scope.mask(columns)
    alone = columns if mask is None else {name: column[mask] for name, column in columns.items()}
    others = tuple(name for name in INDICATORS if name not in ("duplicate_rate", *NUMBERS))
    assert {name: answer[name] for name in others} == {
        name: value for name, value in whole(alone).items() if name in others
    }


@settings(max_examples=60)
@given(st.integers(0, 2**32 - 1))
def test_staff_of_overlapping_areas_counts_once(seed: int) -> None:
    rng = np.random.default_rng(seed)
    scope = scopes(rng)
    extent = scope.extent(CITY.tree)
    grids = np.zeros(8, dtype=np.int64)
    for number, grid in enumerate(CITY.tree.grids):
        places = {
            (AreaLevel.CITY, 0),
            (AreaLevel.TOWN, CITY.tree.villages[grid.parent].parent),
            (AreaLevel.VILLAGE, grid.parent),
            (AreaLevel.GRID, number),
        }
        asked, allowed = (not part or bool(places & set(part)) for part in (scope.areas, scope.within))
        grids[number] = asked and allowed
    on_duty = np.arange(8, dtype=np.uint16)
    assert staff_of(CITY.tree, extent, on_duty) == int((grids * on_duty).sum())


def test_the_area_of_several_is_the_smallest_that_holds_them() -> None:
    def area(*places: tuple[AreaLevel, int]) -> tuple[str, list[str]]:
        answer = whole(columns_of(1), Scope(areas=places))
        return answer["area"]["code"], [one["code"] for one in answer.get("areas", [])]

    village, grid, town = AreaLevel.VILLAGE, AreaLevel.GRID, AreaLevel.TOWN
    assert area((village, 0), (village, 1)) == ("441", ["44101", "44102"])
    assert area((village, 0), (grid, 7)) == ("44", ["44101", "4420202"])
    assert area((grid, 0), (grid, 1)) == ("44101", ["4410101", "4410102"])
    assert area((town, 0), (grid, 0)) == ("441", [])
    assert area((AreaLevel.CITY, 0), (grid, 0)) == ("44", [])


def test_a_scope_that_may_not_be_seen_holds_nothing() -> None:
    scope = Scope(areas=((AreaLevel.TOWN, 0),), within=((AreaLevel.TOWN, 1),))
    answer = whole(columns_of(5), scope)
    assert answer["reported_count"] == answer["open_count"] == 0
    assert answer["load_per_staff"] is None
    assert ranking(columns_of(5), CITY, NAMES, None, as_of=AS_OF, scope=scope) == []
