"""The film of the last 24 hours against the brute-force recomputation of every quarter hour."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import orjson
import pytest

from data_access.domain.areas import AreaLevel
from data_access.domain.rows import RowFlag, Stage
from data_access.queries.scenes.replay import FRAMES, STEP, WINDOW, replay_end, replay_scene
from tests.data_access.queries.rows import CITY, DAY, HOUR, MIDNIGHT, NAMES, NOON, case, table
from tests.property.core import columns_and_names
from tests.reference.answers import Wanted, World
from tests.reference.canvas_scenes import (
    PASSED,
    cells,
    open_at,
    overdue_at,
    passed_between,
    reports_between,
)
from tests.reference.streams import moments, stream

QUARTER = timedelta(seconds=STEP)


@pytest.mark.parametrize("seed", range(12))
def test_every_frame_equals_the_reference(seed: int) -> None:
    rng = random.Random(seed)
    wires = stream(rng, cases=20)
    world, (columns, names) = World(wires, CITY), columns_and_names(wires, CITY)
    as_of = moments(rng)[2].timestamp()
    for home in (None, (AreaLevel.TOWN, seed % 2)):
        scene = replay_scene(columns, CITY, names, None, as_of, home=home)
        wanted = Wanted(areas=(scene["area"],))
        start = datetime.fromtimestamp(scene["start"], UTC)
        assert len(scene["cells"]) == FRAMES + WINDOW
        for number, found in enumerate(scene["cells"]):
            first = start + (number - WINDOW) * QUARTER
            assert found == sorted(found)
            assert Counter(found) == cells(world, reports_between(world, wanted, first, first + QUARTER))
        for step in PASSED:
            assert scene["steps"][step] == [
                passed_between(world, wanted, step, start + n * QUARTER, start + (n + 1) * QUARTER)
                for n in range(FRAMES)
            ]
        marks = [start + number * QUARTER for number in range(FRAMES + 1)]
        assert scene["open"] == [open_at(world, wanted, mark) for mark in marks]
        assert scene["overdue"] == [overdue_at(world, wanted, mark) for mark in marks]


def test_levels_rise_and_fall_with_the_times_of_a_case() -> None:
    late = case(
        Stage.CLOSED,
        RowFlag.FALLS_DUE,
        reported=HOUR,
        filed=HOUR + 1,
        due=2 * HOUR,
        disposed=3 * HOUR,
        ended=4 * HOUR,
    )
    scene = replay_scene(table(late), CITY, NAMES, None, NOON)
    at = {hour: (MIDNIGHT + hour * HOUR - scene["start"]) // STEP for hour in range(6)}
    assert [scene["open"][at[hour] + 1] for hour in range(6)] == [0, 1, 1, 1, 0, 0]
    assert [scene["overdue"][at[hour] + 1] for hour in range(6)] == [0, 0, 1, 0, 0, 0]


def test_the_film_changes_with_the_quarter_and_not_before() -> None:
    rows = table(case(reported=-HOUR), case(reported=12 * HOUR + 30, flags=int(RowFlag.COMPLETE)))
    one = replay_scene(rows, CITY, NAMES, None, NOON + 60)
    assert one == replay_scene(rows, CITY, NAMES, None, NOON + 899.9)
    assert replay_end(NOON + 899.9) == NOON
    assert one["start"] == NOON - DAY
    assert sum(map(len, one["cells"])) == 0, "neither case has a cell"
    assert sum(one["steps"]["report"]) == 1


def test_a_busy_day_stays_small() -> None:
    rows = [case(reported=at * 40, cell=400_000 + 7 * at % 40_000) for at in range(1500)]
    film = orjson.dumps(replay_scene(table(*rows), CITY, NAMES, None, MIDNIGHT + DAY))
    assert len(film) < 150_000
