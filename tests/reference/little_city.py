"""A city small enough to count by hand: two towns of two villages of two grids, a corner without any area."""

import math
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from data_access.domain.areas import NO_AREA, Area, AreaLevel, AreaTree
from data_access.domain.city import NO_CELL, City, Located
from data_access.domain.rules import Rules
from data_access.domain.taxonomy import CaseClass, CaseKind, Clock, Subclass, Taxonomy
from data_access.domain.workcalendar import WorkCalendar

WEST, SOUTH, EAST, NORTH = 113.70, 23.00, 113.74, 23.04
CELL_DEGREES = 0.001
CELLS_IN_A_ROW = 40
METRES_PER_DEGREE = 111_195.0
NO_MANS_LAND = 23.035
"""North of this latitude lies no town."""


@dataclass(frozen=True)
class SquareLocator:
    """Towns split the city by longitude, villages a town by latitude, grids a village by longitude."""

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        return WEST, SOUTH, EAST, NORTH

    @property
    def cell_size_m(self) -> int:
        return 100

    @property
    def shape(self) -> tuple[int, int]:
        return CELLS_IN_A_ROW, CELLS_IN_A_ROW

    def locate(self, lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]) -> Located:
        inside = (lon >= WEST) & (lon < EAST) & (lat >= SOUTH) & (lat < NORTH)
        peopled = inside & (lat < NO_MANS_LAND)
        quarter = np.clip(np.floor((lon - WEST) / 0.01), 0, 3).astype(np.int64)
        town = quarter // 2
        village = town * 2 + (lat >= 23.02)
        grid = village * 2 + quarter % 2
        column = np.floor((lon - WEST) / CELL_DEGREES).astype(np.int64)
        row = np.floor((lat - SOUTH) / CELL_DEGREES).astype(np.int64)
        return Located(
            town=np.where(peopled, town, NO_AREA).astype(np.uint16),
            village=np.where(peopled, village, NO_AREA).astype(np.uint16),
            grid=np.where(peopled, grid, NO_AREA).astype(np.uint16),
            cell=np.where(inside, row * CELLS_IN_A_ROW + column, NO_CELL).astype(np.uint32),
        )

    def cell_centres(
        self, cells: npt.NDArray[np.uint32]
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        row, column = np.divmod(cells.astype(np.float64), CELLS_IN_A_ROW)
        return WEST + (column + 0.5) * CELL_DEGREES, SOUTH + (row + 0.5) * CELL_DEGREES

    def neighbours(
        self, lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64], metres: float
    ) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        pairs = [
            (point, town)
            for point, (x, y) in enumerate(zip(lon.tolist(), lat.tolist(), strict=True))
            for town in (0, 1)
            if metres_to_town(x, y, town) <= metres
        ]
        points, towns = np.array(pairs, dtype=np.intp).reshape(len(pairs), 2).T
        return points, towns


def metres_to_town(lon: float, lat: float, town: int) -> float:
    """Distance of a point from one of the two towns; they meet in the middle."""
    west = WEST + 0.02 * town
    east = max(west - lon, lon - (west + 0.02), 0.0) * math.cos(math.radians(23.0))
    north = max(lat - NO_MANS_LAND, SOUTH - lat, 0.0)
    return math.hypot(east, north) * METRES_PER_DEGREE


@dataclass(frozen=True)
class PlainDeadlines:
    """Continuous clocks only; a working hour is an hour, a working day a day."""

    calendar = WorkCalendar("")

    def due(self, start_us: int, limit: float, clock: Clock) -> int:
        hours = limit * (1 if clock in (Clock.URGENT_HOUR, Clock.WORKING_HOUR) else 24)
        return start_us + round(hours * 3_600_000_000)


def _area(code: str, level: AreaLevel, parent: int, staff: int) -> Area:
    return Area(code, f"区{code}", f"Area {code}", f"区{code}", level, parent, 1.0, 1000, WEST, SOUTH, staff)


def little_city() -> City:
    """The city; nothing of it is read from files."""
    towns = tuple(_area(f"44{town}", AreaLevel.TOWN, 0, 12) for town in "12")
    villages = tuple(_area(f"44{1 + n // 2}0{1 + n % 2}", AreaLevel.VILLAGE, n // 2, 6) for n in range(4))
    grids = tuple(_area(f"{villages[n // 2].code}0{1 + n % 2}", AreaLevel.GRID, n // 2, 3) for n in range(8))
    tree = AreaTree(
        city=_area("44", AreaLevel.CITY, -1, 24),
        towns=towns,
        villages=villages,
        grids=grids,
        aliases={"44199": "44102"},
    )
    classes = (
        CaseClass("C01", "部件", "Components", CaseKind.COMPONENT),
        CaseClass("E01", "市容环境", "Appearance", CaseKind.EVENT),
        CaseClass("E02", "噪声", "Noise", CaseKind.EVENT, by_collectors=False),
    )
    subclasses = (
        Subclass("C0101", "井盖", "Manhole cover", 0, 2, Clock.URGENT_HOUR, "水务"),
        Subclass("E0101", "暴露垃圾", "Exposed rubbish", 1, 1, Clock.URGENT_HOUR, "城管"),
        Subclass("E0102", "小广告", "Small adverts", 1, 1, Clock.NATURAL_DAY, "城管"),
        Subclass("E0201", "噪声", "Noise", 2, None, None, "环保"),
    )
    return City(
        id="little",
        version="1",
        name_zh="小城",
        name_en="Little City",
        zone=ZoneInfo("Asia/Shanghai"),
        language="zh",
        tree=tree,
        taxonomy=Taxonomy(classes, subclasses),
        locator=SquareLocator(),
        deadlines=PlainDeadlines(),
        demo=False,
        schematic=True,
        load_bands=(20.0, 30.0),
        folder="",
        rules=Rules(
            boundary_m=300.0, past_days=2, least_durations=2, trivial=frozenset({"E0102"}), least_cases=3
        ),
    )
