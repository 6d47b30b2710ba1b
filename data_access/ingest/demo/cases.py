"""The attributes of a day's cases: what, where, when and from whom; their lives are planned in `life`."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from data_access.domain.city import City
from data_access.domain.taxonomy import Clock
from data_access.ingest.demo import mix
from data_access.ingest.demo.places import Places, Spots
from data_access.ingest.demo.quota import Ends, Flags, Indexes, Quota
from data_access.ingest.demo.rhythm import DAY_SECONDS, Rain, Rhythm, midnight
from data_access.ingest.demo.teams import TEAMS_PER_TOWN, Teams

_DUPLICATES = 0.035
_LAST_REPORT = 22 * 3600
"""Second of the last day of a fixed month after which nothing is reported: all must be accepted in it."""


@dataclass(frozen=True)
class Cases:
    """The cases reported on one day, in the order of their reports; one entry a case."""

    day: dt.date
    reported: Indexes
    """Unix seconds."""
    town: Indexes
    """Index, -1 on the boundary rivers."""
    subclass: Indexes
    source: Indexes
    spots: Spots
    urgent: Flags
    self_handled: Flags
    public: Flags
    by_collectors: Flags
    """Of a class that collectors patrol for."""
    team: Indexes
    reporting: Indexes
    """The team that reports it, should it come from a collector."""
    quality: npt.NDArray[np.float64]
    ends: Ends | None

    @property
    def size(self) -> int:
        """Number of cases."""
        return len(self.reported)


class CaseMaker:
    """Draws the attributes of cases for one city."""

    def __init__(self, city: City, rhythm: Rhythm, places: Places, teams: Teams) -> None:
        taxonomy = city.taxonomy
        self._teams = teams
        self._city = city
        self._rhythm = rhythm
        self._places = places
        self._sources = np.cumsum(mix.source_shares())
        self._subclasses = np.cumsum(mix.subclass_shares(taxonomy))
        self._urgent = mix.urgent_subclasses(taxonomy)
        self._patrolled = np.array(
            [taxonomy.classes[one.class_index].by_collectors for one in taxonomy.subclasses]
        )
        codes = {one.code: index for index, one in enumerate(taxonomy.subclasses)}
        self._flood = codes.get(mix.FLOOD)
        self._water = np.array([codes[code] for code in mix.WATER if code in codes], dtype=np.int64)
        self._quick = np.array(
            [
                one.limit is not None and (one.clock is not Clock.WORKING_DAY or one.limit <= 1)
                for one in taxonomy.subclasses
            ]
        )

    def make(
        self, day: dt.date, quota: Quota, quality: npt.NDArray[np.float64], rain: Rain | None,
        rng: np.random.Generator,
    ) -> Cases:  # fmt: skip
        """The day's cases; `quality` is that of every town."""
        size, town, ends = quota.size, quota.town, quota.ends
        source = _draw(self._sources, rng.random(size))
        self_handled = (source == mix.COLLECTOR) & (rng.random(size) < 0.12)
        subclass = _draw(self._subclasses, rng.random(size))
        direct = town < 0
        if direct.any() and len(self._water):
            subclass[direct] = self._water[rng.integers(0, len(self._water), int(direct.sum()))]
        seconds = self._rhythm.seconds(day, source == mix.COLLECTOR, rng)
        wet = quota.flood if rain and len(quota.flood) and self._flood is not None else np.zeros(size, bool)
        if rain is not None and self._flood is not None and wet.any():
            subclass[wet] = self._flood
            since = rain.start - midnight(day, self._city)
            seconds[wet] = np.clip(
                since + 300 + rng.beta(1.6, 2.2, int(wet.sum())) * rain.seconds * 1.2, 0, DAY_SECONDS - 1
            )
        if ends is not None:
            # A deep breath before the month closes, so that the last report is still accepted in it.
            last = ends.month_end - midnight(day, self._city) == DAY_SECONDS
            seconds = seconds * _LAST_REPORT // DAY_SECONDS if last else seconds
            self_handled = np.where(ends.fixed | ends.rejected, False, self_handled) | ends.self_collected
            source = np.where(ends.self_collected, mix.COLLECTOR, source)
        self_handled &= ~wet & ~direct
        # A collector settles small things on the spot, never a broken road.
        slow = self_handled & ~self._quick[subclass]
        self_handled &= ~slow | (ends.self_collected if ends is not None else False)
        order = np.argsort(seconds, kind="stable")
        town, subclass, source, seconds = town[order], subclass[order], source[order], seconds[order]
        spots = self._places.draw(town, day, rng)
        subclass, spots = self._repeat(town, subclass, spots, (wet | direct)[order], rng)
        urgent = self._urgent[subclass] & (rng.random(size) < 0.97)
        team = rng.integers(1, TEAMS_PER_TOWN + 1, size)
        settled = self_handled[order]
        # The months of the study stay as they are dealt out.
        habits = team if ends is not None else self._teams.reporting(day, town, subclass, settled, team)
        return Cases(
            day=day,
            reported=midnight(day, self._city) + seconds,
            town=town,
            subclass=subclass,
            source=source,
            spots=spots,
            urgent=urgent,
            self_handled=settled,
            public=mix.PUBLIC[source],
            by_collectors=self._patrolled[subclass],
            team=team,
            reporting=habits,
            quality=np.where(town < 0, -0.3, quality[np.maximum(town, 0)]),
            ends=None if ends is None else _ordered(ends, order),
        )

    def _repeat(
        self, town: Indexes, subclass: Indexes, spots: Spots, never: Flags, rng: np.random.Generator
    ) -> tuple[Indexes, Spots]:
        """Let some cases report the same thing as the case before them in their town, metres away."""
        by_town = np.argsort(town, kind="stable")
        later, before = by_town[1:], by_town[:-1]
        chosen = (town[later] == town[before]) & (rng.random(len(later)) < _DUPLICATES)
        chosen &= ~never[later] & ~never[before]
        # Not in a row, or the copy of a copy would wander off.
        chosen[1:] &= ~chosen[:-1]
        later, before = later[chosen], before[chosen]
        subclass, lon, lat = subclass.copy(), spots.lon.copy(), spots.lat.copy()
        village, grid = spots.village.copy(), spots.grid.copy()
        subclass[later] = subclass[before]
        lon[later], lat[later] = spots.lon[before], spots.lat[before]
        village[later], grid[later] = spots.village[before], spots.grid[before]
        return subclass, Spots(lon, lat, spots.town, village, grid)


def _draw(cumulative: npt.NDArray[np.float64], draws: npt.NDArray[np.float64]) -> Indexes:
    return np.minimum(np.searchsorted(cumulative, draws, side="right"), len(cumulative) - 1)


def _ordered(ends: Ends, order: Indexes) -> Ends:
    return Ends(
        ends.month_end,
        ends.fixed[order],
        ends.rejected[order],
        ends.not_closed[order],
        ends.not_disposed[order],
        ends.late[order],
        ends.self_collected[order],
    )
