"""The row of a case: one fixed-width line of integers, and the columns that readers hold.

A row is a pure function of a case's record. Times are whole seconds since `EPOCH_2020` (int32,
`NEVER` = none); comparisons that need fractions of a second are made while folding and kept as flags.
An action that can recur keeps its first time in the case's row and further ones in continuation rows
(flag `COMPLETE` unset, every other time NEVER), so that counting a time column counts actions.
"""

from enum import IntEnum, IntFlag

import numpy as np
import numpy.typing as npt

EPOCH_2020 = 1_577_836_800
"""2020-01-01T00:00:00Z in Unix seconds: row times count from here, 1952 to 2088."""
NEVER = -(2**31)
NO_NAME = 65535
"""No department, subclass or team."""
NO_POSITION = -(2**31)
ROWS_PER_BLOCK = 4096


class Stage(IntEnum):
    """Stage of a case; the first seven are the main path."""

    REPORTED = 0
    ACCEPTED = 1
    FILED = 2
    DISPATCHED = 3
    DISPOSED = 4
    VERIFIED = 5
    CLOSED = 6
    REJECTED = 7
    VOID = 8


class RowFlag(IntFlag):
    """Facts of a case that are either so or not."""

    COMPLETE = 1
    """The case has its report; rows without count nowhere but in data quality."""
    COMPONENT = 2
    URGENT = 4
    CONFIRMED = 8
    SELF_HANDLED = 16
    SUSPENDED = 32
    """A suspension runs now."""
    ON_TIME_DISPOSAL = 64
    """disposed_at ≤ due_at."""
    ON_TIME_ACCEPT = 128
    ON_TIME_DISPATCH = 256
    ON_TIME_VERIFY = 512
    RESPONDED_24H = 1024
    """Accepted or rejected within 24 h of the report."""
    UNKNOWN_SUBCLASS = 2048
    POSITION_DROPPED = 4096
    """Coordinates outside the city's bounds beside a valid area code."""
    ESCALATED_1 = 8192
    ESCALATED_2 = 16384
    """Level of escalation as two bits: level 3 sets both."""
    CONTINUATION = 32768
    FALLS_DUE = 65536
    """Filed, neither VOID nor REJECTED nor suspended, with a due time."""
    DUE_FRACTION = 131072
    """The due time lies a fraction of a second after the whole second that the row keeps."""


PACK_SHIFT = 24
"""The highest eight bits of the flags number the version of the city pack whose indexes the row holds."""


ROW = np.dtype(
    [
        ("flags", "<u4"),
        ("town", "<u2"),
        ("village", "<u2"),
        ("grid", "<u2"),
        ("class", "u1"),
        ("source", "u1"),
        ("subclass", "<u2"),  # index in the city's taxonomy, or len(subclasses) + name index
        ("department", "<u2"),  # index in the names kept in the store
        ("team", "<u2"),  # `by` of the report, index in the names kept in the store
        ("stage", "u1"),
        ("score", "u1"),  # 0 = not rated
        ("return_count", "u1"),
        ("rework_count", "u1"),
        ("extension_count", "u1"),
        ("anomaly_count", "u1"),
        ("cell", "<u4"),
        ("lon", "<i4"),  # degrees × 10⁷
        ("lat", "<i4"),
        ("reported", "<i4"),
        ("accepted", "<i4"),
        ("filed", "<i4"),
        ("first_dispatched", "<i4"),  # implied times included
        ("due", "<i4"),
        ("disposed", "<i4"),
        ("verified", "<i4"),
        ("ended", "<i4"),  # closed, rejected or void: `stage` tells which
        ("rated", "<i4"),
        ("dispatch_action", "<i4"),  # effective actions, first here, further ones in continuations
        ("return_action", "<i4"),
        ("rework_action", "<i4"),
        ("extend_action", "<i4"),
        ("suspend_action", "<i4"),
        ("reported_us", "<u4"),  # fractions of a second: they decide which of two reports came first
        ("ended_us", "<u4"),
        ("disposal_seconds", "<f8"),  # filed to disposed, suspended time left out; NaN = none
    ]
)
ROW_BYTES = ROW.itemsize


def blank_row(pack: int = 0) -> bytes:
    """A row in which nothing can be counted: no flag, no time, no area; `pack` numbers the pack version."""
    blank = np.zeros(1, dtype=ROW)
    for name in ROW.names or ():
        kind = ROW[name]
        blank[name] = np.nan if kind == np.dtype("<f8") else NEVER if kind == np.dtype("<i4") else 0
    for name in ("town", "village", "grid", "subclass", "department", "team"):
        blank[name] = NO_NAME
    blank["class"] = blank["source"] = 255
    blank["cell"] = 0xFFFFFFFF
    blank["flags"] = pack << PACK_SHIFT
    return blank.tobytes()


Columns = dict[str, npt.NDArray[np.generic]]
"""The table by column: the fields of ROW under their names, all of one length."""


def to_columns(rows: npt.NDArray[np.void]) -> Columns:
    """Contiguous columns of a structured array of ROW."""
    names = ROW.names or ()
    return {name: np.ascontiguousarray(rows[name]) for name in names}
