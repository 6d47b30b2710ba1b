"""Remembered repeats are those found afresh, whatever changes."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.domain.duplicates import duplicates
from data_access.domain.facts import REPEATS
from data_access.domain.period import Period
from data_access.domain.rows import NEVER, Columns
from data_access.queries.overview import overview
from data_access.queries.repeats import RepeatedReports
from tests.data_access.queries.rows import CITY, DAY, NAMES, NOON, random_columns


def crowded(seed: int, count: int) -> Columns:
    """Random rows close to each other."""
    columns = random_columns(np.random.default_rng(seed), count)
    for name in ("lon", "lat"):
        columns[name] = columns[name].astype(np.int32) // 1000 * 1000
    columns["subclass"] = columns["subclass"].astype(np.uint16) % 2
    return columns


@settings(max_examples=60)
@given(st.integers(0, 2**32 - 1))
def test_catching_up_is_as_good_as_finding_afresh(seed: int) -> None:
    rng = np.random.default_rng(seed)
    columns = crowded(seed, 150)
    repeats = RepeatedReports()
    for step in range(5):
        found = repeats.attach(columns)[REPEATS]
        assert np.array_equal(found, duplicates(columns, NEVER + 1, 2**31 - 1))
        other = crowded(seed + step + 1, len(found) + int(rng.integers(0, 3)) * 10)
        changed = np.unique(rng.integers(0, len(found), int(rng.integers(1, 4))))
        kept = np.setdiff1d(np.arange(len(found)), changed)
        for name, column in other.items():
            column[kept] = columns[name][kept]
        columns = other
        repeats.note(changed if step < 4 else None)


def test_the_overview_is_the_same_with_the_remembered_column() -> None:
    columns = crowded(7, 300)
    remembered = RepeatedReports().attach(columns)
    year = Period(NOON - 365 * DAY, NOON)
    found, kept = (
        overview(rows, CITY, NAMES, None, as_of=NOON, period=year) for rows in (columns, remembered)
    )
    assert found == kept
    assert found["duplicate_rate"]["numerator"] > 0
    assert REPEATS in remembered
