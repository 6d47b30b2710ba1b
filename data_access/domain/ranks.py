"""Ranks with ties and the uncertainty of a rate."""

import math
from collections.abc import Sequence

Z_95 = 1.959963984540054
"""Two-sided 95 % point of the normal distribution."""


def ranks(values: Sequence[float | None]) -> list[int | None]:
    """Rank of each value, the highest first; equal values share a rank, the next one is left out.

    None is not ranked.
    """
    ordered = sorted((value for value in values if value is not None), reverse=True)
    first: dict[float, int] = {}
    for position, value in enumerate(ordered, start=1):
        first.setdefault(value, position)
    return [None if value is None else first[value] for value in values]


def wilson(hits: int, total: int) -> tuple[float, float] | None:
    """The 95 % score interval of a rate `hits` / `total`; None without a total.

    E. B. Wilson, Journal of the American Statistical Association 22, 1927. None of them or all of them give
    exactly 0 or 1.
    """
    if total <= 0:
        return None
    share = hits / total
    square = Z_95 * Z_95 / total
    middle = share + square / 2
    reach = Z_95 * math.sqrt(share * (1 - share) / total + square / (4 * total))
    return (
        max(0.0, (middle - reach) / (1 + square)) if hits > 0 else 0.0,
        min(1.0, (middle + reach) / (1 + square)) if hits < total else 1.0,
    )
