"""Where the demo city's cases happen: streets and markets of every town, and hotspots that drift."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from data_access.domain.areas import NO_AREA, Area, AreaLevel
from data_access.domain.city import City

Floats = npt.NDArray[np.float64]
Indexes = npt.NDArray[np.int64]

_POINTS = 36_000
_WATER_POINTS = 400
_HOTSPOTS = 18
_WANDER_KM, _HOT_KM = 1.6, 0.45
_KM_PER_DEGREE = 111.0


@dataclass(frozen=True)
class Spots:
    """Places of some cases, one entry a case; NO_AREA where the city has no area of that level there."""

    lon: Floats
    lat: Floats
    town: npt.NDArray[np.uint16]
    village: npt.NDArray[np.uint16]
    grid: npt.NDArray[np.uint16]


class Places:
    """A fixed pool of points along seeded streets and markets, in the order of the towns."""

    def __init__(self, city: City, seed: int) -> None:
        rng = np.random.default_rng([seed, 1])
        self._city = city
        self._seed = seed
        self._narrowing = float(np.cos(np.radians(city.tree.city.lat)))
        lon, lat, weight = self._scatter(rng)
        found = city.locator.locate(lon, lat)
        keep = np.flatnonzero(found.town != NO_AREA)
        keep = keep[np.argsort(found.town[keep], kind="stable")]
        self._lon, self._lat, self._weight = lon[keep], lat[keep], weight[keep]
        self._town = found.town[keep].astype(np.int64)
        self._starts = np.searchsorted(self._town, np.arange(len(city.tree.towns) + 1))
        self._water = self._scatter_on_water(rng)
        self._hot = self._plan_hotspots(rng)
        # A hotspot reaches only so far, and looking at its surroundings alone is ten times as fast.
        reach = (_WANDER_KM * 1.5 + _HOT_KM * 4) ** 2
        self._near_hotspots = [
            np.flatnonzero(self._distance2(lon, lat) < reach)
            for lon, lat in zip(self._hot["lon"].tolist(), self._hot["lat"].tolist(), strict=True)
        ]

    @property
    def has_water(self) -> bool:
        """Whether there are places inside the city's bounds that belong to no town."""
        return len(self._water[0]) > 0

    def town_weights(self) -> Floats:
        """Share of each town in the cases: population with a little seeded unevenness; towns without
        places have none. Shape (towns,)."""
        rng = np.random.default_rng([self._seed, 2])
        people = np.array([max(town.population, 1) for town in self._city.tree.towns], dtype=float)
        weights = people**0.92 * rng.lognormal(0, 0.1, len(people)) * (np.diff(self._starts) > 0)
        return np.asarray(weights / weights.sum())

    def draw(self, town: Indexes, day: dt.date, rng: np.random.Generator) -> Spots:
        """A place in its town for each case; town -1 stands for the boundary rivers."""
        weights = np.cumsum(self._weight * self._heat(day))
        edges = np.concatenate([[0.0], weights])[self._starts]
        on_land = np.maximum(town, 0)
        low, high = edges[on_land], edges[on_land + 1]
        point = np.searchsorted(weights, low + rng.random(len(town)) * (high - low), side="right")
        # Rounding may step over a town's edge.
        point = np.clip(point, self._starts[on_land], self._starts[on_land + 1] - 1)
        lon, lat = self._lon[point], self._lat[point]
        if self.has_water and (town < 0).any():
            wet = rng.integers(0, len(self._water[0]), len(town))
            lon = np.where(town < 0, self._water[0][wet], lon)
            lat = np.where(town < 0, self._water[1][wet], lat)
        return self._settle(lon, lat, town, rng)

    def near(self, place: float, count: int, rng: np.random.Generator) -> Indexes:
        """Towns of `count` cases around a place (a share of all places) within some kilometres."""
        centre = int(place * (len(self._lon) - 1))
        weight = self._weight * np.exp(-self._distance2(self._lon[centre], self._lat[centre]) / (2 * 4.0**2))
        return self._town[rng.choice(len(weight), count, p=weight / weight.sum())]

    def _settle(self, lon: Floats, lat: Floats, town: Indexes, rng: np.random.Generator) -> Spots:
        """Move each point a few metres; where that leaves the town, the point stays."""
        metres = rng.normal(0, 25, (2, len(lon))) / 1000 / _KM_PER_DEGREE
        moved_lon = np.round(lon + metres[0] / self._narrowing, 6)
        moved_lat = np.round(lat + metres[1], 6)
        found = self._city.locator.locate(moved_lon, moved_lat)
        there = np.where(town < 0, NO_AREA, town)
        stray = np.flatnonzero(found.town != there)
        moved_lon[stray], moved_lat[stray] = np.round(lon[stray], 7), np.round(lat[stray], 7)
        again = self._city.locator.locate(moved_lon[stray], moved_lat[stray])
        village, grid = found.village.copy(), found.grid.copy()
        village[stray], grid[stray] = again.village, again.grid
        return Spots(moved_lon, moved_lat, there.astype(np.uint16), village, grid)

    def _scatter(self, rng: np.random.Generator) -> tuple[Floats, Floats, Floats]:
        tree = self._city.tree
        areas: tuple[Area, ...] = tree.at(AreaLevel.VILLAGE) or tree.at(AreaLevel.TOWN)
        people = np.array([max(area.population, area.area_km2 * 300, 1.0) for area in areas])
        weights = people * rng.lognormal(0, 0.55, len(areas))
        counts = np.maximum(12, (_POINTS * weights / weights.sum()).astype(int))
        lon, lat, weight = [], [], []
        for area, count, importance in zip(areas, counts.tolist(), weights / counts, strict=True):
            x, y, w = _around(max(area.area_km2, 0.05) ** 0.5 / 1.77, count, rng)
            lon.append(area.lon + x / _KM_PER_DEGREE / self._narrowing)
            lat.append(area.lat + y / _KM_PER_DEGREE)
            weight.append(w * importance)
        return np.concatenate(lon), np.concatenate(lat), np.concatenate(weight)

    def _scatter_on_water(self, rng: np.random.Generator) -> tuple[Floats, Floats]:
        """Points outside every town with a town about a kilometre away: the boundary rivers."""
        west, south, east, north = self._city.locator.bounds
        # Away from the edge of the bounds, beyond which a position is refused.
        lon = np.round(rng.uniform(west + 0.004, east - 0.004, 40_000), 6)
        lat = np.round(rng.uniform(south + 0.004, north - 0.004, 40_000), 6)
        outside = self._city.locator.locate(lon, lat).town == NO_AREA
        near = np.zeros(len(lon), dtype=bool)
        step = 1.1 / _KM_PER_DEGREE
        for dx, dy in ((step, 0), (-step, 0), (0, step), (0, -step)):
            near |= self._city.locator.locate(lon + dx / self._narrowing, lat + dy).town != NO_AREA
        # Jitter must not bring a point back on land.
        for dx, dy in ((0.15, 0.15), (-0.15, 0.15), (0.15, -0.15), (-0.15, -0.15)):
            shifted = self._city.locator.locate(
                lon + dx / _KM_PER_DEGREE / self._narrowing, lat + dy / _KM_PER_DEGREE
            )
            outside &= shifted.town == NO_AREA
        chosen = np.flatnonzero(outside & near)[:_WATER_POINTS]
        return lon[chosen], lat[chosen]

    def _plan_hotspots(self, rng: np.random.Generator) -> dict[str, Floats]:
        point = rng.choice(len(self._lon), _HOTSPOTS, p=self._weight / self._weight.sum())
        return {
            "lon": self._lon[point],
            "lat": self._lat[point],
            "phase": rng.uniform(0, 2 * np.pi, (3, _HOTSPOTS)),
            "period": rng.uniform(9, 27, (3, _HOTSPOTS)),
            "strength": rng.uniform(4, 16, _HOTSPOTS),
        }

    def _heat(self, day: dt.date) -> Floats:
        """Factor of each place on a day: hotspots wander some kilometres and come and go over weeks."""
        hot = self._hot
        narrow = self._narrowing
        turn = np.sin(2 * np.pi * day.toordinal() / hot["period"] + hot["phase"])
        factor = np.ones(len(self._lon))
        for index in range(_HOTSPOTS):
            strength = hot["strength"][index] * max(0.0, turn[2, index])
            if strength > 0.5:
                lon = hot["lon"][index] + _WANDER_KM * turn[0, index] / _KM_PER_DEGREE / narrow
                lat = hot["lat"][index] + _WANDER_KM * turn[1, index] / _KM_PER_DEGREE
                near = self._near_hotspots[index]
                factor[near] += strength * np.exp(-self._distance2(lon, lat, near) / (2 * _HOT_KM**2))
        return factor

    def _distance2(self, lon: float, lat: float, of: Indexes | slice = slice(None)) -> Floats:
        """Squared distance in km² of some places from a point."""
        x = (self._lon[of] - lon) * _KM_PER_DEGREE * self._narrowing
        y = (self._lat[of] - lat) * _KM_PER_DEGREE
        return np.asarray(x * x + y * y)


