"""How long the steps of cases take: durations of finished steps, and the step that an open case waits in.

A step runs from one time of a row to the next (`domain.coordination.LEGS`), in whole seconds as rows keep
them, suspensions included: it is the waiting that a person sees. A step that ended before it began took 0.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from data_access.domain.coordination import LEGS, STUCK_TENTHS, Leg
from data_access.domain.facts import Facts
from data_access.domain.rows import NEVER, NO_NAME, Stage
from data_access.queries.groups import Index

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
DAY_SECONDS = 86_400
_SECOND_BITS = 32
_KINDS = 1 << 16
MEDIAN_TENTHS, P90_TENTHS = 5, 9


@dataclass(frozen=True)
class Finished:
    """Cases that finished a step in a stretch of time."""

    rows: Index
    seconds: Ints


def finished(facts: Facts, leg: Leg, start: int, end: int) -> Finished:
    """Complete cases, whatever the scope, whose step ended in the row times [start, end)."""
    ends = facts.column(leg.end)
    mask = ends >= start
    mask &= ends < end
    rows = np.flatnonzero(mask)
    if leg.end == "ended":
        # Rejected and void cases have an end, but nobody closed them.
        rows = rows[facts.columns["stage"].take(rows) == Stage.CLOSED]
    starts = facts.column(leg.start).take(rows)
    complete = facts.columns["flags"].take(rows).astype(np.uint32, copy=False) & np.uint32(1) != 0
    known = complete & (starts != NEVER)
    if not known.all():
        rows, starts = rows[known], starts[known]
    seconds = ends.take(rows).astype(np.int64) - starts
    return Finished(rows, np.maximum(seconds, 0, out=seconds))


def usual_seconds(subclasses: npt.NDArray[np.generic], seconds: Ints, wanted: Ints, least: int) -> Floats:
    """The 90th percentile of each wanted subclass, NaN with fewer than `least` durations; shape (wanted,).

    Exact, with linear interpolation between ranks.
    """
    place = np.full(_KINDS, -1, dtype=np.int64)
    place[wanted] = np.arange(len(wanted))
    groups = place.take(subclasses.astype(np.int64))
    chosen = groups >= 0
    keys = groups[chosen] << _SECOND_BITS
    keys |= seconds[chosen]
    keys.sort()
    starts = np.searchsorted(keys, np.arange(len(wanted) + 1) << _SECOND_BITS)
    result = np.full(len(wanted), np.nan)
    for index, (start, end) in enumerate(zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True)):
        if end - start >= least:
            result[index] = between_ranks(keys[start:end] & ((1 << _SECOND_BITS) - 1), STUCK_TENTHS)
    return result


def between_ranks(ordered: Ints, tenths: int) -> float:
    """A quantile of ordered whole numbers, linear between ranks; at least one value.

    In tenths, so that a quantile that is a whole number comes out as one and comparisons with it are exact.
    """
    below, part = divmod((len(ordered) - 1) * tenths, 10)
    low, high = int(ordered[below]), int(ordered[min(below + 1, len(ordered) - 1)])
    return low + (high - low) * part / 10


def quantiles(seconds: Ints) -> tuple[float | None, float | None]:
    """Median and 90th percentile, None of nothing."""
    if not len(seconds):
        return None, None
    ranks = {place for tenths in (MEDIAN_TENTHS, P90_TENTHS) for place in _ranks(len(seconds), tenths)}
    ordered = np.partition(seconds, sorted(ranks))
    return between_ranks(ordered, MEDIAN_TENTHS), between_ranks(ordered, P90_TENTHS)


def _ranks(size: int, tenths: int) -> tuple[int, int]:
    below = (size - 1) * tenths // 10
    return below, min(below + 1, size - 1)


@dataclass(frozen=True)
class Waiting:
    """Where the open ones of some cases wait; one entry a case."""

    leg: Ints
    """Index in LEGS, -1 for a case that has ended."""
    seconds: Ints
    """Since the step began; 0 when it has ended, or begins after `as_of`."""
    usual: Floats
    """The 90th percentile of past steps of the kind; NaN when too few are known or the clock stands."""


def waiting(facts: Facts, rows: Index, is_open: npt.NDArray[np.bool_]) -> Waiting:
    """The step that each of `rows` is in, without `usual`."""
    leg = np.zeros(len(rows), dtype=np.int64)
    since = facts.column(LEGS[0].start).take(rows)
    for index, one in enumerate(LEGS[1:], 1):
        starts = facts.column(one.start).take(rows)
        reached = starts != NEVER
        leg[reached] = index
        since = np.where(reached, starts, since)
    seconds = np.maximum(facts.as_of - since.astype(np.int64), 0)
    return Waiting(np.where(is_open, leg, -1), np.where(is_open, seconds, 0), np.full(len(rows), np.nan))


def past_start(facts: Facts, days: int) -> int:
    """Row time at which the past begins that durations are taken from."""
    return facts.as_of - days * DAY_SECONDS


def fill_usual(
    waits: Waiting, leg: int, past: Finished, facts: Facts, rows: Index, judged: npt.NDArray[np.bool_]
) -> None:
    """Write `usual` of the judged ones of `rows` that wait in a step, by all cases that finished it."""
    column = facts.columns["subclass"]
    subclasses = column.take(rows).astype(np.int64)
    here = np.flatnonzero(judged & (waits.leg == leg) & (subclasses != NO_NAME))
    if not len(here):
        return
    wanted, place = np.unique(subclasses[here], return_inverse=True)
    usual = usual_seconds(column.take(past.rows), past.seconds, wanted, facts.city.rules.least_durations)
    waits.usual[here] = usual[place]
