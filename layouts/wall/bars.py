"""Bars of a chart over equal places, as paths in a box that the sheet stretches: short to send, one each."""

from collections.abc import Sequence

WIDE = 10
"""Units of a place; a box is WIDE × the number of places wide and HIGH high."""
HIGH = 100.0
_MARGIN = 1.2


def bars_path(values: Sequence[float], below: Sequence[float], top: float) -> str:
    """Rectangles of `values` standing on `below`, both in units of `top`, the upper end of the scale."""
    parts = []
    for place, (value, base) in enumerate(zip(values, below, strict=True)):
        if value > 0:
            low, high = (HIGH - HIGH * min(1.0, at / top) for at in (base, base + value))
            left, right = place * WIDE + _MARGIN, (place + 1) * WIDE - _MARGIN
            parts.append(f"M{left:.1f} {low:.1f}V{high:.1f}H{right:.1f}V{low:.1f}Z")
    return "".join(parts)


def stacked(*series: Sequence[float], top: float) -> list[str]:
    """Path of each series, the first at the bottom."""
    base = [0.0] * len(series[0])
    paths = []
    for values in series:
        paths.append(bars_path(values, base, top))
        base = [under + value for under, value in zip(base, values, strict=True)]
    return paths
