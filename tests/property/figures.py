"""Compares the product's answers with the reference's, question by question."""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from data_access.domain.areas import AreaLevel
from data_access.domain.city import City
from data_access.domain.period import Period
from data_access.domain.polygon import Polygon
from data_access.domain.rows import Columns, Stage
from data_access.domain.scope import Scope
from data_access.domain.taxonomy import SOURCE_INDEX, SOURCES
from data_access.queries.categories import categories
from data_access.queries.centres import centres
from data_access.queries.groups import Category, NameLists
from data_access.queries.heat import HeatLayer, heat
from data_access.queries.overview import overview
from data_access.queries.rhythm import RHYTHM_MEASURES, rhythm
from data_access.queries.trend import Bucket, trend
from tests.reference import answers
from tests.reference.answers import Wanted, World
from tests.reference.streams import moments

NUMBERS = ("satisfaction_mean", "load_per_staff")
"""Ratios that the product answers as a plain number."""


@dataclass
class Product:
    """The product's table, however it came about."""

    columns: Columns
    city: City
    names: NameLists


def same(name: str, found: Any, wanted: Any) -> bool:
    """Whether an indicator of the product equals the reference's."""
    if isinstance(wanted, tuple):
        numerator, denominator = wanted
        value = Fraction(numerator, denominator) if denominator else None
        if name in NUMBERS:
            return close(found, value)
        return (
            found["numerator"] == numerator
            and found["denominator"] == denominator
            and close(found["value"], value)
        )
    if isinstance(wanted, int):
        return bool(found == wanted)
    return close(found, wanted)


def close(found: float | None, wanted: Fraction | None) -> bool:
    """Equal but for the last bits of a double; None equals None only."""
    if found is None or wanted is None:
        return found is None and wanted is None
    return math.isclose(found, wanted, rel_tol=1e-12, abs_tol=1e-9)


