"""The recent rows: what they hold, how they follow the table, and that the wall sees no difference."""

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.domain.rows import Columns, Stage
from data_access.queries.recent import POSITION, REBUILD_SECONDS, TOUCHED, RecentRows
from data_access.queries.wall import wall_snapshot
from tests.data_access.queries.rows import CITY, DAY, MIDNIGHT, NAMES, NOON, case, random_columns, table


def positions(recent: RecentRows) -> list[int]:
    return sorted(recent.columns[POSITION].tolist())


def updated(columns: Columns) -> RecentRows:
    recent = RecentRows()
    recent.update(columns, None, NOON)
    return recent


def test_open_cases_and_rows_touched_in_75_days_are_recent() -> None:
    old = -80 * DAY
    columns = table(
        case(Stage.DISPATCHED, reported=old),
        case(Stage.CLOSED, reported=old, ended=old),
        case(Stage.CLOSED, reported=old, ended=-74 * DAY),
        case(Stage.CLOSED, reported=old, ended=old, rated=-DAY),
        case(Stage.REJECTED, reported=old, ended=old),
    )
    assert positions(updated(columns)) == [0, 2, 3]


def wall(recent: RecentRows, at: int = NOON) -> dict[str, Any]:
    """The snapshot as the worker computes it: what was touched lately, and the counts of the rest."""
    return wall_snapshot(recent.lately, CITY, NAMES, None, at, past=recent.past)


def aged(seed: int, count: int) -> Columns:
    """Random rows, most of them moved back out of reach."""
    rng = np.random.default_rng(seed)
    columns = random_columns(rng, count)
    moved = rng.random(count) < 0.6
    for name, column in columns.items():
        if column.dtype == np.int32 and name not in ("lon", "lat"):
            column[moved & (column != np.iinfo(np.int32).min)] -= rng.integers(0, 200) * DAY
    return columns


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1))
def test_the_wall_of_the_recent_rows_is_the_wall_of_all_rows(seed: int) -> None:
    columns = aged(seed, 200)
    whole = dict(columns)
    whole[POSITION] = np.arange(200)
    recent = updated(columns)
    expected = wall_snapshot(whole, CITY, NAMES, None, NOON)
    assert wall_snapshot(recent.columns, CITY, NAMES, None, NOON) == expected
    assert wall(recent) == expected
    last_second = MIDNIGHT + DAY - 1
    recent.update(columns, None, last_second)
    assert wall(recent, last_second + 1) == wall_snapshot(whole, CITY, NAMES, None, last_second + 1)


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1))
def test_following_changes_is_as_good_as_a_rebuild(seed: int) -> None:
    rng = np.random.default_rng(seed)
    columns = aged(seed, 100)
    recent = updated(columns)
    for step in range(5):
        grown = aged(seed + step + 1, len(columns["flags"]) + int(rng.integers(0, 50)))
        changed = np.unique(rng.integers(0, len(columns["flags"]), 20))
        kept = np.setdiff1d(np.arange(len(columns["flags"])), changed)
        for name, column in grown.items():
            column[kept] = columns[name][kept]
        changed = np.concatenate([changed, np.arange(len(columns["flags"]), len(grown["flags"]))])
        columns = grown
        recent.update(columns, changed, NOON + step)
        rebuilt = updated(columns)
        assert set(positions(rebuilt)) <= set(positions(recent))
        order = np.argsort(recent.columns[POSITION])
        for name, column in columns.items():
            held = recent.columns[name][order]
            assert np.array_equal(held, column[positions(recent)], equal_nan=name == "disposal_seconds")
        expected = wall_snapshot(rebuilt.columns, CITY, NAMES, None, NOON)
        assert wall_snapshot(recent.columns, CITY, NAMES, None, NOON) == expected
        assert wall(recent) == expected


def test_what_is_remembered_of_the_past_changes_with_it() -> None:
    back = -20 * DAY
    columns = table(
        case(Stage.CLOSED, reported=back, filed=back, ended=back),
        case(Stage.CLOSED, reported=0, filed=0, ended=1),
    )
    recent = updated(columns)
    assert sum(wall(recent)["days"]["closed"]) == 1
    # A late action of then: its row stays in the past, with another day.
    columns["ended"][0] += DAY
    recent.update(columns, np.array([0]), NOON)
    assert wall(recent) == wall_snapshot(columns | {POSITION: np.arange(2)}, CITY, NAMES, None, NOON)
    # An action of today: it leaves the past, and is counted once.
    columns["rated"][0] = columns["ended"][1]
    recent.update(columns, np.array([0]), NOON)
    assert sorted(recent.lately[POSITION].tolist()) == [0, 1]
    assert wall(recent) == wall_snapshot(columns | {POSITION: np.arange(2)}, CITY, NAMES, None, NOON)


def test_rows_that_grow_old_leave_at_the_hourly_rebuild() -> None:
    columns = table(case(Stage.CLOSED, reported=0, ended=0))
    recent = updated(columns)
    nothing = np.empty(0, dtype=np.int64)
    later = NOON + 100 * DAY
    recent.update(columns, nothing, NOON + REBUILD_SECONDS - 1)
    assert positions(recent) == [0]
    recent.update(columns, nothing, later)
    assert positions(recent) == []


def test_an_open_case_never_grows_old() -> None:
    columns = table(case(Stage.DISPATCHED, reported=-900 * DAY))
    recent = RecentRows()
    recent.update(columns, None, MIDNIGHT)
    assert recent.columns[TOUCHED].tolist() == [2**31 - 1]
