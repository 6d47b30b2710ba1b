"""An evaluation scene made by the product's own query from random cases of the shipped city."""

from typing import Any

import numpy as np

from data_access.domain.city import City
from data_access.domain.period import Period, to_row_time
from data_access.domain.rows import NEVER, ROW, RowFlag, Stage, blank_row, to_columns
from data_access.queries.scenes.evaluation import evaluation_scene
from tests.data_access.queries.rows import NAMES


def sample_evaluation(
    city: City, now: float, *, cases: int = 9_000, seed: int = 1, frozen: dict[str, Any] | None = None
) -> dict[str, Any]:
    """The scene of the month of `now`, with cases in it and in the eight weeks before."""
    rng = np.random.default_rng(seed)
    month = Period.month(_month(city, now), city.zone)
    rows = np.frombuffer(bytearray(blank_row() * cases), dtype=ROW).copy()
    town = rng.integers(0, len(city.tree.towns), cases)
    weak = town / len(city.tree.towns)
    reported = rng.integers(to_row_time(month.start) - 56 * 86_400, to_row_time(int(now)) - 90_000, cases)
    rows["town"], rows["class"], rows["subclass"], rows["source"] = town, 1, 1, rng.integers(0, 4, cases)
    rows["reported"], rows["lon"], rows["lat"] = reported, 1_137_000_000, 230_000_000
    rows["accepted"] = rows["filed"] = rows["first_dispatched"] = rows["dispatch_action"] = reported + 300
    rows["due"], rows["disposed"] = reported + 7_200, reported + rng.integers(1_000, 7_000, cases)
    late = rng.random(cases) < 0.05 + 0.2 * weak
    rows["disposed"] += np.where(late, 9_000, 0)
    left = rng.random(cases) < 0.01 + 0.15 * weak
    rows["verified"] = np.where(left, NEVER, rows["disposed"] + 600)
    rows["ended"] = np.where(left, NEVER, rows["disposed"] + 900)
    rows["stage"] = np.where(left, Stage.DISPOSED, Stage.CLOSED)
    on_time = RowFlag.ON_TIME_ACCEPT | RowFlag.ON_TIME_DISPATCH | RowFlag.ON_TIME_VERIFY
    rows["flags"] = int(RowFlag.COMPLETE | RowFlag.FALLS_DUE | RowFlag.RESPONDED_24H | on_time)
    rows["flags"] |= np.where(late, 0, int(RowFlag.ON_TIME_DISPOSAL)).astype(np.uint32)
    scene = evaluation_scene(to_columns(rows), city, NAMES, None, now, frozen=frozen)
    return {**scene, "seq": 1, "data_at": int(now) - 2}


def _month(city: City, now: float) -> str:
    from data_access.queries.evaluation import month_of

    return month_of(int(now), city)
