"""Plausible snapshots of the scenes of heat by class and of the replay, from a seed."""

import random
from typing import Any

from data_access.domain.city import City
from tests.layouts.conftest import NOW
from tests.layouts.snapshots import sample_heat

_SHAPE = [1, 1, 1, 1, 1, 2, 4, 10, 28, 52, 60, 48, 26, 26, 50, 58, 56, 44, 26, 22, 18, 14, 8, 4]
FRAMES = 96
WINDOW = 8


def classes_snapshot(city: City, now: float = NOW, seed: int = 1) -> dict[str, Any]:
    """Twelve classes, each about half as busy as the one before."""
    dice = random.Random(seed)
    rows, columns = city.locator.shape
    found: list[dict[str, Any]] = []
    cells: dict[str, int] = {}
    for place, one in enumerate(dice.sample(city.taxonomy.classes, len(city.taxonomy.classes))):
        index = city.taxonomy.class_index(one.code) or 0
        count = max(1, round(760 * 0.55**place))
        heat = sample_heat(city, seed + place, count)
        cells.update({str(index * rows * columns + int(cell)): n for cell, n in heat.items()})
        found.append(
            {
                "code": one.code,
                "index": index,
                "reported": count,
                "last_week": round(count * dice.uniform(0.8, 1.3)),
                "open": count * 2,
                "overdue": count // 20,
                "most": {"code": dice.choice(city.tree.towns).code, "count": 1 + count // 12},
                "spark": [round(count * weight / sum(_SHAPE)) for weight in _SHAPE],
            }
        )
    total = {name: sum(one[name] for one in found) for name in ("reported", "last_week", "open", "overdue")}
    return {
        "seq": 1,
        "at": now,
        "area": city.tree.city.code,
        "hours": 24,
        "total": total,
        "classes": found,
        "heat": {"layer_size": rows * columns, "cells": cells},
    }


def replay_snapshot(city: City, now: float = NOW, seed: int = 1) -> dict[str, Any]:
    """A film that ends at the last round quarter."""
    dice = random.Random(seed)
    start = int(now // 900) * 900 - FRAMES * 900
    spots = [int(cell) for cell in sample_heat(city, seed, 900)]
    weights = [_SHAPE[(14 + quarter // 4) % 24] for quarter in range(-WINDOW, FRAMES)]
    cells = [sorted(dice.choices(spots, k=weight // 2)) for weight in weights]
    counts = [len(quarter) for quarter in cells[WINDOW:]]
    return {
        "seq": 1,
        "at": now,
        "area": city.tree.city.code,
        "start": start,
        "step": 900,
        "window": WINDOW,
        "cells": cells,
        "steps": {
            name: [round(count * share) for count in counts]
            for name, share in zip(
                ("report", "file", "dispatch", "dispose", "verify", "close", "rate"),
                (1, 0.95, 0.94, 1.05, 1.03, 1.02, 0.2),
                strict=True,
            )
        },
        "open": [3000 + round(40 * dice.gauss(0, 1)) for _ in range(FRAMES + 1)],
        "overdue": [140 + round(10 * dice.gauss(0, 1)) for _ in range(FRAMES + 1)],
    }
