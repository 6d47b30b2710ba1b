"""Why a case needs somebody higher up (高位协调): reasons, their weight, and the steps of cases."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Reason(StrEnum):
    """Why a case is on the board."""

    RETURNED = "returned"
    """Two or more returns."""
    PING_PONG = "ping_pong"
    """A department got it back that had it before another one."""
    NO_DEPARTMENT = "no_department"
    """Open and filed, and nobody has had it for longer than dispatching may take."""
    STUCK = "stuck"
    """Waits longer in its step than nine of ten past cases of its subclass did."""
    BOUNDARY = "boundary"
    """Open, and lies within some metres of another town."""
    MARKED = "marked"
    """Somebody raised it to the higher level, and it is not settled."""


RETURNS = 2
"""Returns from which a case counts as returned again and again."""
STUCK_TENTHS = 9
"""The quantile of past durations, in tenths, beyond which a case is stuck."""
NOBODY_SECONDS = 15 * 60
"""The time that a dispatch may take: a case without department for longer than that is nobody's."""
MOST_FURTHER = 5
"""Returns beyond the second that still add to the severity."""

POINTS: Mapping[Reason, int] = MappingProxyType(
    {
        Reason.RETURNED: 2,
        Reason.PING_PONG: 3,
        Reason.NO_DEPARTMENT: 3,
        Reason.STUCK: 2,
        Reason.BOUNDARY: 1,
        Reason.MARKED: 4,
    }
)
"""Severity of a case: the points of its reasons, 1 for each return beyond the second, and these:"""
URGENT_POINTS, OVERDUE_POINTS = 2, 2


@dataclass(frozen=True, slots=True)
class Leg:
    """A step of a case between two of its times: columns of its row."""

    name: str
    start: str
    end: str
    measure: str
    """The measure that counts exactly the cases which finished the step in a period."""


LEGS = (
    Leg("accept", "reported", "accepted", "accepted"),
    Leg("file", "accepted", "filed", "filed"),
    Leg("dispatch", "filed", "first_dispatched", "first_dispatched"),
    Leg("dispose", "first_dispatched", "disposed", "disposed"),
    Leg("verify", "disposed", "verified", "verified"),
    Leg("close", "verified", "ended", "closed"),
)
"""In their order. A case is in the first one whose end it has not; so going back and forth between
departments, and rework, are time of the step `dispose`."""
DISPOSE = 3


class MarkState(StrEnum):
    """How far the high-level coordination of a case is."""

    RAISED = "raised"
    DECIDED = "decided"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class MarkEntry:
    """One line of the trail of a mark; nothing of it is ever changed."""

    at: int
    """Unix seconds."""
    by: str
    state: MarkState
    note: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A case raised to a higher level, with all that was said about it; the last entry holds."""

    entries: tuple[MarkEntry, ...]

    @property
    def state(self) -> MarkState:
        """How far it is."""
        return self.entries[-1].state

    @property
    def pending(self) -> bool:
        """Whether it still waits for somebody."""
        return self.state != MarkState.SETTLED


class BadMark(ValueError):
    """A mark that makes no sense; the message is for the one who made it."""


LONGEST_NOTE = 1000
_NEXT: Mapping[MarkState | None, frozenset[MarkState]] = MappingProxyType(
    {
        None: frozenset({MarkState.RAISED}),
        MarkState.RAISED: frozenset(MarkState),
        MarkState.DECIDED: frozenset(MarkState),
        MarkState.SETTLED: frozenset({MarkState.RAISED}),
    }
)
"""What may follow: first it is raised; what is settled can only be raised again."""


def following(state: MarkState | None) -> list[MarkState]:
    """What may follow a state (None: not raised yet), the next step first."""
    order = list(MarkState)
    ahead = 0 if state is None else (order.index(state) + 1) % len(order)
    return sorted(_NEXT[state], key=lambda one: (order.index(one) - ahead) % len(order))


def marked(mark: Mark | None, entry: MarkEntry) -> Mark:
    """The mark with one more entry. Raises BadMark."""
    before = None if mark is None else mark.state
    if entry.state not in _NEXT[before]:
        raise BadMark(f"a case that is {before or 'not raised'} cannot become {entry.state}")
    if not entry.note.strip():
        raise BadMark("a mark needs a note")
    if len(entry.note) > LONGEST_NOTE:
        raise BadMark(f"a note has at most {LONGEST_NOTE} characters")
    return Mark((*(() if mark is None else mark.entries), entry))
