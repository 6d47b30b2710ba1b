"""Peaks of the heat, cell by cell from the folded cases: the second implementation of the hot areas."""

import math
from collections import Counter
from datetime import datetime
from typing import Any

from tests.reference.answers import Wanted, World
from tests.reference.asked import DAY
from tests.reference.canvas_scenes import cells, reports_between
from tests.reference.case import Case

KERNEL_KM = 1.2
APART_KM = 2 * KERNEL_KM
MOST = 5


def hot_areas(world: World, area: str | None, as_of: datetime) -> list[dict[str, Any]]:
    """Cells with reports of the last 24 hours, densest first, each at least 2.4 km from those before it."""
    wanted = Wanted(areas=() if area is None else (area,))
    cases = [c for c in reports_between(world, wanted, as_of - DAY, as_of) if cell_of(world, c) is not None]
    counts = cells(world, cases)
    # A hundredth of a millionth of a case is no difference between two cells.
    order = sorted(counts, key=lambda cell: (-round(density(world, counts, cell), 8), cell))
    chosen: list[int] = []
    for cell in order:
        if len(chosen) < MOST and all(km(world, cell, other) >= APART_KM - 1e-9 for other in chosen):
            chosen.append(cell)
    return [told(world, cases, counts, cell) for cell in chosen]


def told(world: World, cases: list[Case], counts: Counter[int], cell: int) -> dict[str, Any]:
    """What is said of a peak."""
    near = [c for c in cases if km(world, cell, cell_of(world, c) or 0) < KERNEL_KM - 1e-9]
    subclasses = Counter(str(case.attribute("subclass")) for case in near)
    villages = Counter(code for c in near if (code := world.places[c.case_id].village) is not None)
    return {
        "density": round(density(world, counts, cell), 2),
        "cases": len(near),
        "count": max(subclasses.values()),
        "subclasses": {name for name, count in subclasses.items() if count == max(subclasses.values())},
        "villages": {name for name, count in villages.items() if count == max(villages.values())},
    }


def density(world: World, counts: Counter[int], cell: int) -> float:
    """Cases per km² by the quartic kernel, in the middle of a cell."""
    total = 0.0
    for other, count in counts.items():
        share = km(world, cell, other) / KERNEL_KM
        if share < 1:
            total += count * 3 / (math.pi * KERNEL_KM**2) * (1 - share**2) ** 2
    return total


def km(world: World, one: int, other: int) -> float:
    """Distance of the middles of two cells."""
    columns = world.city.locator.shape[1]
    rows, across = one // columns - other // columns, one % columns - other % columns
    return math.hypot(rows, across) * world.city.locator.cell_size_m / 1000


def cell_of(world: World, case: Case) -> int | None:
    """Where a case was reported."""
    return world.places[case.case_id].cell
