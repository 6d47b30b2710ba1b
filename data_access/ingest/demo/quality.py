"""How well each town of the demo city works, month by month: towns differ, and their order drifts."""

import datetime as dt

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_WAVES = 3
_USUAL, _SPREAD = -1.6, 1.15
"""Middle and scatter of ordinary months: cities dispose of 70 to 92 % of their cases in time."""
_BAD = -4.0
_BAD_MONTHS = 3


class Quality:
    """Quality of towns: 0 is a good town of an ordinary month, 1 one of the best, -4 one in trouble."""

    def __init__(self, towns: int, seed: int) -> None:
        rng = np.random.default_rng([seed, 3])
        self._base = rng.normal(0, 0.85, towns)
        self._period = rng.uniform(4, 15, (_WAVES, towns))
        self._phase = rng.uniform(0, 2 * np.pi, (_WAVES, towns))
        self._seed = seed

    def month(self, year: int, month: int) -> Floats:
        """Quality of every town in a month; shape (towns,)."""
        number = year * 12 + month - 1
        drift = np.sin(2 * np.pi * number / self._period + self._phase).sum(axis=0) / np.sqrt(_WAVES)
        noise = np.random.default_rng([self._seed, 4, number]).normal(0, 0.2, len(self._base))
        quality = np.asarray(_USUAL + _SPREAD * (self._base + 0.42 * drift + noise))
        quality[self.bad_town(year, month)] = _BAD
        return quality

    def day(self, day: dt.date) -> Floats:
        """Quality of every town on a day, gliding from the middle of one month to that of the next."""
        first = day.replace(day=15)
        step = (day - first).days / 30.4
        other = first + dt.timedelta(days=31 if step >= 0 else -31)
        this, that = self.month(day.year, day.month), self.month(other.year, other.month)
        return np.asarray(this + (that - this) * min(abs(step), 0.5))

    def bad_town(self, year: int, month: int) -> int:
        """Index of the town that is in trouble in a month: another one each quarter."""
        quarter = (year * 12 + month - 1) // _BAD_MONTHS
        return int(np.random.default_rng([self._seed, 5, quarter]).integers(len(self._base)))
