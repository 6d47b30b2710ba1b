"""Quality of collection a second time, in plain Python from raw actions."""

import math
from collections import Counter
from datetime import datetime

from tests.reference.answers import World
from tests.reference.asked import Asked
from tests.reference.case import Case
from tests.reference.measured import decided_at

Share = tuple[int, int]


def group_of(world: World, case: Case, by: str) -> object:
    """The team or the area of a case."""
    return case.attribute("by") if by == "team" else world.category(case, by)


def reports(cases: list[Case], asked: Asked) -> list[Case]:
    """Reports of collectors in the period."""
    return [case for case in cases if case.from_collector and asked.holds(case.reported_at)]


def shares(cases: list[Case], asked: Asked, trivial: frozenset[str]) -> dict[str, Share]:
    """Numerator and denominator of each share of some cases."""
    reported = reports(cases, asked)
    decided = [case for case in cases if case.from_collector and asked.holds(decided_at(case))]
    return {
        "valid": (sum(case.filed and case.stage != "VOID" for case in decided), len(decided)),
        "duplicate": (
            sum(case.case_id in asked.repeating for case in reported),
            len(reported),
        ),
        "self_handled": (sum("self_handled" in case.flag for case in reported), len(reported)),
        "trivial": (sum(case.attribute("subclass") in trivial for case in reported), len(reported)),
    }


def mix(cases: list[Case]) -> Counter[str]:
    """Cases by class."""
    return Counter(str(case.attribute("class")) for case in cases)


def former_start(start: datetime) -> datetime:
    """Midnight of the same day three months before, of the last day of that month where it is shorter."""
    local = start.replace(hour=0, minute=0, second=0, microsecond=0)
    month = local.year * 12 + local.month - 1 - 3
    for day in range(local.day, 27, -1):
        try:
            return local.replace(year=month // 12, month=month % 12 + 1, day=day)
        except ValueError:
            continue
    return local.replace(year=month // 12, month=month % 12 + 1)


def jensen_shannon(one: Counter[str], other: Counter[str]) -> float:
    """Distance of two mixes: the root of the divergence in bits."""
    total, both = 0.0, one.keys() | other.keys()
    for name in both:
        p, q = one[name] / one.total(), other[name] / other.total()
        middle = (p + q) / 2
        total += sum(part * math.log2(part / middle) / 2 for part in (p, q) if part > 0)
    return math.sqrt(max(total, 0.0))


def patrolled(world: World, cases: list[Case], codes: tuple[str, ...]) -> Share:
    """Staffed grids of some areas that one of the reports came from, and all staffed grids there."""
    tree = world.city.tree
    seen = {world.places[case.case_id].grid for case in cases}
    grids = []
    for grid in tree.grids:
        village = tree.villages[grid.parent]
        above = {grid.code, village.code, tree.towns[village.parent].code, tree.city.code}
        if grid.staff > 0 and above & set(codes):
            grids.append(grid.code)
    return sum(code in seen for code in grids), len(grids)
