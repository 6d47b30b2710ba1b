"""A stream of as many actions as are wanted, over many months: shuffled, repeated, late, with nonsense."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import orjson

from tests.reference.streams import NUDGES, START, STEPS, case_actions, twin
from tests.reference.wire import Wire

CASES_A_DAY = 90
"""As many as make neighbours of one subclass within a day, and a year out of 200,000 actions."""
_NONSENSE = 0.02
_REPEATED = 0.1
_TWINS = 0.02
_LATE = 0.05


@dataclass
class LongStream:
    """What goes to the reference, and the same as lines for the product, with the nonsense among them."""

    wires: list[Wire]
    lines: list[bytes]
    nonsense: int
    start: datetime
    """Beginning of the first day with reports; the last one ends a little after START."""

    def batches(self, rng: random.Random, most: int) -> Iterator[list[bytes]]:
        """The lines cut at random places, into batches of one line to `most`."""
        first = 0
        while first < len(self.lines):
            last = first + rng.choice([1, rng.randint(1, 50), rng.randint(1, most), most])
            yield self.lines[first:last]
            first = last

    def moments(self, rng: random.Random) -> tuple[datetime, datetime, datetime]:
        """A period, from an hour to more than all of the stream, and a clock; on its lattice."""
        whole = START - self.start
        start = self.start + rng.random() * whole // timedelta(minutes=5) * timedelta(minutes=5)
        if rng.random() < 0.3:
            start = start.replace(hour=16, minute=0)  # Midnight of the city.
        length = rng.choice([timedelta(hours=1), timedelta(days=1), timedelta(days=31), whole / 2, whole * 2])
        as_of = START + rng.choice(STEPS) * rng.randint(0, 8)
        if rng.random() < 0.5:
            as_of = start + rng.random() * whole // timedelta(minutes=5) * timedelta(minutes=5)
        return start + rng.choice(NUDGES), start + length + rng.choice(NUDGES), as_of + rng.choice(NUDGES)


def long_stream(rng: random.Random, actions: int) -> LongStream:
    """So many valid lines, a tenth of them repeated, and some nonsense beside them."""
    lives: list[list[Wire]] = []
    days = actions // (7 * CASES_A_DAY) + 1
    start = (START - timedelta(days=days)).replace(hour=16)
    fresh = int(actions / (1 + _REPEATED + _TWINS))
    count = 0
    while count < fresh:
        day = start + timedelta(days=len(lives) // CASES_A_DAY)
        minute = timedelta(minutes=5 * rng.randrange(288))
        lives.append(case_actions(rng, f"K{len(lives)}", fractions=rng.random() < 0.1, start=day + minute))
        count += len(lives[-1])
    wires = _disordered(rng, lives)
    wires += [twin(rng, rng.choice(wires)) for _ in range(int(fresh * _TWINS))]
    wires += [dict(rng.choice(wires)) for _ in range(actions - len(wires))]
    # The reference hears nothing of the order: a set has none.
    marked = [(rng.random(), orjson.dumps(wire)) for wire in wires]
    marked += [(rng.random(), nonsense(rng, rng.choice(wires))) for _ in range(int(actions * _NONSENSE))]
    marked.sort(key=lambda one: one[0])
    return LongStream(wires, [line for _, line in marked], int(actions * _NONSENSE), start)


def _disordered(rng: random.Random, lives: list[list[Wire]]) -> list[Wire]:
    """Actions of all cases, some of them moved far away from their case in time."""
    wires = [wire for life in lives for wire in life]
    for wire in wires:
        if rng.random() < _LATE and "event_id" not in wire and wire["action"] != "report":
            moved = datetime.fromisoformat(wire["at"]) + timedelta(days=rng.choice([-40, -3, 3, 40]))
            wire["at"] = moved.isoformat()
    return wires


def nonsense(rng: random.Random, wire: Wire) -> bytes:
    """A line that says nothing about any case."""
    line = orjson.dumps(wire)
    kind = rng.randrange(6)
    if kind == 0:
        return line[: rng.randrange(1, len(line) - 1)]
    if kind == 1:
        return bytes([rng.randrange(128, 255)]) + rng.randbytes(rng.randrange(1, 80)).replace(b"\n", b"")
    if kind == 2:
        return orjson.dumps({**wire, "at": rng.choice(["yesterday", "1889-01-01T00:00:00Z", "2190-01-01"])})
    if kind == 3:
        return orjson.dumps({**wire, "action": rng.choice(["explode", "", "REPORT"])})
    if kind == 4:
        return orjson.dumps({**wire, "case_id": rng.choice(["", 7, None, "x" * 65, "a\nb"])})
    return orjson.dumps({name: value for name, value in wire.items() if name != "at"})
