"""Exact quantiles of many groups at once, linear interpolation between ranks."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

_MICROSECONDS = 1e6
_VALUE_BITS = 47
"""Microseconds of 4.4 years; with 16 bits of group one int64 orders both, much faster than lexsort."""
_GROUP_LIMIT = 1 << 16
_PIECE = 1 << 14

Floats = npt.NDArray[np.float64]


def grouped_quantiles(
    values: Floats, groups: npt.NDArray[np.intp], group_count: int, shares: Sequence[float]
) -> list[Floats]:
    """Quantiles of `values` (seconds, no NaN) in each group; one array of shape (group_count,) a share.

    `groups` gives the group of each value. A group without values has NaN.
    """
    if group_count == 1:
        found = np.quantile(values, shares) if len(values) else np.full(len(shares), np.nan)
        return [found[place : place + 1] for place in range(len(shares))]
    counts = np.bincount(groups, minlength=group_count)
    starts = np.cumsum(counts) - counts
    ordered = _by_group_and_value(values, groups, group_count)
    return [_between_ranks(ordered, starts, counts, share) for share in shares]


def _by_group_and_value(values: Floats, groups: npt.NDArray[np.intp], group_count: int) -> Floats:
    keys = _keys(values, groups) if group_count <= _GROUP_LIMIT else None
    if keys is None:
        return values[np.lexsort((values, groups))]
    keys.sort()
    keys &= (1 << _VALUE_BITS) - 1
    return keys / _MICROSECONDS


def _keys(values: Floats, groups: npt.NDArray[np.intp]) -> npt.NDArray[np.int64] | None:
    """Group and microseconds of each value as one number; None when not every value is that exactly."""
    keys = np.empty(len(values), dtype=np.int64)
    # Piece by piece, so that what lies between stays in the processor's cache.
    for start in range(0, len(values), _PIECE):
        piece = slice(start, start + _PIECE)
        part = values[piece]
        whole = np.rint(part * _MICROSECONDS)
        # Row durations are whole microseconds divided by a million: the way back gives the very same floats.
        if whole.min() < 0 or whole.max() >= 1 << _VALUE_BITS or (whole / _MICROSECONDS != part).any():
            return None
        key = groups[piece] << _VALUE_BITS
        key |= whole.astype(np.int64)
        keys[piece] = key
    return keys


def _between_ranks(
    ordered: Floats, starts: npt.NDArray[np.intp], counts: npt.NDArray[np.intp], share: float
) -> Floats:
    result = np.full(len(counts), np.nan)
    filled = np.flatnonzero(counts)
    rank = (counts[filled] - 1) * share
    below = np.floor(rank).astype(np.intp)
    above = np.minimum(below + 1, counts[filled] - 1)
    part = rank - below
    low, high = ordered[starts[filled] + below], ordered[starts[filled] + above]
    # Interpolate from the nearer end, as numpy.quantile does, so that both give the same bits.
    result[filled] = np.where(part < 0.5, low + (high - low) * part, high - (high - low) * (1 - part))
    return result
