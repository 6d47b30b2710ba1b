"""A city as the rest of the program sees it: a loaded city pack. Pure data; `cities.pack` reads it."""

from dataclasses import dataclass, field
from typing import Protocol
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from data_access.domain.areas import AreaTree
from data_access.domain.evaluation.scheme import Scheme
from data_access.domain.open_data import OpenData
from data_access.domain.rules import Rules
from data_access.domain.taxonomy import Clock, Taxonomy
from data_access.domain.workcalendar import WorkCalendar

NO_CELL = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Located:
    """Where points lie, one entry a point; NO_AREA or NO_CELL outside the city."""

    town: npt.NDArray[np.uint16]
    village: npt.NDArray[np.uint16]
    grid: npt.NDArray[np.uint16]
    cell: npt.NDArray[np.uint32]


class Locator(Protocol):
    """Finds cells and areas of points (implemented by `domain.geography`)."""

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north in degrees: coordinates outside are not of this city."""
        ...

    @property
    def cell_size_m(self) -> int:
        """Edge of a cell in metres."""
        ...

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of cells: cell = row x columns + column, row 0 in the south."""
        ...

    def locate(self, lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]) -> Located:
        """Cell and areas of each point."""
        ...

    def cell_centres(
        self, cells: npt.NDArray[np.uint32]
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Longitude and latitude of the centres of cells."""
        ...

    def neighbours(
        self, lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64], metres: float
    ) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """Every pair of a point (by position) and a town (by index) that is at most so many metres away from
        it; towns that hold the point are among them. Sorted, no pair twice."""
        ...


class Deadlines(Protocol):
    """Adds a time limit to a time (implemented by `domain.deadlines`)."""

    @property
    def calendar(self) -> WorkCalendar:
        """The working days of the city."""
        ...

    def due(self, start_us: int, limit: float, clock: Clock) -> int:
        """Time at which a limit that starts at `start_us` ends; microseconds since 1970 UTC."""
        ...


@dataclass(frozen=True)
class City:
    """A loaded city pack."""

    id: str
    """Folder name, used in Redis keys: `dongguan`."""
    version: str
    """Short hash of the pack's files."""
    name_zh: str
    name_en: str
    zone: ZoneInfo
    language: str
    tree: AreaTree
    taxonomy: Taxonomy
    locator: Locator
    deadlines: Deadlines
    demo: bool
    """Whether the shipped demo feed may run for this city."""
    schematic: bool
    """Whether its boundaries are schematic and must be labelled so."""
    load_bands: tuple[float, float]
    """Open cases per 100 staff on duty from which a centre is busy, and overloaded."""
    folder: str
    """Folder of the pack, for the map files in it."""
    schemes: tuple[Scheme, ...] = ()
    """Evaluation schemes of the pack; without any the closing rate alone ranks."""
    rules: Rules = field(default_factory=Rules)
    """Thresholds of the coordination board and of the quality of collection."""
    open_data: OpenData = field(default_factory=OpenData)
    """Terms of what everybody may take."""
