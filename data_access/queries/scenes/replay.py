"""The scene that plays the last 24 hours again: what a browser needs of every quarter hour."""

from typing import Any

import numpy as np
import numpy.typing as npt

from data_access.domain.areas import AreaLevel
from data_access.domain.city import NO_CELL, City
from data_access.domain.facts import Facts, earlier
from data_access.domain.measures import TimeColumn
from data_access.domain.period import Period, to_row_time
from data_access.domain.rows import NEVER, Columns, RowFlag
from data_access.domain.scope import Scope
from data_access.queries.groups import NameLists, TimeGroups
from data_access.queries.recent import since
from data_access.queries.tally import Tally
from data_access.queries.wall_clock import counts_before

STEP = 900
"""Seconds of a frame. Every offset from UTC in use is a multiple, so frames fall on round times of day."""
FRAMES = 96
WINDOW = 8
"""Frames that the heat of a moment reaches back: two hours."""
STEPS = {
    "report": "reported",
    "file": "filed",
    "dispatch": "first_dispatched",
    "dispose": "disposed",
    "verify": "verified",
    "close": "closed",
    "rate": "rated",
}
"""The seven steps and the measure of what passed each."""
_LATER = np.iinfo(np.int32).max


def replay_end(as_of: float) -> int:
    """End of the last whole quarter hour, Unix seconds: until the next one the same frames are played."""
    return int(as_of // STEP) * STEP


def replay_scene(
    columns: Columns,
    city: City,
    names: NameLists,
    staff: npt.NDArray[np.uint16] | None,
    as_of: float,
    *,
    home: tuple[AreaLevel, int] | None = None,
) -> dict[str, Any]:
    """The 96 quarter hours before the last round quarter; they change with it and with late actions only.

    `cells` has one list a quarter, beginning `window` quarters before `start`: the cells of its reports,
    ascending, a cell once for each of them. `steps` has of each of the seven steps how many cases
    passed it in each of the 96 quarters. `open` and `overdue` are levels at the 97 moments from `start` on;
    they are told from the times that cases have now, so a later rework or suspension rewrites them.
    """
    end = replay_end(as_of)
    start = end - FRAMES * STEP
    lately = since(columns, start - WINDOW * STEP)
    area = home or (AreaLevel.CITY, 0)
    facts = Facts(lately, city, end, Scope(areas=(area,)).mask(lately))
    edges = [start + number * STEP for number in range(FRAMES + 1)]
    tally = Tally(facts, Period(start, end), TimeGroups(edges))
    moments = np.array([to_row_time(edge) for edge in edges], dtype=np.int64)
    return {
        "area": city.tree.at(area[0])[area[1]].code,
        "start": start,
        "step": STEP,
        "window": WINDOW,
        "cells": _cells(facts, start, end),
        "steps": {step: tally.count(measure).tolist() for step, measure in STEPS.items()},
        "open": _open(facts, moments),
        "overdue": _overdue(facts, moments),
    }


def _cells(facts: Facts, start: int, end: int) -> list[list[int]]:
    """Cells of the reports of each quarter, the window before `start` included."""
    first = start - WINDOW * STEP
    edges = list(range(first, end + STEP, STEP))
    rows = np.flatnonzero(facts.between(TimeColumn.REPORTED, Period(first, end)))
    cell = facts.columns["cell"].astype(np.int64, copy=False).take(rows)
    quarter = TimeGroups(edges).of(facts, TimeColumn.REPORTED, rows)
    located = np.flatnonzero(cell != NO_CELL)
    order = located[np.lexsort((cell[located], quarter[located]))]
    bounds = np.searchsorted(quarter[order], np.arange(1, len(edges) - 1))
    return [part.tolist() for part in np.split(cell[order], bounds)]


def _open(facts: Facts, moments: npt.NDArray[np.int64]) -> list[int]:
    """Cases reported and not ended before each moment."""
    reported, ended = facts.column("reported"), facts.column("ended")
    known = facts.cases & (reported != NEVER)
    left = np.where(ended == NEVER, _LATER, np.maximum(ended, reported))[known]
    levels: list[int] = (counts_before(reported[known], moments) - counts_before(left, moments)).tolist()
    return levels


def _overdue(facts: Facts, moments: npt.NDArray[np.int64]) -> list[int]:
    """Cases past their time limit at each moment, and neither disposed nor ended before it."""
    due = facts.column("due")
    left = earlier(facts.column("disposed"), facts.column("ended"))
    left[left == NEVER] = _LATER
    late = facts.cases & facts.flag(RowFlag.FALLS_DUE) & (due != NEVER) & (left > due)
    levels: list[int] = (counts_before(due[late], moments) - counts_before(left[late], moments)).tolist()
    return levels
