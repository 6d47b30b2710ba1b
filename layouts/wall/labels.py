"""Names that need room: town names that would cover each other, and long names in narrow columns."""

from functools import lru_cache

MAP_UNITS = (944.0, 610.0)
"""Width and height of the map on one screen in units of the composition; wide screens only have more room."""
MERCATOR_STRETCH = 1.085
"""Web Mercator stretches north-south by 1 / cos(latitude) against plain degrees; about this at 23° N."""
_LINE = 20.0
_GAP = 4.0
_WIDE, _NARROW = 18.5, 10.0
"""Width of a Chinese and of a Latin character at the smallest type, with a little air."""
_FARTHEST = 22.0
_ROUNDS = 60


def units_per_degree(bounds: tuple[float, float, float, float]) -> float:
    """Units to a degree of longitude on a map that shows `bounds` (west, south, east, north) as a whole."""
    west, south, east, north = bounds
    wide, high = MAP_UNITS
    return min(wide / (east - west), high / ((north - south) * MERCATOR_STRETCH))


def squeeze(name: str, width: float) -> float:
    """Share of its natural width at which a name of the smallest type fits into `width` units; at most 1."""
    return min(1.0, width / (sum(18.0 if ord(c) > 0x2E80 else 9.4 for c in name) or 1.0))


@lru_cache(maxsize=8)
def spread(
    names: tuple[str, ...], lon: tuple[float, ...], lat: tuple[float, ...], units_per_degree: float
) -> tuple[float, ...]:
    """Units to move each name down (negative: up) so that no two overlap, as far as `_FARTHEST` allows."""
    x = [value * units_per_degree for value in lon]
    y = [-value * units_per_degree * MERCATOR_STRETCH for value in lat]
    half = [_width(name) / 2 for name in names]
    moved = [0.0] * len(names)
    for _ in range(_ROUNDS):
        crowded = False
        for i in range(len(names)):
            for j in range(i):
                overlap = _LINE - abs(y[i] + moved[i] - y[j] - moved[j])
                if overlap <= 0.5 or abs(x[i] - x[j]) >= half[i] + half[j] + _GAP:
                    continue
                crowded = True
                lower, upper = (i, j) if y[i] + moved[i] >= y[j] + moved[j] else (j, i)
                moved[lower] = min(_FARTHEST, moved[lower] + overlap / 2)
                moved[upper] = max(-_FARTHEST, moved[upper] - overlap / 2)
        if not crowded:
            break
    return tuple(round(value, 1) for value in moved)


def _width(name: str) -> float:
    return sum(_WIDE if ord(character) > 0x2E80 else _NARROW for character in name)
