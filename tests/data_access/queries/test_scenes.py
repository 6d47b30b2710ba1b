"""The scenes of time limits and of the public's voice: equal to a recount of the raw actions."""

import random
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.domain.areas import AreaLevel
from data_access.domain.period import Period
from data_access.domain.rows import RowFlag, Stage
from data_access.domain.scope import Scope
from data_access.queries.overview import overview
from data_access.queries.recent import POSITION, RecentRows
from data_access.queries.scenes.deadlines import deadlines_scene, light
from data_access.queries.scenes.voice import voice_scene
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
from tests.property.core import columns_and_names
from tests.reference import scenes
from tests.reference.answers import World
from tests.reference.streams import START, STEPS, stream

Place = tuple[AreaLevel, int]
HOMES: list[Place | None] = [None, (AreaLevel.TOWN, 0), (AreaLevel.TOWN, 1), (AreaLevel.GRID, 3)]


def code(home: Place | None) -> str | None:
    return None if home is None else CITY.tree.at(home[0])[home[1]].code


def moment(rng: random.Random) -> datetime:
    """A clock on the lattice of the streams, often days later, so that much is overdue and a day is past."""
    days = rng.choice([0, 0, 0, 1, 2, 8, 31])
    return START + rng.choice(STEPS) * rng.randint(0, 6) + timedelta(days=days, seconds=rng.choice([0, 0, 1]))


@pytest.mark.parametrize("seed", range(40))
def test_time_limits_equal_a_recount_of_the_actions(seed: int) -> None:
    rng = random.Random(seed)
    wires = stream(rng, cases=40)
    columns, names = columns_and_names(wires, CITY)
    world = World(wires, CITY)
    for home in HOMES:
        as_of = moment(rng)
        found = deadlines_scene(columns, CITY, names, None, as_of.timestamp(), home=home)
        wanted = scenes.deadlines(world, code(home), as_of)
        for name in ("windows", "today", "overdue", "bands"):
            assert found[name] == wanted[name], name
        for name, counts in wanted["timeline"].items():
            assert found["timeline"][name] == counts, name
        for name in ("next", "longest"):
            assert [entry["due_at"] for entry in found[name]] == wanted[name]
        assert all(entry["light"] == "red" for entry in found["longest"])
        pressed = {name: row for name, row in wanted["departments"].items() if any(row.values())}
        assert {row.pop("name"): row for row in found["departments"]} == pressed
        assert {row.pop("code"): row for row in found["classes"]} == wanted["classes"]
        if wanted["overdue"] + len(wanted["next"]) <= 6:
            shown = [entry["light"] for entry in (*found["next"], *found["longest"])]
            assert {one: shown.count(one) for one in shown} == wanted["lights"]
        for part, whole in (("overdue", "overdue"), ("soon", None), ("today", "today")):
            total = found[whole] if whole else found["windows"][2]
            assert sum(row[part] for row in found["areas"]) == total
        orjson.dumps(found)


@pytest.mark.parametrize("seed", range(40))
def test_the_public_equals_a_recount_of_the_actions(seed: int) -> None:
    rng = random.Random(seed)
    wires = stream(rng, cases=40)
    columns, names = columns_and_names(wires, CITY)
    world = World(wires, CITY)
    for home in HOMES:
        as_of = moment(rng)
        found = voice_scene(columns, CITY, names, None, as_of.timestamp(), home=home)
        wanted = scenes.voice(world, code(home), as_of)
        assert {entry.pop("source"): entry for entry in found["channels"]} == wanted["channels"]
        assert found["all"] == wanted["all"]
        assert found["days"]["all"] == wanted["days"]
        assert found["waiting"]["bands"] == wanted["bands"]
        assert found["waiting"]["count"] == sum(wanted["bands"])
        assert [entry["reported_at"] for entry in found["waiting"]["oldest"]] == wanted["oldest"]
        assert found["satisfaction"]["scores"] == wanted["scores"]
        for side, count in wanted["subjects"].items():
            assert found["subjects"][side]["count"] == count
        orjson.dumps(found)


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1), st.integers(0, DAY - 1), st.sampled_from(HOMES))
def test_rates_are_the_indicators_of_the_same_name(seed: int, second: int, home: Place | None) -> None:
    columns = random_columns(np.random.default_rng(seed), 200)
    as_of = MIDNIGHT + second
    scope = Scope(areas=() if home is None else (home,))

    def asked(period: Period) -> dict[str, Any]:
        return overview(columns, CITY, NAMES, None, as_of=as_of, scope=scope, period=period)

    limits = deadlines_scene(columns, CITY, NAMES, None, as_of, home=home)
    public = voice_scene(columns, CITY, NAMES, None, as_of, home=home)
    today = asked(Period(MIDNIGHT, MIDNIGHT + DAY))
    month, week = (asked(Period(MIDNIGHT - days * DAY, MIDNIGHT)) for days in (30, 7))
    assert limits["overdue"] == today["overdue_open_count"]
    assert limits["windows"][2] == today["due_soon_count"]
    assert limits["on_time"] == today["on_time_disposal_rate"]
    name = "response_24h_rate"
    assert public["response"] == {"today": today[name], "week": week[name], "month": month[name]}
    assert public["missed"]["month"] == month["missed_report_rate"]
    for name in ("satisfaction_mean", "satisfied_rate"):
        assert public["satisfaction"]["month"][name] == month[name]
    assert sum(public["satisfaction"]["scores"]) <= month["satisfied_rate"]["denominator"]


