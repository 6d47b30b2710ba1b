"""Staff on duty in the demo city: everybody's seeded shifts and absences, counted at a moment."""

import datetime as dt

import numpy as np
import numpy.typing as npt

from data_access.domain.city import City
from data_access.ingest.demo.rhythm import Rhythm, midnight
from data_access.store.staff import lowest_level

_HOUR = 3600.0
_ABSENT, _ABSENT_OFF_DAYS = 0.078, 0.19
_EVENING, _NIGHT = 0.34, 0.07


class Duty:
    """The roster of a city at work: by day nearly all, an evening and a night shift of some."""

    def __init__(self, city: City, seed: int) -> None:
        self._city = city
        self._seed = seed
        self._rhythm = Rhythm(city, seed)
        areas = city.tree.at(lowest_level(city))
        self._areas = len(areas)
        self._area = np.repeat(np.arange(len(areas)), [area.staff for area in areas])

    def on_duty(self, now: float) -> npt.NDArray[np.uint16]:
        """Staff on duty at `now` (Unix seconds) by area of the lowest level; shape (areas,)."""
        today = dt.datetime.fromtimestamp(now, self._city.zone).date()
        at_work = self._at_work(today, now) | self._at_work(today - dt.timedelta(days=1), now)
        counts = np.bincount(self._area[at_work], minlength=self._areas)
        return np.minimum(counts, 65_534).astype(np.uint16)

    def _at_work(self, day: dt.date, now: float) -> npt.NDArray[np.bool_]:
        """Who works at `now` in a shift that began on `day`."""
        rng = np.random.default_rng([self._seed, day.toordinal(), 9])
        size = len(self._area)
        since = (now - midnight(day, self._city)) / _HOUR
        absent = _ABSENT if self._rhythm.is_workday(day) else _ABSENT_OFF_DAYS
        present = rng.random(size) >= absent
        early, late = rng.normal(0, 0.3, (2, size))
        shift = rng.random(size)
        by_day = (since >= 7.4 + early) & (since < 17.9 + late)
        # A short break of a few, so that the figure breathes.
        by_day &= ~((since * 3 + shift * 40) % 40 < 0.4)
        evening = (shift < _EVENING) & (since >= 17.6 + early) & (since < 23.3 + late)
        night = (shift > 1 - _NIGHT) & (since >= 22.8 + early) & (since < 31.6 + late)
        return np.asarray(present & (by_day | evening | night))
