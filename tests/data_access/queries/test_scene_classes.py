"""The scene of heat by class against the brute-force recomputation, and its hours and order by hand."""

import random
from collections import Counter
from datetime import timedelta

import pytest

from data_access.domain.areas import AreaLevel
from data_access.queries.scenes.classes import classes_scene, hours_until, same_time_last_week
from tests.data_access.queries.rows import CITY, DAY, HOUR, MIDNIGHT, NAMES, NOON, case, table
from tests.property.core import columns_and_names
from tests.reference.answers import Wanted, World
from tests.reference.asked import DAY as A_DAY
from tests.reference.canvas_scenes import cells, class_figures, reports_between
from tests.reference.streams import moments, stream

HOMES = (None, (AreaLevel.TOWN, 0), (AreaLevel.TOWN, 1), (AreaLevel.VILLAGE, 2))


@pytest.mark.parametrize("seed", range(20))
def test_every_figure_equals_the_reference(seed: int) -> None:
    rng = random.Random(seed)
    wires = stream(rng, cases=30)
    world, (columns, names) = World(wires, CITY), columns_and_names(wires, CITY)
    _, _, as_of = moments(rng)
    for home in HOMES:
        scene = classes_scene(columns, CITY, names, None, as_of.timestamp(), home=home)
        area = scene["area"]
        size = scene["heat"]["layer_size"]
        heat: Counter[tuple[int, int]] = Counter()
        total: Counter[str] = Counter()
        for one in scene["classes"]:
            wanted = Wanted(areas=(area,), classes=(one["code"],))
            figures = class_figures(world, wanted, as_of)
            assert {name: one[name] for name in figures} == figures
            total.update(figures)
            reports = reports_between(world, wanted, as_of - A_DAY, as_of)
            heat.update({(one["index"], cell): n for cell, n in cells(world, reports).items()})
            below = AreaLevel.TOWN if home is None else AreaLevel.VILLAGE
            if home is None or home[0] == AreaLevel.TOWN:
                codes = [getattr(world.places[c.case_id], below.value) for c in reports]
                counted = Counter(code for code in codes if code is not None)
                most = one["most"]
                assert (most["count"] if most else 0) == max(counted.values(), default=0)
                assert most is None or counted[most["code"]] == most["count"]
            else:
                # Below a village lie grids.
                grids = Counter(world.places[c.case_id].grid for c in reports)
                assert one["most"] is None or grids[one["most"]["code"]] == one["most"]["count"]
        found = {divmod(int(key), size): n for key, n in scene["heat"]["cells"].items()}
        assert found == heat
        assert scene["total"] == {name: total[name] for name in scene["total"]}
        counts = [one["reported"] for one in scene["classes"]]
        assert counts == sorted(counts, reverse=True)


def test_equal_classes_keep_the_order_of_their_codes() -> None:
    rows = [case(reported=NOON - MIDNIGHT - 60, **{"class": c}) for c in (2, 0, 1, 1)]
    scene = classes_scene(table(*rows), CITY, NAMES, None, NOON)
    assert [one["code"] for one in scene["classes"]] == ["E01", "C01", "E02"]


def test_the_course_ends_with_the_running_hour() -> None:
    rows = [case(reported=at) for at in (12 * HOUR, 12 * HOUR + 1, 11 * HOUR, -11 * HOUR, -12 * HOUR)]
    scene = classes_scene(table(*rows), CITY, NAMES, None, NOON + 90)
    spark = next(one["spark"] for one in scene["classes"] if one["code"] == "E01")
    assert len(spark) == 24
    assert (spark[-1], spark[-2], spark[0]) == (2, 1, 1)
    assert scene["spark_start"] == MIDNIGHT - 11 * HOUR


def test_hours_are_those_of_city_time_and_last_week_keeps_the_time_of_day() -> None:
    edges = hours_until(NOON, CITY.zone)
    assert (edges[0], edges[-1], len(edges)) == (NOON - DAY, NOON, 25)
    assert hours_until(NOON + 1, CITY.zone)[-1] == NOON + HOUR
    assert same_time_last_week(NOON, CITY.zone) == NOON - timedelta(days=7).total_seconds()