@settings(max_examples=15)
@given(st.integers(0, 2**32 - 1))
def test_the_recent_rows_give_the_same_scenes_as_all_rows(seed: int) -> None:
    columns = random_columns(np.random.default_rng(seed), 200)
    whole = {**columns, POSITION: np.arange(200)}
    recent = RecentRows()
    recent.update(columns, None, NOON)
    for scene in (deadlines_scene, voice_scene):
        assert scene(recent.columns, CITY, NAMES, None, NOON) == scene(whole, CITY, NAMES, None, NOON)


@pytest.mark.parametrize(
    ("now", "colour"), [(0, "green"), (80, "green"), (81, "yellow"), (100, "yellow"), (101, "red")]
)
def test_the_light_is_yellow_from_four_fifths_of_the_limit_and_red_beyond_it(now: int, colour: str) -> None:
    assert light(0, 100, now) == colour


def test_a_case_on_the_wall_has_codes_and_no_identity() -> None:
    row = case(Stage.DISPATCHED, RowFlag.URGENT, reported=0, filed=MINUTE, due=13 * HOUR, department=0)
    found = deadlines_scene(table(row), CITY, NAMES, None, NOON)
    assert found["next"] == [
        {
            "class": "E01",
            "subclass": "E0101",
            "town": "441",
            "village": "44101",
            "urgent": True,
            "department": "城管",
            "stage": "dispatched",
            "filed_at": MIDNIGHT + MINUTE,
            "due_at": MIDNIGHT + 13 * HOUR,
            "light": "yellow",
        }
    ]


def test_an_area_with_nine_ratings_has_no_mean() -> None:
    rows = [case(Stage.CLOSED, town=0, score=5, rated=-DAY) for _ in range(9)]
    rows += [case(Stage.CLOSED, town=1, village=2, grid=4, score=3, rated=-DAY) for _ in range(10)]
    areas = voice_scene(table(*rows), CITY, NAMES, None, NOON)["areas"]
    assert areas == [
        {"code": "441", "rated": 9, "mean": None, "satisfied": None},
        {"code": "442", "rated": 10, "mean": 3.0, "satisfied": 0.0},
    ]


def test_subjects_carry_their_rank_on_the_other_side() -> None:
    rows = [case(reported=-DAY, source=1, subclass=number) for number in (1, 1, 2)]
    rows += [case(reported=-DAY, source=0, subclass=number) for number in (2, 2, 0)]
    found = voice_scene(table(*rows), CITY, NAMES, None, NOON)["subjects"]
    assert found["public"]["rows"] == [
        {"code": "E0101", "count": 2, "other_rank": None},
        {"code": "E0102", "count": 1, "other_rank": 1},
    ]
    assert found["collector"]["rows"][0] == {"code": "E0102", "count": 2, "other_rank": 2}


def running(due: int) -> Any:
    """A case at work that is due at seconds after midnight."""
    return case(Stage.DISPATCHED, RowFlag.FALLS_DUE, reported=0, filed=0, due=due)


def test_windows_bands_and_hours_hold_their_ends() -> None:
    noon = 12 * HOUR
    ends = [noon, noon + 15 * MINUTE, noon + HOUR, noon + 2 * HOUR, noon + 4 * HOUR, DAY - 1, DAY]
    late = [noon - 1, noon - HOUR, noon - HOUR - 1, noon - 4 * HOUR, noon - 7 * DAY, noon - 7 * DAY - 1]
    found = deadlines_scene(table(*map(running, ends + late)), CITY, NAMES, None, NOON)
    assert found["windows"] == [2, 3, 4, 5]
    assert found["today"] == 6
    assert found["overdue"] == 6
    assert found["bands"] == [2, 2, 0, 0, 1, 1]
    line = found["timeline"]
    assert line["start"] == NOON - 6 * HOUR
    # Due in this very second is still in time: it waits. The last slot ends before its last hour is over.
    assert line["soon"][6:9] == [2, 1, 1]
    assert (line["waiting"][10], line["waiting"][17], line["waiting"][18]) == (1, 1, 1)
    assert sum(line["missed"]) == 4
    assert [entry["due_at"] - NOON for entry in found["next"]] == [end - noon for end in ends]


def test_the_bands_of_24_hours_hold_their_ends() -> None:
    left = [-1, 0, HOUR, HOUR + 1, 4 * HOUR, 12 * HOUR, 24 * HOUR]
    rows = [case(reported=12 * HOUR - DAY + seconds, source=1) for seconds in left]
    waiting = voice_scene(table(*rows), CITY, NAMES, None, NOON)["waiting"]
    assert (waiting["count"], waiting["bands"]) == (7, [1, 2, 2, 1, 1])
