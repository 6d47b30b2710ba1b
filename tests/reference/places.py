"""Where a case lies: codes of the report win over its coordinates."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from data_access.domain.areas import NO_AREA, AreaLevel
from data_access.domain.city import NO_CELL, City
from tests.reference.wire import Wire

LOWER_FIRST = (AreaLevel.GRID, AreaLevel.VILLAGE, AreaLevel.TOWN)
ABOVE = {AreaLevel.GRID: AreaLevel.VILLAGE, AreaLevel.VILLAGE: AreaLevel.TOWN}


@dataclass(frozen=True)
class Place:
    """Codes of the areas of a case, None where it lies in none; its cell and its position in degrees."""

    town: str | None
    village: str | None
    grid: str | None
    cell: int | None
    lon: float | None
    lat: float | None

    def within(self, city: City, code: str) -> bool:
        """Whether the place lies in the area of a code of any level."""
        return code == city.tree.city.code or code in (self.town, self.village, self.grid)

    def drawn_around(self, corners: Sequence[tuple[float, float]]) -> bool:
        """Whether the place lies inside a polygon: a line to the east crosses an odd number of its edges."""
        if self.lon is None or self.lat is None:
            return False
        # Decimals as fractions: as exact as the definition.
        x, y = (Fraction(f"{value:.7f}") for value in (self.lon, self.lat))
        points = [(Fraction(str(lon)), Fraction(str(lat))) for lon, lat in corners]
        crossed = 0
        for (x1, y1), (x2, y2) in zip(points, points[1:] + points[:1], strict=True):
            if (y1 > y) != (y2 > y):
                crossed += x < x1 + (y - y1) * (x2 - x1) / (y2 - y1)
        return crossed % 2 == 1


def place_of(report: Wire, city: City) -> Place:
    """The place of a report."""
    lon, lat, cell = None, None, None
    codes: dict[AreaLevel, str] = {}
    if inside_bounds(report, city):
        lon, lat = float(report["lon"]), float(report["lat"])
        located = city.locator.locate(np.array([lon]), np.array([lat]))
        cell = None if located.cell[0] == NO_CELL else int(located.cell[0])
        for level, found in (
            (AreaLevel.TOWN, located.town),
            (AreaLevel.VILLAGE, located.village),
            (AreaLevel.GRID, located.grid),
        ):
            if found[0] != NO_AREA:
                codes[level] = city.tree.at(level)[int(found[0])].code
    given = lowest_given(report, city)
    if given is not None:
        level, code = given
        if codes.get(level) != code:
            codes = {}
        codes |= with_parents(level, code, city)
    return Place(
        codes.get(AreaLevel.TOWN), codes.get(AreaLevel.VILLAGE), codes.get(AreaLevel.GRID), cell, lon, lat
    )


def inside_bounds(report: Wire, city: City) -> bool:
    """Whether the report carries coordinates of this city."""
    lon, lat = report.get("lon"), report.get("lat")
    if lon is None or lat is None:
        return False
    west, south, east, north = city.locator.bounds
    return bool(west <= lon <= east and south <= lat <= north)


def lowest_given(report: Wire, city: City) -> tuple[AreaLevel, str] | None:
    """The lowest area code of the report, aliases resolved."""
    for level in LOWER_FIRST:
        code = report.get(level.value)
        if code is not None:
            found = city.tree.find(code)
            if found is not None and found[0] != AreaLevel.CITY:
                return found[0], city.tree.at(found[0])[found[1]].code
    return None


def with_parents(level: AreaLevel, code: str, city: City) -> dict[AreaLevel, str]:
    """The codes of an area and of all areas above it."""
    codes = {level: code}
    found = city.tree.find(code)
    while level in ABOVE and found is not None:
        area = city.tree.at(level)[found[1]]
        level = ABOVE[level]
        found = (level, area.parent)
        codes[level] = city.tree.at(level)[area.parent].code
    return codes
