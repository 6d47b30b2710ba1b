"""Tells when the past stands still: no report of a month or an earlier one has come in for some time."""

from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from data_access.domain.city import City
from data_access.domain.period import from_row_time, local_day, midnight, next_month, to_row_time
from data_access.domain.rows import NEVER, Columns, RowFlag

_DAY = 86_400
FIRST_DAYS = 3
"""A month without a report on these days after one without any is not whole."""


class Quiet:
    """Watches how many cases every past month and those before it have."""

    def __init__(self, city: City) -> None:
        self._city = city
        self._months: list[str] = []
        self._seen: dict[str, tuple[int, float]] = {}
        """Month → cases reported until its end, and since when it has been so many."""

    @property
    def months(self) -> list[str]:
        """Months with cases that are over for long enough to be published, the newest first."""
        return self._months

    def look(self, columns: Columns, now: float) -> None:
        """Count anew; `now` is in Unix seconds."""
        complete = (columns["flags"].astype(np.uint32, copy=False) & np.uint32(RowFlag.COMPLETE)) != 0
        reported = columns["reported"].astype(np.int32, copy=False)[complete]
        reported = reported[reported != NEVER]
        self._months, seen = [], {}
        if len(reported):
            zone, wait = self._city.zone, self._city.rules.public.release_after_days * _DAY
            first = local_day(from_row_time(int(reported.min())), zone).replace(day=1)
            starts: list[date] = [first]
            while midnight(next_month(starts[-1]), zone) + wait <= now:
                starts.append(next_month(starts[-1]))
            edges = [to_row_time(midnight(day, zone)) for day in starts]
            own = np.histogram(reported, edges)[0] if len(edges) > 1 else np.zeros(0, dtype=np.int64)
            earlier = 0
            for day, count, until in zip(starts[:-1], own.tolist(), np.cumsum(own).tolist(), strict=True):
                month = f"{day:%Y-%m}"
                before = self._seen.get(month)
                seen[month] = before if before is not None and before[0] == until else (until, now)
                if count and (earlier or self._begins(reported, day)):
                    self._months.insert(0, month)
                earlier = count
        self._seen = seen

    def _begins(self, reported: npt.NDArray[np.int32], first: date) -> bool:
        """Whether a month after one without cases has some of its first days: else the data begin inside it,
        and its figures would be those of a part."""
        zone = self._city.zone
        start, end = (to_row_time(midnight(day, zone)) for day in (first, first + timedelta(days=FIRST_DAYS)))
        return bool(((reported >= start) & (reported < end)).any())

    def is_settled(self, month: str, now: float, seconds: float) -> bool:
        """Whether nothing has come in for so long that belongs to the month or one before it."""
        return month in self._seen and now - self._seen[month][1] >= seconds
