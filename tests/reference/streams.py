"""Nasty streams of wire actions in a small world: few cases, times on a coarse lattice, so that limits and
ties are hit. Everything comes from one `random.Random`, which Hypothesis can provide and shrink."""

import random
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from tests.reference.wire import TABLE_ORDER, Wire

START = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
"""Monday morning, 08:00 in Shanghai."""
STEPS = [timedelta(minutes=m) for m in (0, 0, 0, 5, 10, 15, 15, 15, 30, 30, 30, 60, 60, 120, 120, 1440)]
NUDGES = [timedelta(0)] * 12 + [timedelta(seconds=s) for s in (1, -1)]
FRACTIONS = [timedelta(microseconds=m) for m in (1, 250_000, 500_000, 999_999)]
OFFSETS = [timezone(timedelta(hours=h)) for h in (8, 8, 8, 0, -5, 5.5)]
PATH = ["report", "accept", "file", "dispatch", "dispose", "verify", "close", "rate"]
SIDE = [
    ["confirm"],
    ["escalate"],
    ["return", "dispatch"],
    ["return"],
    ["rework", "dispose"],
    ["rework", "return", "dispatch", "dispose", "verify"],
    ["suspend", "resume"],
    ["suspend", "extend", "resume"],
    ["suspend", "suspend"],
    ["extend", "extend", "extend"],
    ["extend"],
    ["dispose"],
    ["resume"],
]
ENDS = ["reject", "void", "close", "rate"]
SUBCLASSES: dict[str, list[str | None]] = {
    "C01": ["C0101", "C0199"],
    "E01": ["E0101", "E0101", "E0101", "E0102", "E0199", None],
    "E02": ["E0201", "E0299", "E0101"],
}
SOURCES = ["collector", "collector", "collector", "hotline_12345", "app", "wechat", "video", "other"]
DEPARTMENTS = ["城管分局", "水务所", "环保分局"]
CORNERS = [(113.7105, 23.0105), (113.7205, 23.0105), (113.7105, 23.0205), (113.7305, 23.0255)]
SHIFTS = [0.0, 0.0, 0.0003, 0.0008]
"""About 0, 33 and 90 m: on either side of the 50 m of a duplicate, never near it."""


def stream(rng: random.Random, *, cases: int = 4, fractions: bool = False) -> list[Wire]:
    """A stream of valid actions with repeats and twins, in no order."""
    wires: list[Wire] = []
    for number in range(rng.randint(1, cases)):
        wires += case_actions(rng, f"K{number}", fractions=fractions)
    for _ in range(rng.randint(0, 2)):
        if wires:
            wires.append(twin(rng, rng.choice(wires)))
    wires += [dict(rng.choice(wires)) for _ in range(rng.randint(0, 3)) if wires]
    rng.shuffle(wires)
    return wires


def lives(rng: random.Random, *, cases: int) -> list[Wire]:
    """The actions of so many cases, in no order."""
    wires = [wire for number in range(cases) for wire in case_actions(rng, f"K{number}")]
    rng.shuffle(wires)
    return wires


