"""The steps of one case for whoever knows its number and its check code."""

from typing import Any

import numpy as np
import numpy.typing as npt

from data_access.domain.city import City
from data_access.domain.period import city_time, from_row_time, to_row_time
from data_access.domain.rows import NEVER, Columns, RowFlag, Stage
from data_access.domain.taxonomy import PUBLIC_SOURCES, SOURCE_INDEX
from data_access.queries.public.month import FORMAT, NOWHERE

Json = dict[str, Any]
STEPS = (
    ("reported", "reported"), ("filed", "filed"), ("dispatched", "first_dispatched"),
    ("disposed", "disposed"), ("verified", "verified"), ("closed", "ended"), ("rated", "rated"),
)  # fmt: skip
"""The seven steps of a screen (采集 立案 派遣 处置 审核 办结 评价), and the column that has their time."""
_STATES = {Stage.CLOSED: "closed", Stage.REJECTED: "rejected", Stage.VOID: "void"}
_DAY = 86_400
_DUE = (Stage.FILED, Stage.DISPATCHED)


def trackable(columns: Columns, rows: npt.NDArray[np.int64], now: float, days: int) -> npt.NDArray[np.int64]:
    """Those of some rows whose cases the public reported and that are open or ended in the last `days`."""
    flags = columns["flags"][rows].astype(np.uint32)
    public = np.isin(columns["source"][rows], [SOURCE_INDEX[source] for source in PUBLIC_SOURCES])
    stage, ended = columns["stage"][rows].astype(np.uint8), columns["ended"][rows].astype(np.int64)
    recent = (stage < int(Stage.CLOSED)) | (ended > to_row_time(int(now) - days * _DAY))
    chosen: npt.NDArray[np.int64] = rows[public & recent & ((flags & np.uint32(RowFlag.COMPLETE)) != 0)]
    return chosen


def track_entry(columns: Columns, row: int, city: City, now: float, days: int) -> tuple[Json, int]:
    """The steps of a case, and the seconds for which they may be asked for (0 while it is open)."""
    stage = Stage(int(columns["stage"][row]))
    times = {name: int(columns[column][row]) for name, column in STEPS}
    if stage != Stage.CLOSED:
        times["closed"] = NEVER
    classes, number = city.taxonomy.classes, int(columns["class"][row])
    case_class = classes[number] if number < len(classes) else None
    suspended = bool(int(columns["flags"][row]) & RowFlag.SUSPENDED)
    due = int(columns["due"][row])
    runs = stage in _DUE and not suspended and due != NEVER
    ended = int(columns["ended"][row])
    keep = 0
    if stage >= Stage.CLOSED and ended != NEVER:
        keep = max(1, from_row_time(ended) + days * _DAY - int(now))
    return {
        "format": FORMAT,
        "steps": [
            {"step": name, "at": None if at == NEVER else city_time(from_row_time(at), city.zone)}
            for name, at in times.items()
        ],
        "next": _next(stage, times),
        "due_at": city_time(from_row_time(due), city.zone) if runs else None,
        "suspended": suspended,
        "state": _STATES.get(stage, "open"),
        "class": NOWHERE if case_class is None else {"zh": case_class.name_zh, "en": case_class.name_en},
    }, keep


def _next(stage: Stage, times: dict[str, int]) -> str | None:
    """The step that comes next: after the last one done, for a case may leave steps out."""
    if stage in (Stage.REJECTED, Stage.VOID):
        return None
    names = [name for name, _ in STEPS]
    done = [position for position, name in enumerate(names) if times[name] != NEVER]
    following = max(done, default=-1) + 1
    return names[following] if following < len(names) else None
