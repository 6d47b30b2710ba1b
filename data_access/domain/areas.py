"""The administrative tree of a city: city, towns, villages, base grids. Every room reads it."""

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import numpy.typing as npt

NO_AREA = 65535
"""Index that stands for "no area of this level" in rows and lookup tables."""


class AreaLevel(StrEnum):
    """Level of an area; a city pack may leave out the lower ones."""

    CITY = "city"
    TOWN = "town"
    VILLAGE = "village"
    GRID = "grid"


@dataclass(frozen=True, slots=True)
class Area:
    """One area: codes are strings, lengths in kilometres, positions in WGS-84 degrees."""

    code: str
    name_zh: str
    name_en: str
    short_zh: str
    """Short name for screens, 长安 for 长安镇; full names go into exports."""
    level: AreaLevel
    parent: int
    """Index of the parent among the areas one level up; 0 for a town, -1 for the city."""
    area_km2: float
    population: int
    lon: float
    lat: float
    """Label point."""
    staff: int
    """Collectors on the roster of this area, children included."""

    def name(self, language: str, *, short: bool = True) -> str:
        """Name in "zh" or "en"."""
        if language == "en":
            return self.name_en
        return self.short_zh if short else self.name_zh


@dataclass(frozen=True)
class AreaTree:
    """All areas of a city, each level in the order of its codes; an index is a position here."""

    city: Area
    towns: tuple[Area, ...]
    villages: tuple[Area, ...]
    grids: tuple[Area, ...]
    aliases: dict[str, str] = field(default_factory=dict)
    """Codes that are accepted in actions though no area of their own: code → code of the area."""

    def __post_init__(self) -> None:
        lookup: dict[str, tuple[AreaLevel, int]] = {self.city.code: (AreaLevel.CITY, 0)}
        for level in (AreaLevel.TOWN, AreaLevel.VILLAGE, AreaLevel.GRID):
            for index, area in enumerate(self.at(level)):
                lookup[area.code] = (level, index)
        for alias, code in self.aliases.items():
            lookup[alias] = lookup[code]
        object.__setattr__(self, "_lookup", lookup)

    def at(self, level: AreaLevel) -> tuple[Area, ...]:
        """The areas of one level."""
        return {
            AreaLevel.CITY: (self.city,),
            AreaLevel.TOWN: self.towns,
            AreaLevel.VILLAGE: self.villages,
            AreaLevel.GRID: self.grids,
        }[level]

    def below(self, level: AreaLevel) -> AreaLevel | None:
        """The next lower level that the city has areas of; None below the lowest."""
        levels = list(AreaLevel)
        lower = levels[levels.index(level) + 1 :]
        return lower[0] if lower and self.at(lower[0]) else None

    def find(self, code: str) -> tuple[AreaLevel, int] | None:
        """Level and index of a code of any level, None when the city has no such area."""
        lookup: dict[str, tuple[AreaLevel, int]] = self.__dict__["_lookup"]
        return lookup.get(code)

    def area(self, code: str) -> Area | None:
        """The area of a code of any level."""
        found = self.find(code)
        return None if found is None else self.at(found[0])[found[1]]

    def indexes(self, level: AreaLevel) -> dict[str, int]:
        """Index of every code of one level, aliases included."""
        lookup: dict[str, tuple[AreaLevel, int]] = self.__dict__["_lookup"]
        return {code: index for code, (own, index) in lookup.items() if own == level}

    def parents(self, level: AreaLevel) -> npt.NDArray[np.uint16]:
        """Parent index of every area of a level; shape (number of areas,)."""
        return np.array([area.parent for area in self.at(level)], dtype=np.uint16)