def case_actions(
    rng: random.Random, case_id: str, *, fractions: bool = False, start: datetime = START
) -> list[Wire]:
    """Actions of one case: a plausible life with things missing and added, or plain noise."""
    time = start + rng.choice(STEPS) * rng.randint(0, 3)
    if rng.random() < 0.25:
        names = [rng.choice(TABLE_ORDER) for _ in range(rng.randint(1, 8))]
    else:
        names = PATH[: rng.randint(1, len(PATH))]
        names = [name for name in names if rng.random() < 0.85]
        for _ in range(rng.randint(0, 4)):
            place = rng.randint(len(names) // 2, len(names))
            names[place:place] = rng.choice(SIDE)
        if rng.random() < 0.2:
            names.append(rng.choice(ENDS))
    wires = []
    for name in names:
        time += rng.choice(STEPS)
        moment = time + rng.choice(NUDGES)
        if fractions and rng.random() < 0.5:
            moment += rng.choice(FRACTIONS)
        wires.append(action(rng, case_id, name, moment))
    return wires


def action(rng: random.Random, case_id: str, name: str, moment: datetime) -> Wire:
    """One valid action."""
    wire: Wire = {"case_id": case_id, "action": name, "at": time_text(rng, moment)}
    if rng.random() < 0.15:
        wire["event_id"] = f"{case_id}-{rng.randint(1, 4)}"
    if rng.random() < 0.2:
        wire["by"] = rng.choice(["T017", "T018", None])
    if rng.random() < 0.1:
        wire["something_else"] = {"nested": [1, None]}
    wire |= EXTRAS.get(name, lambda _rng, _moment: {})(rng, moment)
    return wire


def time_text(rng: random.Random, moment: datetime) -> str:
    """An instant as one of the texts that mean it."""
    kind = rng.random()
    if kind < 0.1:
        return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if kind < 0.3:
        return moment.astimezone(OFFSETS[0]).replace(tzinfo=None).isoformat()
    return moment.astimezone(rng.choice(OFFSETS)).isoformat()


def report_fields(rng: random.Random, _moment: datetime) -> dict[str, Any]:
    """Attributes of a report: areas given, found from the position, both or in no town."""
    class_ = rng.choice(["E01", "E01", "E01", "E02", "C01"])
    fields: dict[str, Any] = {
        "kind": "component" if class_ == "C01" else "event",
        "class": class_,
        "source": rng.choice(SOURCES),
    }
    subclass = rng.choice(SUBCLASSES[class_])
    if subclass is not None:
        fields["subclass"] = subclass
    fields |= place_fields(rng)
    for name in ("urgent", "self_handled"):
        if rng.random() < 0.4:
            fields[name] = rng.choice([True, False])
    if rng.random() < 0.2:
        fields["description"] = rng.choice(["满溢的垃圾桶", "<b>bin</b>", ""])
    return fields


def place_fields(rng: random.Random) -> dict[str, Any]:
    """Where a report says it is."""
    lon, lat = rng.choice(CORNERS)
    point: dict[str, Any] = {"lon": round(lon + rng.choice(SHIFTS), 7), "lat": lat}
    choice = rng.random()
    if choice < 0.6:
        return point
    codes: list[dict[str, Any]] = [
        {"town": "441"},
        {"town": "442", "village": "44201"},
        {"village": "44199"},
        {"village": "44102", "grid": None},
        {"grid": "4420201"},
        {"town": "441", "village": "44201"},
        {"village": "44101", "grid": "4420201"},
        {"town": "44"},
    ]
    code = rng.choice(codes)
    if choice < 0.7:
        return code
    if choice < 0.8:
        return {"lon": 113.9, "lat": 22.0, **code}
    if choice < 0.85:
        return {"lon": 113.711, "lat": 23.038}
    return {**point, **code}


def dispatch_fields(rng: random.Random, moment: datetime) -> dict[str, Any]:
    """A department, sometimes none, and sometimes a due time."""
    fields = maybe_due(rng, moment)
    if rng.random() < 0.8:
        fields["department"] = rng.choice(DEPARTMENTS)
    return fields


def maybe_due(rng: random.Random, moment: datetime) -> dict[str, Any]:
    """A due time that the action carries, sometimes before the action itself."""
    if rng.random() < 0.6:
        return {}
    return {"due_at": time_text(rng, moment + rng.choice([*STEPS, timedelta(hours=-1)]))}


EXTRAS: dict[str, Any] = {
    "report": report_fields,
    "file": maybe_due,
    "dispatch": dispatch_fields,
    "extend": maybe_due,
    "escalate": lambda rng, _moment: {"level": rng.randint(1, 3)},
    "rate": lambda rng, _moment: {"score": rng.randint(1, 5)},
}


def twin(rng: random.Random, wire: Wire) -> Wire:
    """The same identity with another content: other fields, or under an event_id another action."""
    other = action(rng, wire["case_id"], wire["action"], datetime(2026, 3, 2, 3, tzinfo=UTC))
    other.pop("event_id", None)
    if "event_id" in wire:
        other["event_id"] = wire["event_id"]
        if rng.random() < 0.5:
            return other
    other["at"] = wire["at"]
    return other


def moments(rng: random.Random) -> tuple[datetime, datetime, datetime]:
    """Start and end of a period and an as_of, on the lattice of the streams, in whole seconds."""
    start = START + rng.choice(STEPS) * rng.randint(0, 2) + rng.choice(NUDGES)
    end = start + rng.choice(STEPS) * rng.randint(1, 8) + timedelta(seconds=1)
    as_of = START + rng.choice(STEPS) * rng.randint(0, 8) + rng.choice(NUDGES)
    return start, end, as_of


def streams(*, cases: int = 4, fractions: bool = False) -> st.SearchStrategy[list[Wire]]:
    """Streams for Hypothesis."""
    return st.randoms(use_true_random=False).map(lambda rng: stream(rng, cases=cases, fractions=fractions))