def _around(radius: float, count: int, rng: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    """Places of one area around its middle, in km: most along streets, some on markets, few elsewhere."""
    streets = int(rng.integers(2, 6))
    centre = rng.normal(0, radius * 0.35, (2, streets))
    angle = rng.uniform(0, np.pi) + rng.integers(0, 2, streets) * np.pi / 2 + rng.normal(0, 0.15, streets)
    length = radius * rng.uniform(0.4, 1.1, streets)
    which = rng.integers(0, streets, count)
    along = rng.uniform(-1, 1, count) * length[which]
    x = centre[0, which] + along * np.cos(angle[which]) + rng.normal(0, 0.012, count)
    y = centre[1, which] + along * np.sin(angle[which]) + rng.normal(0, 0.012, count)
    weight = rng.lognormal(0, 0.5, streets)[which]
    kind = rng.random(count)
    market = kind < 0.3
    markets = rng.normal(0, radius * 0.3, (2, 2))
    at = rng.integers(0, 2, count)
    x[market] = (markets[0, at] + rng.normal(0, 0.11, count))[market]
    y[market] = (markets[1, at] + rng.normal(0, 0.11, count))[market]
    weight[market] = 1.6
    scattered = kind > 0.92
    x[scattered] = rng.normal(0, radius * 0.6, count)[scattered]
    y[scattered] = rng.normal(0, radius * 0.6, count)[scattered]
    return x, y, weight
