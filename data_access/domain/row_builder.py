"""Builds the rows of cases from their states: the only place where a state becomes integers."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from data_access.domain.actions import MICROSECONDS, Field, Fields
from data_access.domain.areas import NO_AREA, AreaLevel
from data_access.domain.city import City
from data_access.domain.lifecycle import CaseState
from data_access.domain.rows import (
    EPOCH_2020,
    NEVER,
    NO_NAME,
    NO_POSITION,
    PACK_SHIFT,
    ROW,
    RowFlag,
    Stage,
    blank_row,
)
from data_access.domain.taxonomy import SOURCE_INDEX, CaseKind

ACCEPT_LIMIT_US = 15 * 60 * MICROSECONDS
DISPATCH_LIMIT_US = 15 * 60 * MICROSECONDS
VERIFY_LIMIT_US = 30 * 60 * MICROSECONDS
RESPONSE_LIMIT_US = 24 * 3600 * MICROSECONDS

_COORDINATE = 1e7
_UNSET = -(2**62)
"""A time not reached, while rows are being built: far below every real one."""

# Columns of the table of facts, one line a case: first what rows keep as it is, then times in µs.
_ATTRIBUTES = (
    "flags", "town", "village", "grid", "class", "source", "subclass", "department", "team", "stage", "score",
    "return_count", "rework_count", "extension_count", "anomaly_count", "lon", "lat",
)  # fmt: skip
_TIMES = (
    "reported", "accepted", "filed", "first_dispatched", "due", "disposed", "verified", "ended", "rated",
)  # fmt: skip
_RECURRING = ("dispatch_action", "return_action", "rework_action", "extend_action", "suspend_action")
_NO_CLASS = 255
_NO_FACTS = (NO_AREA, NO_AREA, NO_AREA, _NO_CLASS, 255, NO_NAME, NO_NAME, NO_NAME)

# Plain integers: looking up enum members for every case of a batch costs more than folding it.
_COMPLETE = int(RowFlag.COMPLETE)
_LEVEL_SHIFT = int(RowFlag.ESCALATED_1).bit_length() - 1
_KIND, _CLASS, _SUBCLASS, _SOURCE = map(int, (Field.KIND, Field.CLASS, Field.SUBCLASS, Field.SOURCE))
_TOWN, _VILLAGE, _GRID = map(int, (Field.TOWN, Field.VILLAGE, Field.GRID))
_LON, _LAT, _BY = map(int, (Field.LON, Field.LAT, Field.BY))
_URGENT, _SELF_HANDLED = map(int, (Field.URGENT, Field.SELF_HANDLED))
_FLAG_COMPONENT, _FLAG_URGENT, _FLAG_CONFIRMED = map(
    int, (RowFlag.COMPONENT, RowFlag.URGENT, RowFlag.CONFIRMED)
)
_FLAG_SELF_HANDLED, _FLAG_SUSPENDED = map(int, (RowFlag.SELF_HANDLED, RowFlag.SUSPENDED))
_FLAG_UNKNOWN_SUBCLASS = int(RowFlag.UNKNOWN_SUBCLASS)
_COMPONENT_KIND = CaseKind.COMPONENT.value

Ints = npt.NDArray[np.int64]


class RowBuilder:
    """Builds rows for one city.

    `departments`, `teams` and `subclasses` map the names that occur to their stored numbers; the caller
    gives every name that the states hold a number first (`store.names`). `pack` is the number that the
    store knows this version of the city pack by (`store.packs`); every row carries it.
    """

    def __init__(
        self,
        city: City,
        departments: Mapping[str, int],
        teams: Mapping[str, int],
        subclasses: Mapping[str, int],
        *,
        pack: int = 0,
    ) -> None:
        self._city = city
        self._pack = pack << PACK_SHIFT
        self._departments = departments
        self._teams = teams
        self._subclasses = subclasses
        taxonomy, tree = city.taxonomy, city.tree
        self._known = taxonomy.subclasses
        self._classes = {one.code: index for index, one in enumerate(taxonomy.classes)}
        self._subclass_of: Mapping[Any, int] = {
            one.code: index for index, one in enumerate(taxonomy.subclasses)
        }
        self._towns: Mapping[Any, int] = tree.indexes(AreaLevel.TOWN)
        self._villages: Mapping[Any, int] = tree.indexes(AreaLevel.VILLAGE)
        self._grids: Mapping[Any, int] = tree.indexes(AreaLevel.GRID)
        self._village_town = tree.parents(AreaLevel.VILLAGE).tolist()
        self._grid_village = tree.parents(AreaLevel.GRID).tolist()
        self._blank = np.frombuffer(blank_row(pack), dtype=ROW)

    def due_of(self, report: Fields, filed_us: int) -> int | None:
        """Due time of a case filed at `filed_us` by its subclass's limit; None without a limit."""
        index = self._subclass_of.get(report.get(_SUBCLASS))
        if index is None:
            return None
        subclass = self._known[index]
        if subclass.limit is None or subclass.clock is None:
            return None
        return self._city.deadlines.due(filed_us, subclass.limit, subclass.clock)

    def unknown_subclass(self, report: Fields) -> str | None:
        """Subclass code of a report that the city pack does not know."""
        code: str | None = report.get(_SUBCLASS)
        return code if code is not None and code not in self._subclass_of else None

    def build(self, states: Sequence[CaseState]) -> tuple[npt.NDArray[np.void], list[int]]:
        """Rows of the cases, shape (rows,) of ROW, and how many rows each case takes (at least one)."""
        facts = np.array([self._facts(state) for state in states], dtype=np.int64)
        facts = facts.reshape(len(states), len(_ATTRIBUTES) + len(_TIMES) + len(_RECURRING) + 1)
        rows = np.repeat(self._blank, len(states))
        self._fill(rows, facts)
        self._place(rows)
        counts = [_rows_needed(state) for state in states]
        if max(counts, default=1) > 1:
            rows = np.repeat(rows, counts)
            start = 0
            for state, count in zip(states, counts, strict=True):
                for further in range(1, count):
                    self._continue(rows[start + further : start + further + 1], state, further)
                start += count
        return rows, counts

    def _facts(self, state: CaseState) -> tuple[int, ...]:
        report = state.report
        anomalies = min(state.anomalies, 255)
        if report is None:
            # Counts nowhere, so no time may be found in it.
            unset = (_UNSET,) * (len(_TIMES) + len(_RECURRING))
            place = (NO_POSITION, NO_POSITION)
            return (self._pack, *_NO_FACTS, state.stage, 0, 0, 0, 0, anomalies, *place, *unset, 0)
        get = report.get
        flags = self._pack | _COMPLETE | state.level << _LEVEL_SHIFT
        if report[_KIND] == _COMPONENT_KIND:
            flags |= _FLAG_COMPONENT
        if get(_URGENT):
            flags |= _FLAG_URGENT
        if get(_SELF_HANDLED):
            flags |= _FLAG_SELF_HANDLED
        if state.confirmed:
            flags |= _FLAG_CONFIRMED
        if state.suspended_at is not None:
            flags |= _FLAG_SUSPENDED
        code = get(_SUBCLASS)
        subclass = self._subclass_of.get(code, NO_NAME)
        if subclass == NO_NAME and code is not None:
            flags |= _FLAG_UNKNOWN_SUBCLASS
            number = self._subclasses.get(code, NO_NAME)
            subclass = NO_NAME if number == NO_NAME else len(self._known) + number
        town = self._towns.get(get(_TOWN), NO_AREA)
        village = self._villages.get(get(_VILLAGE), NO_AREA)
        grid = self._grids.get(get(_GRID), NO_AREA)
        # Of codes that contradict each other the finest decides, so that parents stay sums of children.
        if grid != NO_AREA:
            village = self._grid_village[grid]
        if village != NO_AREA:
            town = self._village_town[village]
        dispatches, returns, reworks = state.dispatches, state.returns, state.reworks
        extensions, suspensions = state.extensions, state.suspensions
        times = [
            state.reported_at, state.accepted_at, state.filed_at, state.first_dispatched_at, state.due_at,
            state.disposed_at, state.verified_at, state.ended_at, state.rated_at,
        ]  # fmt: skip
        return (
            flags,
            town,
            village,
            grid,
            # A class that the pack has no longer: the case counts in the city, in no class.
            self._classes.get(report[_CLASS], _NO_CLASS),
            SOURCE_INDEX[report[_SOURCE]],
            subclass,
            NO_NAME if state.department is None else self._departments.get(state.department, NO_NAME),
            self._teams.get(report[_BY], NO_NAME) if _BY in report else NO_NAME,
            state.stage,
            state.score,
            len(returns),
            len(reworks),
            len(extensions),
            anomalies,
            get(_LON, NO_POSITION),
            get(_LAT, NO_POSITION),
            *[_UNSET if time is None else time for time in times],
            dispatches[0] if dispatches else _UNSET,
            returns[0] if returns else _UNSET,
            reworks[0] if reworks else _UNSET,
            extensions[0] if extensions else _UNSET,
            suspensions[0] if suspensions else _UNSET,
            state.suspended_us,
        )

    def _fill(self, rows: npt.NDArray[np.void], facts: Ints) -> None:
        """Write every column but the places; comparisons of times happen here, in microseconds."""
        for index, name in enumerate(_ATTRIBUTES):
            most = np.iinfo(ROW[name].base).max
            rows[name] = np.minimum(facts[:, index], most)
        start = len(_ATTRIBUTES)
        us = {name: facts[:, start + index] for index, name in enumerate((*_TIMES, *_RECURRING))}
        for name, times in us.items():
            rows[name] = row_times(times)
        flags = rows["flags"]
        disposed = us["disposed"] != _UNSET
        answered = np.where(rows["stage"] == Stage.REJECTED, us["ended"], _UNSET)
        answered = np.where(us["accepted"] != _UNSET, us["accepted"], answered)
        for flag, time, limit in (
            (RowFlag.ON_TIME_ACCEPT, us["accepted"], us["reported"] + ACCEPT_LIMIT_US),
            (RowFlag.RESPONDED_24H, answered, us["reported"] + RESPONSE_LIMIT_US),
            (RowFlag.ON_TIME_DISPATCH, us["first_dispatched"], us["filed"] + DISPATCH_LIMIT_US),
            (RowFlag.ON_TIME_DISPOSAL, us["disposed"], us["due"]),
            (RowFlag.ON_TIME_VERIFY, us["verified"], us["disposed"] + VERIFY_LIMIT_US),
        ):
            flags |= np.where((time != _UNSET) & (time <= limit), int(flag), 0).astype(np.uint32)
        falls_due = (us["filed"] != _UNSET) & (us["due"] != _UNSET) & (rows["stage"] < Stage.REJECTED)
        falls_due &= flags & _FLAG_SUSPENDED == 0
        flags |= np.where(falls_due, int(RowFlag.FALLS_DUE), 0).astype(np.uint32)
        fraction = (us["due"] != _UNSET) & (us["due"] % MICROSECONDS != 0)
        flags |= np.where(fraction, int(RowFlag.DUE_FRACTION), 0).astype(np.uint32)
        for name in ("reported", "ended"):
            rows[f"{name}_us"] = np.where(us[name] == _UNSET, 0, us[name] % MICROSECONDS)
        seconds = (us["disposed"] - us["filed"] - facts[:, -1]) / MICROSECONDS
        rows["disposal_seconds"] = np.where(disposed, seconds, np.nan)
        rows["flags"] = flags

    def _place(self, rows: npt.NDArray[np.void]) -> None:
        """Fill cells, and the levels that were not given where the point lies inside the given ones."""
        given = rows["lon"] != NO_POSITION
        lon, lat = rows["lon"] / _COORDINATE, rows["lat"] / _COORDINATE
        west, south, east, north = self._city.locator.bounds
        inside = (west <= lon) & (lon <= east) & (south <= lat) & (lat <= north)
        dropped = given & ~inside
        if dropped.any():
            rows["flags"][dropped] |= np.uint32(RowFlag.POSITION_DROPPED)
            rows["lon"][dropped] = rows["lat"][dropped] = NO_POSITION
        placed = np.flatnonzero(given & inside)
        if not len(placed):
            return
        located = self._city.locator.locate(lon[placed], lat[placed])
        rows["cell"][placed] = located.cell
        agrees = np.ones(len(placed), dtype=np.bool_)
        for name, found in (("town", located.town), ("village", located.village), ("grid", located.grid)):
            known = rows[name][placed]
            missing = known == NO_AREA
            rows[name][placed] = np.where(missing & agrees, found, known)
            # Once a given code and the point disagree, the point says nothing about the levels below.
            agrees &= missing | (known == found)

    def _continue(self, row: npt.NDArray[np.void], state: CaseState, further: int) -> None:
        """Turn a copy of a case's row into a continuation that holds the further times of its actions."""
        own = row.copy()
        row[:] = self._blank
        for name in (
            "town", "village", "grid", "class", "source", "subclass", "department", "team", "stage",
            "lon", "lat",
        ):  # fmt: skip
            row[name] = own[name]
        row["flags"] = own["flags"] & _FLAG_COMPONENT | int(RowFlag.CONTINUATION) | self._pack
        for name, times in zip(_RECURRING, _recurring(state), strict=True):
            if len(times) > further:
                row[name] = row_times(np.array([times[further]]))


def row_times(us: Ints) -> npt.NDArray[np.int32]:
    """Row times of times in µs: whole seconds since EPOCH_2020, held inside what int32 can say."""
    seconds = np.clip(us // MICROSECONDS - EPOCH_2020, NEVER + 1, 2**31 - 1)
    return np.where(us == _UNSET, NEVER, seconds).astype(np.int32)


def _recurring(state: CaseState) -> tuple[list[int], ...]:
    return state.dispatches, state.returns, state.reworks, state.extensions, state.suspensions


def _rows_needed(state: CaseState) -> int:
    if state.report is None:
        return 1
    return max(
        1,
        len(state.dispatches),
        len(state.returns),
        len(state.reworks),
        len(state.extensions),
        len(state.suspensions),
    )
