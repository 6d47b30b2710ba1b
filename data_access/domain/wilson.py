"""The score interval of a share (E. B. Wilson, Journal of the American Statistical Association 22, 1927)."""

import math

_Z = 1.959963984540054
"""Of the normal distribution: 95 % lie within so many standard deviations."""


def wilson(events: int, cases: int) -> tuple[float, float] | None:
    """95 % interval of events / cases, both ends from 0 to 1; None without cases."""
    if cases <= 0:
        return None
    share, square = events / cases, _Z * _Z / cases
    middle = share + square / 2
    width = _Z * math.sqrt(max(share * (1 - share) / cases + square / (4 * cases), 0.0))
    return (
        max(0.0, (middle - width) / (1 + square)) if events > 0 else 0.0,
        min(1.0, (middle + width) / (1 + square)) if events < cases else 1.0,
    )
