"""Axes of printed charts: round limits and ticks around the values that are shown."""

import math
from collections.abc import Iterable

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def axis(
    values: Iterable[float | None], *, parts: int = 5, least: float | None = None, most: float | None = None
) -> tuple[float, float, tuple[float, ...]]:
    """First and last value of an axis and its ticks, at round numbers; 0 to 1 when there is no value.

    `least` and `most` hold the axis inside what is possible, such as 0 and 100 of a score.
    """
    known = [value for value in values if value is not None]
    if not known:
        return 0.0, 1.0, (0.0, 1.0)
    low, high = min(known), max(known)
    if low == high:
        low, high = low - 1, high + 1
    step = _round_up((high - low) / parts)
    first, last = math.floor(low / step) * step, math.ceil(high / step) * step
    if least is not None:
        first = max(first, least)
    if most is not None:
        last = min(last, most)
    count = round((last - first) / step)
    return first, last, tuple(round(first + number * step, 9) for number in range(count + 1))


def _round_up(width: float) -> float:
    power = 10.0 ** math.floor(math.log10(width))
    return next(step * power for step in _STEPS if step * power >= width * (1 - 1e-9))
