"""A city of three round towns, two villages and two grids each, with water around: quick to plan."""

import datetime as dt
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from data_access.domain.areas import NO_AREA, Area, AreaLevel, AreaTree
from data_access.domain.city import City, Located
from data_access.domain.deadlines import CalendarDeadlines
from data_access.domain.taxonomy import CaseClass, CaseKind, Clock, Subclass, Taxonomy
from data_access.domain.workcalendar import WorkCalendar

ZONE = ZoneInfo("Asia/Shanghai")
_LON, _LAT = np.array([113.70, 113.80, 113.75]), np.array([23.00, 23.00, 23.08])
_RADIUS = 0.03


class RoundTowns:
    """Towns are circles; the east half of each is its second village, which is one grid as well."""

    bounds = (113.6, 22.9, 113.9, 23.2)
    cell_size_m = 100
    shape = (1, 1)

    def locate(self, lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]) -> Located:
        distance = np.hypot(lon[:, None] - _LON, lat[:, None] - _LAT)
        nearest = distance.argmin(axis=1)
        inside = distance[np.arange(len(lon)), nearest] < _RADIUS
        village = np.where(inside, nearest * 2 + (lon > _LON[nearest]), NO_AREA).astype(np.uint16)
        town = np.where(inside, nearest, NO_AREA).astype(np.uint16)
        return Located(town, village, village, np.zeros(len(lon), dtype=np.uint32))

    def cell_centres(
        self, cells: npt.NDArray[np.uint32]
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        return np.full(len(cells), _LON[0]), np.full(len(cells), _LAT[0])

    def neighbours(
        self, lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64], metres: float
    ) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        distance = np.hypot(lon[:, None] - _LON, lat[:, None] - _LAT) - _RADIUS
        points, towns = np.nonzero(distance * 111_195 <= metres)
        return points, towns


def hand_city() -> City:
    """The city; every call gives an equal one."""

    def area(code: str, level: AreaLevel, parent: int, lon: float, lat: float, staff: int) -> Area:
        return Area(code, code, code, code, level, parent, 8.0, 1_500_000, lon, lat, staff)

    places = list(zip(_LON.tolist(), _LAT.tolist(), strict=True))
    towns = [area(f"T{n}", AreaLevel.TOWN, 0, lon, lat, 60) for n, (lon, lat) in enumerate(places)]
    halves = [(lon + side * 0.012, lat) for lon, lat in places for side in (-1, 1)]
    villages = [area(f"V{n}", AreaLevel.VILLAGE, n // 2, *at, 30) for n, at in enumerate(halves)]
    grids = [area(f"G{n}", AreaLevel.GRID, n, *at, 30) for n, at in enumerate(halves)]
    taxonomy = Taxonomy(
        (
            CaseClass("C01", "公用设施", "Utilities", CaseKind.COMPONENT),
            CaseClass("E01", "市容环境", "Appearance", CaseKind.EVENT),
            CaseClass("E04", "街面秩序", "Street order", CaseKind.EVENT),
            CaseClass("E05", "突发事件", "Emergencies", CaseKind.EVENT),
        ),
        (
            Subclass("C0137", "路灯", "Street lamp", 0, 2, Clock.WORKING_DAY, "公用事业"),
            Subclass("E0113", "道路破损", "Broken road", 1, 5, Clock.WORKING_DAY, "公路"),
            Subclass("E0125", "水域不洁", "Dirty water", 1, 2, Clock.WORKING_DAY, "水务"),
            Subclass("E0405", "店外经营", "Stall", 2, 2, Clock.URGENT_HOUR, "城管分局"),
            Subclass("E0506", "道路积水", "Flooded road", 3, 2, Clock.URGENT_HOUR, "水务"),
        ),
    )
    return City(
        id="hand",
        version="1",
        name_zh="手城",
        name_en="Hand City",
        zone=ZONE,
        language="zh",
        tree=AreaTree(
            area("H", AreaLevel.CITY, -1, 113.75, 23.03, 180), tuple(towns), tuple(villages), tuple(grids)
        ),
        taxonomy=taxonomy,
        locator=RoundTowns(),
        deadlines=CalendarDeadlines(ZONE, WorkCalendar("CN")),
        demo=True,
        schematic=True,
        load_bands=(20, 30),
        folder="",
    )


def moment(text: str) -> float:
    """Unix seconds of a local ISO time."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZONE).timestamp()
