"""How many cases of which town a day of the demo city has, and what must become of some of them."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Indexes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Quota:
    """What is fixed about a day's cases before they are planned; one entry a case.

    Town -1 stands for the boundary rivers, which the city's bureau handles itself. A day without fixed
    ends (all `None`) takes its chances.
    """

    town: Indexes
    quality: npt.NDArray[np.float64] | None = None
    """Quality of every town, shape (towns,); None is the drifting quality of the month."""
    ends: "Ends | None" = None
    flood: Flags = field(default_factory=lambda: np.zeros(0, dtype=bool))
    """Reports of flooded roads during `rain`; empty when there is none."""

    @property
    def size(self) -> int:
        """Number of cases."""
        return len(self.town)


@dataclass(frozen=True)
class Ends:
    """Fixed ends of the cases of a day of a study month; one entry a case."""

    month_end: int
    """Unix seconds: the first moment after the month."""
    fixed: Flags
    """Accepted, filed and, if nothing else is said, disposed before `month_end`; never void."""
    rejected: Flags
    """Rejected without having been accepted."""
    not_closed: Flags
    """Disposed, perhaps verified, but never closed."""
    not_disposed: Flags
    """Dispatched and then left; due before `month_end`."""
    late: Flags
    """Disposed in the days after `month_end`."""
    self_collected: Flags
    """Settled on the spot by the collector; the centre closes them in one sweep after `month_end`."""
