"""The rhythm of the demo city: how many cases a day brings, at what hours, and when it rains."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from data_access.domain.city import City
from data_access.domain.taxonomy import Clock

DAY_SECONDS = 86_400
# Cases a day of a city of ten million; a smaller city has fewer.
_WORKDAY, _WEEKEND, _HOLIDAY = 1468.0, 1127.0, 930.0
_PEOPLE = 10_466_625
_MICROSECONDS = 1_000_000

# Share of the day's reports by hour, two humps with a lunch dip and a quiet night.
_PATROL = [2, 1, 1, 1, 1, 2, 8, 30, 92, 138, 132, 88, 36, 42, 104, 134, 118, 66, 34, 28, 22, 12, 6, 3]
_PUBLIC = [8, 5, 3, 3, 3, 6, 16, 36, 66, 82, 84, 66, 50, 50, 64, 72, 70, 62, 60, 62, 52, 38, 24, 14]


@dataclass(frozen=True, slots=True)
class Rain:
    """A heavy shower over a part of the city."""

    start: int
    """Unix seconds."""
    seconds: int
    reports: int
    """Flooded roads that are reported."""
    place: float
    """Where its centre lies, as a share of all places of the city."""


def midnight(day: dt.date, city: City) -> int:
    """Start of a local day in Unix seconds."""
    return int(dt.datetime.combine(day, dt.time(), city.zone).timestamp())


class Rhythm:
    """Volumes and hours of one demo city."""

    def __init__(self, city: City, seed: int, rain_at: float | None = None) -> None:
        """`rain_at`: a moment (Unix seconds) before which it has just rained."""
        self._city = city
        self._seed = seed
        self._rain_at = rain_at
        self._scale = (city.tree.city.population or _PEOPLE) / _PEOPLE
        self._kind = lru_cache(maxsize=1024)(self._kind_uncached)

    def volume(self, day: dt.date) -> float:
        """Expected number of reports of a day."""
        base = {"work": _WORKDAY, "weekend": _WEEKEND, "holiday": _HOLIDAY}[self._kind(day)]
        season = 1 + 0.03 * np.sin(2 * np.pi * (day.timetuple().tm_yday - 80) / 365)
        week = 1 + {0: 0.035, 4: -0.02}.get(day.weekday(), 0.0)
        return float(self._scale * base * season * week)

    def count(self, day: dt.date, rng: np.random.Generator) -> int:
        """Number of reports of a day."""
        return int(rng.poisson(self.volume(day) * np.exp(rng.normal(0, 0.035))))

    def is_workday(self, day: dt.date) -> bool:
        """Whether the city's calendar counts the day as a working day."""
        return self._kind(day) == "work"

    def seconds(
        self, day: dt.date, patrol: npt.NDArray[np.bool_], rng: np.random.Generator
    ) -> npt.NDArray[np.int64]:
        """Second of the day of each report; `patrol` tells the collectors' from the others'."""
        draws = rng.random(len(patrol))
        hours = np.array(_PATROL, dtype=float)
        if not self.is_workday(day):
            hours = 0.7 * hours + 0.3 * hours.mean() * (hours > 5)
        seconds = np.where(patrol, _by_hours(hours, draws), _by_hours(np.array(_PUBLIC, dtype=float), draws))
        return np.minimum(seconds.astype(np.int64), DAY_SECONDS - 1)

    def rain(self, day: dt.date) -> Rain | None:
        """The shower of a day, if it has one."""
        rng = np.random.default_rng([self._seed, day.toordinal(), 7])
        chance, hour, place, reports = rng.random(), rng.uniform(6, 21), rng.random(), rng.integers(35, 70)
        start = midnight(day, self._city)
        if self._rain_at is not None and start <= self._rain_at - 1800 < start + DAY_SECONDS:
            first = max(start, int(self._rain_at) - 4500)
            return Rain(first, 3600, int(reports), float(place))
        wet = 0.22 if 4 <= day.month <= 9 else 0.06
        return Rain(start + int(hour * 3600), 3600, int(reports), float(place)) if chance < wet else None

    def _kind_uncached(self, day: dt.date) -> str:
        # A working hour that starts at midnight ends on the same day only where that day is worked.
        start = midnight(day, self._city)
        end = self._city.deadlines.due(start * _MICROSECONDS, 0.25, Clock.WORKING_HOUR) // _MICROSECONDS
        if end < midnight(day + dt.timedelta(days=1), self._city):
            return "work"
        return "weekend" if day.weekday() >= 5 else "holiday"


def _by_hours(hours: npt.NDArray[np.float64], draws: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Seconds of the day by the inverse of the cumulative hourly curve."""
    edges = np.concatenate([[0.0], np.cumsum(hours / hours.sum())])
    return np.asarray(np.interp(draws, edges, np.arange(25) * 3600.0))
