"""The demo city: any day of it can be planned and written on its own, always with the same actions."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from data_access.domain.city import City
from data_access.ingest.demo.cases import CaseMaker
from data_access.ingest.demo.life import LifePlanner, Lives
from data_access.ingest.demo.places import Places
from data_access.ingest.demo.quality import Quality
from data_access.ingest.demo.quota import Quota
from data_access.ingest.demo.rhythm import Rhythm
from data_access.ingest.demo.steps import MAX_LIFE_DAYS, NONE
from data_access.ingest.demo.study import Study
from data_access.ingest.demo.teams import Teams
from data_access.ingest.demo.wire import Lines, Wording

ACTIONS_PER_CASE = 7.1
"""About how many actions the whole life of a case takes."""
_DIRECT = 0.014
_REPEATED = 0.004
_FASTEST = 20.0


@dataclass(frozen=True)
class DayPlan:
    """All actions of the cases reported on one day, those of the future included."""

    lives: Lives
    lines: Lines

    def between(self, after: float | None, until: float | None) -> list[bytes]:
        """Lines of the actions with `after` < time ≤ `until` (Unix seconds), case by case."""
        times = self.lives.times
        chosen = times != NONE
        if after is not None:
            chosen &= times > after
        if until is not None:
            chosen &= times <= until
        rows, steps = np.nonzero(chosen)
        return self.lines.of(rows, steps)

    def only(self, cases: npt.NDArray[np.bool_]) -> "DayPlan":
        """The plan without the actions of all other cases; shape of the flags (cases,)."""
        times = np.where(cases[:, None], self.lives.times, NONE)
        lives = replace(self.lives, times=times)
        return DayPlan(lives, self.lines.living(lives))

    def pending(self, after: float) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Times later than `after`, ascending, and where they stand in the plan (row × steps + step)."""
        flat = self.lives.times.ravel()
        where = np.flatnonzero(flat > after)
        where = where[np.argsort(flat[where], kind="stable")]
        return flat[where], where


class DemoCity:
    """Plans the days of one city by a seed."""

    def __init__(self, city: City, seed: int = 1, started_at: float | None = None) -> None:
        """`started_at`: when the demo was first started (Unix seconds); it has just rained then.

        Raises ValueError for a city without towns.
        """
        if not city.tree.towns:
            raise ValueError("the demo needs a city with towns")
        self.city = city
        self.seed = seed
        self._rhythm = Rhythm(city, seed, started_at)
        self._places = Places(city, seed)
        self._weights = self._places.town_weights()
        self._quality = Quality(len(city.tree.towns), seed)
        self.study = Study(city, self._rhythm, self._weights, seed)
        self._cases = CaseMaker(city, self._rhythm, self._places, Teams(city, seed))
        self._planner = LifePlanner(city)
        self._wording = Wording(city)

    def plan(self, day: dt.date, speed: float = 1.0) -> DayPlan:
        """The plan of a local day.

        With a speed above 1 it is a second plan of the same day, with the cases that are reported beside
        the usual ones: (speed - 1) times as many, and each handled that much faster.
        """
        extra = [round(speed * 100)] if speed != 1 else []
        rng = np.random.default_rng([self.seed, day.toordinal(), 6, *extra])
        quota = None if extra else self.study.quota(day, rng)
        rain = None
        if quota is None:
            rain = None if extra else self._rhythm.rain(day)
            quota = self._usual(day, rng, rain.reports if rain else 0, rain.place if rain else 0, speed)
        quality = self._quality.day(day) if quota.quality is None else quota.quality
        cases = self._cases.make(day, quota, quality, rain, rng)
        lives = self._planner.plan(cases, rng, min(speed, _FASTEST))
        return DayPlan(lives, Lines(self._wording, cases, lives, f"-{speed:g}" if extra else ""))

    def day(self, day: dt.date, until: float | None = None) -> list[bytes]:
        """All lines of the cases reported on a local day, up to `until` (Unix seconds), some of them twice:
        a real feed repeats deliveries, too."""
        lines = self.plan(day).between(None, until)
        rng = np.random.default_rng([self.seed, day.toordinal(), 8])
        again = np.flatnonzero(rng.random(len(lines)) < _REPEATED)
        return lines + [lines[index] for index in again.tolist()]

    def expected_actions(self, day: dt.date) -> int:
        """About how many lines `day` gives for a day that lies some weeks back."""
        return int(self._rhythm.volume(day) * ACTIONS_PER_CASE)

    def first_day_open(self, at: dt.date) -> dt.date:
        """The first day whose cases can still have an action on a day."""
        return at - dt.timedelta(days=MAX_LIFE_DAYS + 1)

    def _usual(
        self, day: dt.date, rng: np.random.Generator, floods: int, place: float, speed: float
    ) -> Quota:
        count = self._rhythm.count(day, rng)
        if speed != 1:
            count = int(rng.poisson(self._rhythm.volume(day) * max(0.0, speed - 1)))
        weights = self._weights * rng.lognormal(0, 0.09, len(self._weights))
        town = rng.choice(len(weights), count, p=weights / weights.sum())
        if self._places.has_water:
            town[rng.random(count) < _DIRECT] = -1
        if not floods:
            return Quota(town)
        town = np.concatenate([town, self._places.near(place, floods, rng)])
        return Quota(town, flood=np.arange(len(town)) >= count)


def days_between(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """The days from `first` to `last`, both included."""
    for number in range((last - first).days + 1):
        yield first + dt.timedelta(days=number)
