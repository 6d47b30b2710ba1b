"""What can be counted: a time that places a case in a period, and what else must hold for it.

One table; `indicators` builds every figure from it, `facts` evaluates it, the documentation prints it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class TimeColumn(StrEnum):
    """Time by which a measure places a case in a period; most are columns of a row."""

    REPORTED = "reported"
    ACCEPTED = "accepted"
    FILED = "filed"
    FIRST_DISPATCHED = "first_dispatched"
    DISPOSED = "disposed"
    VERIFIED = "verified"
    ENDED = "ended"
    RATED = "rated"
    DISPATCH_ACTION = "dispatch_action"
    RETURN_ACTION = "return_action"
    REWORK_ACTION = "rework_action"
    EXTEND_ACTION = "extend_action"
    SUSPEND_ACTION = "suspend_action"
    SETTLE = "settle"
    """The earlier of due and disposed, of cases that fall due."""
    DECIDED = "decided"
    """Filed, or rejected."""


ACTION_TIMES = frozenset(
    {
        TimeColumn.DISPATCH_ACTION,
        TimeColumn.RETURN_ACTION,
        TimeColumn.REWORK_ACTION,
        TimeColumn.EXTEND_ACTION,
        TimeColumn.SUSPEND_ACTION,
    }
)
"""Times of actions, not of cases: continuation rows take part too."""

TIME_WORDS: Mapping[TimeColumn, str] = MappingProxyType(
    {
        TimeColumn.REPORTED: "reported_at",
        TimeColumn.ACCEPTED: "accepted_at",
        TimeColumn.FILED: "filed_at",
        TimeColumn.FIRST_DISPATCHED: "the first dispatch",
        TimeColumn.DISPOSED: "disposed_at",
        TimeColumn.VERIFIED: "verified_at",
        TimeColumn.ENDED: "the end (closed, rejected or void)",
        TimeColumn.RATED: "the last rating",
        TimeColumn.DISPATCH_ACTION: "each effective dispatch",
        TimeColumn.RETURN_ACTION: "each effective return",
        TimeColumn.REWORK_ACTION: "each effective rework",
        TimeColumn.EXTEND_ACTION: "each effective extend",
        TimeColumn.SUSPEND_ACTION: "each effective suspend",
        TimeColumn.SETTLE: "settle_at",
        TimeColumn.DECIDED: "filed_at, or rejected_at",
    }
)


class Fact(StrEnum):
    """Something that holds of a case or not; the words are in FACT_WORDS, the evaluation in `facts`."""

    OPEN = "open"
    BEFORE_FILING = "before_filing"
    WAITING_DISPOSAL = "waiting_disposal"
    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    REJECTED = "rejected"
    VOID = "void"
    CLOSED = "closed"
    DISPOSED = "disposed"
    ON_TIME_DISPOSAL = "on_time_disposal"
    ON_TIME_ACCEPT = "on_time_accept"
    ON_TIME_DISPATCH = "on_time_dispatch"
    ON_TIME_VERIFY = "on_time_verify"
    COLLECTOR = "collector"
    PUBLIC = "public"
    VALID = "valid"
    MISSED = "missed"
    ANSWERABLE = "answerable"
    ANSWERED_24H = "answered_24h"
    DUPLICATE = "duplicate"
    SELF_HANDLED = "self_handled"
    SATISFIED = "satisfied"
    LOCATED = "located"
    CLASSIFIED = "classified"


FACT_WORDS: Mapping[Fact, str] = MappingProxyType(
    {
        Fact.OPEN: "open",
        Fact.BEFORE_FILING: "open and not filed",
        Fact.WAITING_DISPOSAL: "open, filed, not disposed",
        Fact.OVERDUE: "open, filed, not disposed, not suspended, due_at < as_of",
        Fact.DUE_SOON: "open, filed, not disposed, not suspended, as_of ≤ due_at ≤ as_of + 2 h",
        Fact.REJECTED: "REJECTED",
        Fact.VOID: "VOID",
        Fact.CLOSED: "CLOSED",
        Fact.DISPOSED: "disposed",
        Fact.ON_TIME_DISPOSAL: "disposed_at ≤ due_at",
        Fact.ON_TIME_ACCEPT: "accepted within 15 min of the report",
        Fact.ON_TIME_DISPATCH: "first dispatched within 15 min of filing",
        Fact.ON_TIME_VERIFY: "verified within 30 min of disposal",
        Fact.COLLECTOR: "reported by a collector",
        Fact.PUBLIC: "reported by the public (hotline_12345, app, wechat)",
        Fact.VALID: "filed and not VOID",
        Fact.MISSED: "confirmed, reported by the public, of a class that collectors patrol for",
        Fact.ANSWERABLE: "accepted or rejected, or reported more than 24 h before as_of",
        Fact.ANSWERED_24H: "accepted or rejected within 24 h of the report",
        Fact.DUPLICATE: (
            "at the time of the report an earlier reported case of the same subclass, still open at that "
            "moment, lies within 50 m and was reported at most 24 h before"
        ),
        Fact.SELF_HANDLED: "self_handled",
        Fact.SATISFIED: "score ≥ 4",
        Fact.LOCATED: "with a position inside the city's bounds",
        Fact.CLASSIFIED: "of a subclass that the city knows",
    }
)


@dataclass(frozen=True, slots=True)
class Measure:
    """A count: cases (or actions) with `time` in the period for which all `facts` hold.

    Without a time it is a live count, which ignores the period.
    """

    time: TimeColumn | None
    facts: tuple[Fact, ...] = ()

    @property
    def words(self) -> str:
        """The measure in words for people."""
        counted = "actions" if self.time in ACTION_TIMES else "cases"
        placed = "now" if self.time is None else f"by {TIME_WORDS[self.time]} in P"
        conditions = "; ".join(FACT_WORDS[fact] for fact in self.facts)
        return f"{counted} {placed}" + (f": {conditions}" if conditions else "")


T, F = TimeColumn, Fact

MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "reported": Measure(T.REPORTED),
        "accepted": Measure(T.ACCEPTED),
        "filed": Measure(T.FILED),
        "first_dispatched": Measure(T.FIRST_DISPATCHED),
        "disposed": Measure(T.DISPOSED),
        "verified": Measure(T.VERIFIED),
        "closed": Measure(T.ENDED, (F.CLOSED,)),
        "rejected": Measure(T.ENDED, (F.REJECTED,)),
        "void": Measure(T.ENDED, (F.VOID,)),
        "rated": Measure(T.RATED),
        "dispatches": Measure(T.DISPATCH_ACTION),
        "returns": Measure(T.RETURN_ACTION),
        "reworks": Measure(T.REWORK_ACTION),
        "extensions": Measure(T.EXTEND_ACTION),
        "suspensions": Measure(T.SUSPEND_ACTION),
        "settled": Measure(T.SETTLE),
        "settled_disposed": Measure(T.SETTLE, (F.DISPOSED,)),
        "settled_on_time": Measure(T.SETTLE, (F.ON_TIME_DISPOSAL,)),
        "settled_closed": Measure(T.SETTLE, (F.CLOSED,)),
        "settled_closed_on_time": Measure(T.SETTLE, (F.CLOSED, F.ON_TIME_DISPOSAL)),
        "accepted_on_time": Measure(T.ACCEPTED, (F.ON_TIME_ACCEPT,)),
        "first_dispatched_on_time": Measure(T.FIRST_DISPATCHED, (F.ON_TIME_DISPATCH,)),
        "verified_on_time": Measure(T.VERIFIED, (F.ON_TIME_VERIFY,)),
        "collector_decided": Measure(T.DECIDED, (F.COLLECTOR,)),
        "collector_valid": Measure(T.DECIDED, (F.COLLECTOR, F.VALID)),
        "missed": Measure(T.FILED, (F.MISSED,)),
        "public_answerable": Measure(T.REPORTED, (F.PUBLIC, F.ANSWERABLE)),
        "public_answered_24h": Measure(T.REPORTED, (F.PUBLIC, F.ANSWERED_24H)),
        "duplicates": Measure(T.REPORTED, (F.DUPLICATE,)),
        "collector_reported": Measure(T.REPORTED, (F.COLLECTOR,)),
        "collector_self_handled": Measure(T.REPORTED, (F.COLLECTOR, F.SELF_HANDLED)),
        "satisfied": Measure(T.RATED, (F.SATISFIED,)),
        "filed_valid": Measure(T.FILED, (F.VALID,)),
        "public_reported": Measure(T.REPORTED, (F.PUBLIC,)),
        "located": Measure(T.REPORTED, (F.LOCATED,)),
        "classified": Measure(T.REPORTED, (F.CLASSIFIED,)),
        "open": Measure(None, (F.OPEN,)),
        "overdue": Measure(None, (F.OVERDUE,)),
        "due_soon": Measure(None, (F.DUE_SOON,)),
    }
)
"""Every count that indicators are made of, by name."""


def is_part(part: str, whole: str) -> bool:
    """Whether a measure counts some of what another one counts: by the same time, and more must hold."""
    some, every = MEASURES[part], MEASURES[whole]
    return some.time == every.time and set(every.facts) <= set(some.facts)