def differences(found: dict[str, Any], wanted: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Indicators that differ: name → (product, reference)."""
    return {
        name: (found.get(name), value)
        for name, value in wanted.items()
        if not same(name, found.get(name), value)
    }


def random_filters(rng: random.Random, world: World) -> Wanted:
    """Some filters that the stream can answer, often none."""

    def some(of: list[str]) -> tuple[str, ...]:
        if not of or rng.random() < 0.75:
            return ()
        return tuple(rng.sample(of, min(len(of), rng.choice([1, 1, 2, 3]))))

    tree = world.city.tree
    return Wanted(
        areas=some([area.code for level in AreaLevel for area in tree.at(level)]),
        classes=some([c.code for c in world.city.taxonomy.classes]),
        subclasses=some([s.code for s in world.city.taxonomy.subclasses]),
        sources=some([source.value for source in SOURCES[:4]]),
        departments=some(sorted({case.department for case in world.cases if case.department})),
        stages=some(sorted({case.stage for case in world.cases})),
        drawn=tuple(one for one in (_drawn(rng, world), _drawn(rng, world)) if one),
    )


def _drawn(rng: random.Random, world: World) -> tuple[tuple[float, float], ...]:
    """Corners between places of cases, mostly none: edges may cross, as hands draw them."""
    known = [(place.lon, place.lat) for place in world.places.values() if place.lon and place.lat]
    if len(known) < 3 or rng.random() < 0.75:
        return ()
    return tuple((round(lon, 5), round(lat, 5)) for lon, lat in rng.sample(known, min(len(known), 5)))


def scope_of(wanted: Wanted, product: Product) -> Scope:
    """The product's scope for filters by code."""
    taxonomy = product.city.taxonomy
    departments = list(product.names.departments)

    def indexes(codes: tuple[str, ...], index: Callable[[str], Any]) -> Any:
        return tuple(index(code) for code in codes)

    return Scope(
        areas=indexes(wanted.areas, product.city.tree.find),
        classes=indexes(wanted.classes, taxonomy.class_index),
        subclasses=indexes(wanted.subclasses, taxonomy.subclass_index),
        sources=indexes(wanted.sources, SOURCE_INDEX.__getitem__),
        departments=indexes(wanted.departments, departments.index),
        stages=indexes(wanted.stages, lambda name: int(Stage[name])),
        drawn=tuple(Polygon.read(",".join(f"{lon},{lat}" for lon, lat in one)) for one in wanted.drawn),
    )


Question = tuple[Wanted, datetime, datetime, datetime]


def question(rng: random.Random, world: World) -> Question:
    """Filters, period and clock."""
    return random_filters(rng, world), *moments(rng)


def common(product: Product, asked: Question) -> dict[str, Any]:
    """The arguments that every query of the product takes."""
    wanted, start, end, as_of = asked
    return {
        "as_of": as_of.timestamp(),
        "scope": scope_of(wanted, product),
        "period": Period(int(start.timestamp()), int(end.timestamp())),
    }


def assert_overview(product: Product, world: World, asked: Question) -> None:
    found = overview(product.columns, product.city, product.names, None, **common(product, asked))
    assert differences(found, answers.overview(world, *asked)) == {}, asked


def assert_centres(product: Product, world: World, asked: Question) -> None:
    for level in AreaLevel:
        wanted = answers.centres(world, level, asked[3])
        found = centres(
            product.columns, product.city, product.names, None, as_of=asked[3].timestamp(), level=level
        )
        assert [entry["code"] for entry in found] == list(wanted)
        for entry in found:
            expected = wanted[entry["code"]]
            stages = {stage: count for stage, count in entry["stages"].items() if count}
            assert stages == expected["stages"], entry["code"]
            # Whole seconds are answered; a report in the future has no age.
            oldest: Any = expected["oldest_open_seconds"]
            age = None if oldest is None else max(0, math.ceil(oldest))
            assert entry["oldest_open_seconds"] == age, entry["code"]
            for name in ("open_count", "due_soon_count", "overdue_open_count", "staff_on_duty"):
                assert entry[name] == expected[name], (entry["code"], name)
            assert entry["direct"] == expected["direct"], entry["code"]


def assert_trend(product: Product, world: World, asked: Question) -> None:
    for bucket in Bucket:
        wanted = answers.trend(world, *asked, bucket.value)
        found = trend(
            product.columns, product.city, product.names, None, bucket=bucket, **common(product, asked)
        )
        assert [datetime.fromisoformat(entry["start"]) for entry in found] == list(wanted)
        for entry in found:
            assert differences(entry, wanted[datetime.fromisoformat(entry["start"])]) == {}, (bucket, asked)


def assert_categories(product: Product, world: World, asked: Question) -> None:
    for by in Category:
        wanted = answers.categories(world, *asked, by.value)
        found = categories(
            product.columns, product.city, product.names, None, by=by, **common(product, asked)
        )
        entries = {entry["code"] or None: entry for entry in found}
        assert len(entries) == len(found)
        for code, expected in wanted.items():
            assert differences(entries.pop(code), expected) == {}, (by, code, asked)
        assert not any(entry["reported_count"] or entry["open_count"] for entry in entries.values())


def assert_heat(product: Product, world: World, asked: Question) -> None:
    for layer in HeatLayer:
        wanted = answers.heat(world, *asked, layer.value)
        found = heat(
            product.columns, product.city, product.names, None, layer=layer, **common(product, asked)
        )
        assert {cell["cell"]: cell["count"] for cell in found["cells"]} == wanted, (layer, asked)


def assert_rhythm(product: Product, world: World, asked: Question) -> None:
    for measure in RHYTHM_MEASURES:
        wanted = answers.rhythm(world, *asked, measure)
        found = rhythm(
            product.columns, product.city, product.names, None, measure=measure, **common(product, asked)
        )
        cells = {(cell["weekday"], cell["hour"]): cell["count"] for cell in found["cells"]}
        assert len(cells) == 168
        assert {cell: count for cell, count in cells.items() if count} == wanted, (measure, asked)


ANSWERS: tuple[Callable[[Product, World, Question], None], ...] = (
    assert_overview,
    assert_centres,
    assert_trend,
    assert_categories,
    assert_heat,
    assert_rhythm,
)
