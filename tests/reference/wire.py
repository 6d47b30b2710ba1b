"""Raw wire actions read plainly: times, identity, canonical JSON and fold order. Slow on purpose.

Written from the text of the wire format and of the life cycle, not from the product's code.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

TABLE_ORDER = (
    "report accept confirm reject file dispatch return suspend resume extend escalate dispose verify rework "
    "close void rate"
).split()
KNOWN_FIELDS = (
    "event_id by department due_at level score kind class subclass source lon lat town village grid urgent "
    "self_handled description reporter"
).split()

Wire = dict[str, Any]


@dataclass(frozen=True)
class Act:
    """One action with its time as an instant; `wire` is what was sent."""

    case_id: str
    action: str
    at: datetime
    event_id: str | None
    canonical: bytes
    wire: Wire

    @property
    def identity(self) -> tuple[Any, ...]:
        """The event_id if there is one, else (action, at); both within the case."""
        if self.event_id is not None:
            return (self.case_id, "event", self.event_id)
        return (self.case_id, self.action, self.at)

    @property
    def fold_key(self) -> tuple[Any, ...]:
        """(at, rank), ties by event_id, then canonical JSON."""
        return (self.at, TABLE_ORDER.index(self.action), self.event_id or "", self.canonical)


def instant(text: str, zone: ZoneInfo) -> datetime:
    """ISO 8601 text as an instant; without an offset it is city time."""
    time = datetime.fromisoformat(text)
    if time.tzinfo is None:
        time = time.replace(tzinfo=zone)
    return time.astimezone(UTC)


def microseconds(time: datetime) -> int:
    """Microseconds since 1970 UTC, exactly."""
    return (time - EPOCH) // MICROSECOND


def from_microseconds(value: int) -> datetime:
    """The instant of a number of microseconds since 1970 UTC."""
    return EPOCH + value * MICROSECOND


def canonical_json(wire: Wire, zone: ZoneInfo) -> bytes:
    """The known fields in one normal form: absent fields left out, times as instants, keys sorted."""
    content: dict[str, Any] = {name: wire[name] for name in KNOWN_FIELDS if wire.get(name) is not None}
    content["action"] = wire["action"]
    content["at"] = microseconds(instant(wire["at"], zone))
    if "due_at" in content:
        content["due_at"] = microseconds(instant(content["due_at"], zone))
    for name in ("lon", "lat"):
        if name in content:
            content[name] = round(content[name] * 10**7)
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def read(wire: Wire, zone: ZoneInfo) -> Act:
    """A wire action as an Act."""
    return Act(
        case_id=wire["case_id"],
        action=wire["action"],
        at=instant(wire["at"], zone),
        event_id=wire.get("event_id"),
        canonical=canonical_json(wire, zone),
        wire=wire,
    )


def actions_by_case(wires: Iterable[Wire], zone: ZoneInfo) -> dict[str, list[Act]]:
    """The set of actions of each case in fold order: one action per identity, the smallest content."""
    smallest: dict[tuple[Any, ...], Act] = {}
    for wire in wires:
        act = read(wire, zone)
        present = smallest.get(act.identity)
        if present is None or act.canonical < present.canonical:
            smallest[act.identity] = act
    cases: dict[str, list[Act]] = {}
    for act in smallest.values():
        cases.setdefault(act.case_id, []).append(act)
    for acts in cases.values():
        acts.sort(key=lambda act: act.fold_key)
    return cases
