"""Rows by hand: cases of the little city with times in seconds after midnight of Monday 4 March 2024."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from data_access.domain.period import Period, to_row_time
from data_access.domain.rows import NEVER, ROW, Columns, RowFlag, Stage, blank_row, to_columns
from tests.reference.little_city import little_city

CITY = little_city()
MIDNIGHT = 1_709_481_600
"""2024-03-04T00:00:00+08:00 in Unix seconds."""
MINUTE, HOUR, DAY = 60, 3600, 86_400
TODAY = Period(MIDNIGHT, MIDNIGHT + DAY)
NOON = MIDNIGHT + 12 * HOUR
NO_FLAG = RowFlag(0)
TIMES = (
    "reported accepted filed first_dispatched due disposed verified ended rated "
    "dispatch_action return_action rework_action extend_action suspend_action"
).split()


@dataclass(frozen=True)
class Names:
    """Names of departments and unknown subclasses."""

    departments: Sequence[str] = ("城管", "水务")
    subclasses: Sequence[str] = ("E0199",)
    teams: Sequence[str] = ("T017", "T018")


NAMES = Names()


def case(stage: Stage = Stage.REPORTED, flags: RowFlag = NO_FLAG, /, **columns: Any) -> Any:
    """One complete case; `columns` by name, times in seconds after MIDNIGHT."""
    return _row(RowFlag.COMPLETE | flags, stage, columns)


def continuation(**columns: Any) -> Any:
    """A continuation row: further times of actions of a case."""
    return _row(RowFlag.CONTINUATION, Stage.DISPATCHED, columns)


def incomplete(stage: Stage = Stage.FILED, /, **columns: Any) -> Any:
    """A case without a report."""
    return _row(NO_FLAG, stage, columns)


def _row(flags: RowFlag, stage: Stage, columns: dict[str, Any]) -> Any:
    row = np.frombuffer(bytearray(blank_row()), dtype=ROW).copy()
    row["flags"], row["stage"] = int(flags), int(stage)
    row["town"], row["village"], row["grid"], row["class"], row["subclass"], row["source"] = 0, 0, 0, 1, 1, 0
    for name, value in columns.items():
        row[name] = to_row_time(MIDNIGHT + value) if name in TIMES and value != NEVER else value
    return row


def table(*rows: Any) -> Columns:
    """Columns of some rows."""
    return to_columns(np.concatenate(rows) if rows else np.empty(0, dtype=ROW))


def row_time(seconds: int) -> int:
    """Row time of seconds after MIDNIGHT."""
    return to_row_time(MIDNIGHT + seconds)


def random_columns(rng: np.random.Generator, count: int) -> Columns:
    """Any rows at all within the types, times within ten days around MIDNIGHT or NEVER."""
    rows = np.frombuffer(bytearray(blank_row() * count), dtype=ROW).copy()
    rows["flags"] = rng.integers(0, 2**18, count) & ~int(RowFlag.CONTINUATION) | (rng.random(count) < 0.9)
    rows["town"] = rng.choice([0, 1, 65535], count, p=[0.5, 0.4, 0.1])
    rows["village"] = np.where(rows["town"] < 2, rows["town"] * 2 + rng.integers(0, 2, count), 65535)
    rows["grid"] = np.where(rows["town"] < 2, rows["village"] * 2 + rng.integers(0, 2, count), 65535)
    rows["class"] = rng.integers(0, 3, count)
    rows["subclass"] = rng.choice([0, 1, 2, 3, 4, 65535], count)
    rows["source"] = rng.integers(0, 9, count)
    rows["department"] = rng.choice([0, 1, 65535], count)
    rows["stage"] = rng.integers(0, 9, count)
    rows["score"] = rng.integers(0, 6, count)
    rows["lon"] = 1_137_000_000 + rng.integers(0, 40_000, count)
    rows["lat"] = 230_000_000 + rng.integers(0, 40_000, count)
    rows["cell"] = rng.integers(0, 1600, count)
    for name in TIMES:
        at = row_time(0) + rng.integers(-8 * DAY, 2 * DAY, count)
        rows[name] = np.where(rng.random(count) < 0.7, at, NEVER)
    for name in ("reported", "ended"):
        fractions = rng.choice([0, 0, 1, 500_000], count)
        rows[f"{name}_us"] = np.where(rows[name] == NEVER, 0, fractions)
    rows["disposal_seconds"] = np.where(
        rows["disposed"] == NEVER, np.nan, rng.integers(0, 10**9, count) / 1e3
    )
    return to_columns(rows)
