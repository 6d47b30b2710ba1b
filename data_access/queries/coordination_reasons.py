"""Which cases need somebody higher up, and why: one mask a reason over the cases looked at."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from data_access.domain.coordination import (
    LEGS,
    MOST_FURTHER,
    NOBODY_SECONDS,
    OVERDUE_POINTS,
    POINTS,
    RETURNS,
    URGENT_POINTS,
    Reason,
)
from data_access.domain.facts import Facts
from data_access.domain.measures import Fact
from data_access.domain.rows import NEVER, NO_NAME, NO_POSITION, RowFlag, Stage
from data_access.queries.groups import Index
from data_access.queries.legs import Finished, Waiting, fill_usual, waiting

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
_COORDINATE = 1e7


@dataclass(frozen=True)
class Looked:
    """The cases looked at; every array has one entry a case."""

    rows: Index
    """Positions in the columns."""
    waits: Waiting
    reasons: Mapping[Reason, Bools]
    neighbours: Mapping[int, list[int]]
    """By position in `rows`: towns near by of a case on a boundary, besides its own."""
    severity: Ints
    not_judged: int
    """Open cases, no suspension running, of whose kind too few past steps are known."""


def look(
    facts: Facts,
    rows: Index,
    past: Mapping[int, Finished],
    ping_pong: Bools,
    marked: Bools,
) -> Looked:
    """Every reason of `rows`. `past`: finished steps by index in LEGS; `ping_pong` and `marked` come from
    the actions and from the marks."""
    few = facts.narrowed(rows)
    is_open = few.holds(Fact.OPEN)
    waits = waiting(facts, rows, is_open)
    judged = is_open & ~few.flag(RowFlag.SUSPENDED)
    for leg in range(len(LEGS)):
        fill_usual(waits, leg, past[leg], facts, rows, judged)
    neighbours = near_towns(few, is_open)
    on_boundary = np.zeros(len(rows), dtype=np.bool_)
    on_boundary[list(neighbours)] = True
    reasons = {
        Reason.RETURNED: few.columns["return_count"].astype(np.int64) >= RETURNS,
        Reason.PING_PONG: ping_pong,
        Reason.NO_DEPARTMENT: nobodys(few) & is_open,
        # NaN compares false: what cannot be judged is not stuck.
        Reason.STUCK: waits.seconds > waits.usual,
        Reason.BOUNDARY: on_boundary,
        Reason.MARKED: marked,
    }
    severity = _severity(few, reasons)
    return Looked(rows, waits, reasons, neighbours, severity, int((judged & np.isnan(waits.usual)).sum()))


def nobodys(few: Facts) -> Bools:
    """Filed, not disposed cases that no department has had for longer than a dispatch may take.

    Filed (or given back the first time) that long ago and not dispatched (again), or dispatched that long
    ago to nobody that was named.
    """
    stage = few.columns["stage"].astype(np.uint8, copy=False)
    given_back = few.column("return_action")
    at_hand = np.where(given_back != NEVER, given_back, few.column("filed"))
    sent_to_nobody = few.columns["department"].astype(np.int64) == NO_NAME
    since = np.where(
        stage == Stage.FILED,
        at_hand,
        np.where((stage == Stage.DISPATCHED) & sent_to_nobody, few.column("first_dispatched"), NEVER),
    ).astype(np.int64)
    old: Bools = (since != NEVER) & (few.as_of - since > NOBODY_SECONDS)
    return old


def near_towns(few: Facts, chosen: Bools) -> dict[int, list[int]]:
    """Towns other than its own near each chosen case that lies on a boundary, by position; cases without a
    town or a position lie on none."""
    town = few.columns["town"].astype(np.int64)
    lon, lat = few.columns["lon"].astype(np.int64), few.columns["lat"].astype(np.int64)
    placed = np.flatnonzero(chosen & (lon != NO_POSITION) & (town < len(few.city.tree.towns)))
    points, towns = few.city.locator.neighbours(
        lon.take(placed) / _COORDINATE, lat.take(placed) / _COORDINATE, few.city.rules.boundary_m
    )
    rows = placed.take(points)
    other = town.take(rows) != towns
    found: dict[int, list[int]] = {}
    for row, near in zip(rows[other].tolist(), towns[other].tolist(), strict=True):
        found.setdefault(row, []).append(near)
    return found


def _severity(few: Facts, reasons: Mapping[Reason, Bools]) -> Ints:
    severity = np.zeros(few.size, dtype=np.int64)
    for reason, mask in reasons.items():
        severity += mask * POINTS[reason]
    returns = few.columns["return_count"].astype(np.int64)
    severity += np.clip(returns - RETURNS, 0, MOST_FURTHER)
    severity += few.flag(RowFlag.URGENT) * URGENT_POINTS
    severity += few.holds(Fact.OVERDUE) * OVERDUE_POINTS
    return severity
