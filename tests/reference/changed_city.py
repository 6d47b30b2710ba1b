"""The little city after a change of its pack: one kind of change each, and all of them together."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from data_access.domain.areas import NO_AREA, Area, AreaLevel, AreaTree
from data_access.domain.city import NO_CELL, City, Located, Locator
from data_access.domain.taxonomy import CaseClass, CaseKind, Clock, Subclass, Taxonomy
from data_access.domain.workcalendar import WorkCalendar


@dataclass(frozen=True)
class OtherDeadlines:
    """Shorter hours, longer days: another calendar."""

    calendar = WorkCalendar("")

    def due(self, start_us: int, limit: float, clock: Clock) -> int:
        hours = limit * (0.5 if clock in (Clock.URGENT_HOUR, Clock.WORKING_HOUR) else 30)
        return start_us + round(hours * 3_600_000_000)


@dataclass(frozen=True)
class MovedBoundaries:
    """Every boundary lies some 900 m further east."""

    inner: Locator

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        return self.inner.bounds

    @property
    def cell_size_m(self) -> int:
        return self.inner.cell_size_m

    @property
    def shape(self) -> tuple[int, int]:
        return self.inner.shape

    def locate(self, lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]) -> Located:
        west = self.bounds[0]
        cells = self.inner.locate(lon, lat).cell
        moved = self.inner.locate(np.maximum(lon - 0.009, west), lat)
        return Located(moved.town, moved.village, moved.grid, cells)

    def cell_centres(
        self, cells: npt.NDArray[np.uint32]
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        return self.inner.cell_centres(cells)

    def neighbours(
        self, lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64], metres: float
    ) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        return self.inner.neighbours(lon, lat, metres)


@dataclass(frozen=True)
class WiderCells(MovedBoundaries):
    """Cells twice as wide and high; boundaries as they were."""

    @property
    def cell_size_m(self) -> int:
        return 2 * self.inner.cell_size_m

    @property
    def shape(self) -> tuple[int, int]:
        rows, columns = self.inner.shape
        return rows // 2, columns // 2

    def locate(self, lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]) -> Located:
        found = self.inner.locate(lon, lat)
        columns = self.inner.shape[1]
        wide = found.cell // columns // 2 * self.shape[1] + found.cell % columns // 2
        cells = np.where(found.cell == NO_CELL, NO_CELL, wide).astype(np.uint32)
        return Located(found.town, found.village, found.grid, cells)

    def cell_centres(
        self, cells: npt.NDArray[np.uint32]
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        row, column = np.divmod(cells.astype(np.float64), self.shape[1])
        west, south, _, _ = self.bounds
        return west + (column + 0.5) * 0.002, south + (row + 0.5) * 0.002


@dataclass(frozen=True)
class OneFurther(MovedBoundaries):
    """The same areas, each one place further down its list."""

    def locate(self, lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]) -> Located:
        found = self.inner.locate(lon, lat)
        town, village, grid = (
            np.where(level == NO_AREA, NO_AREA, level.astype(np.int64) + 1).astype(np.uint16)
            for level in (found.town, found.village, found.grid)
        )
        return Located(town, village, grid, found.cell)


def other_limits(city: City) -> City:
    """Other limits, one where there was none and none where there was one."""
    limits = {"E0101": (3.0, Clock.URGENT_HOUR), "E0201": (1.0, Clock.NATURAL_DAY), "C0101": (None, None)}
    subclasses = tuple(
        replace(one, limit=limits[one.code][0], clock=limits[one.code][1]) if one.code in limits else one
        for one in city.taxonomy.subclasses
    )
    return replace(city, version="limits", taxonomy=Taxonomy(city.taxonomy.classes, subclasses))


def other_calendar(city: City) -> City:
    """Other working time."""
    return replace(city, version="calendar", deadlines=OtherDeadlines())


def moved_boundaries(city: City) -> City:
    """Other boundaries between the same areas."""
    return replace(city, version="boundaries", locator=MovedBoundaries(city.locator))


def wider_cells(city: City) -> City:
    """Another grid of cells."""
    return replace(city, version="cells", locator=WiderCells(city.locator))


def inserted_categories(city: City) -> City:
    """A class before all others; a subclass in the middle that was unknown so far, and one taken away."""
    classes = (CaseClass("A01", "其他", "Others", CaseKind.EVENT), *city.taxonomy.classes)
    shifted = [replace(one, class_index=one.class_index + 1) for one in city.taxonomy.subclasses]
    kept = [one for one in shifted if one.code != "E0102"]
    kept[1:1] = [Subclass("E0199", "乱堆物", "Stacked things", 2, 2, Clock.URGENT_HOUR, "城管")]
    return replace(city, version="categories", taxonomy=Taxonomy(classes, tuple(kept)))


def inserted_areas(city: City) -> City:
    """A town with a village and a grid before all others."""

    def first(code: str, level: AreaLevel) -> Area:
        return replace(city.tree.towns[0], code=code, level=level, parent=0)

    def moved(areas: tuple[Area, ...]) -> list[Area]:
        return [replace(area, parent=area.parent + 1) for area in areas]

    tree = AreaTree(
        replace(city.tree.city, staff=city.tree.city.staff + city.tree.towns[0].staff),
        (first("440", AreaLevel.TOWN), *city.tree.towns),
        (first("44001", AreaLevel.VILLAGE), *moved(city.tree.villages)),
        (first("4400101", AreaLevel.GRID), *moved(city.tree.grids)),
        city.tree.aliases,
    )
    return replace(city, version="areas", tree=tree, locator=OneFurther(city.locator))


def everything(city: City) -> City:
    """All changes together."""
    for change in CHANGES[:-1]:
        city = change(city)
    return replace(city, version="everything")


CHANGES: list[Callable[[City], City]] = [
    other_limits,
    other_calendar,
    moved_boundaries,
    wider_cells,
    inserted_categories,
    inserted_areas,
    everything,
]
