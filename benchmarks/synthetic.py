"""A made-up city of Dongguan's size and rows of cases in it: material for the benchmarks, of no use else."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from data_access.domain.areas import Area, AreaLevel, AreaTree
from data_access.domain.city import City, Located
from data_access.domain.rows import (
    NEVER,
    NO_NAME,
    ROW,
    Columns,
    RowFlag,
    Stage,
    to_columns,
)
from data_access.domain.taxonomy import CaseClass, CaseKind, Clock, Subclass, Taxonomy
from data_access.domain.workcalendar import WorkCalendar

TOWNS, VILLAGES, GRIDS, STAFF = 33, 593, 3201, 9177
CLASSES, SUBCLASSES = 12, 189
CASES_A_DAY = 1358
_CELLS_IN_A_ROW = 700
_SOURCE_SHARES = [0.86, 0.05, 0.03, 0.02, 0.01, 0.005, 0.005, 0.01, 0.01]


@dataclass(frozen=True)
class NamesOf:
    """Names that only the actions know."""

    departments: tuple[str, ...] = tuple(f"D{number}" for number in range(40))
    subclasses: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()


class Squares:
    """Cells of 100 m in rows of 700."""

    bounds = (113.5, 22.6, 114.3, 23.2)
    cell_size_m = 100
    shape = (600, _CELLS_IN_A_ROW)

    def locate(self, lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]) -> Located:
        """Not needed: the rows are placed already."""
        raise NotImplementedError

    def cell_centres(
        self, cells: npt.NDArray[np.uint32]
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Centres of cells."""
        row, column = np.divmod(cells.astype(np.float64), _CELLS_IN_A_ROW)
        return 113.5 + column * 0.001, 22.6 + row * 0.001

    def neighbours(
        self, lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64], metres: float
    ) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """No towns with edges: no case lies on a boundary."""
        return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp)


class NoDeadlines:
    """Rows carry their due times already."""

    calendar = WorkCalendar("")

    def due(self, start_us: int, limit: float, clock: Clock) -> int:
        """Never asked."""
        raise NotImplementedError


def synthetic_city() -> City:
    """33 towns, 593 villages, 3,201 grids, 9,177 staff."""

    def area(level: AreaLevel, number: int, parent: int, staff: int) -> Area:
        code = f"{level.value[0]}{number:04d}"
        return Area(code, code, code, code, level, parent, 1.0, 1, 113.7, 23.0, staff)

    grid_village = np.sort(np.arange(GRIDS) % VILLAGES)
    village_town = np.sort(np.arange(VILLAGES) % TOWNS)
    grid_staff = np.full(GRIDS, STAFF // GRIDS)
    grid_staff[: STAFF - grid_staff.sum()] += 1
    village_staff = np.bincount(grid_village, weights=grid_staff).astype(int)
    town_staff = np.bincount(village_town, weights=village_staff).astype(int)
    levels = AreaLevel
    tree = AreaTree(
        city=area(levels.CITY, 0, -1, STAFF),
        towns=tuple(area(levels.TOWN, n, 0, int(town_staff[n])) for n in range(TOWNS)),
        villages=tuple(
            area(levels.VILLAGE, n, int(village_town[n]), int(village_staff[n])) for n in range(VILLAGES)
        ),
        grids=tuple(area(levels.GRID, n, int(grid_village[n]), int(grid_staff[n])) for n in range(GRIDS)),
    )
    classes = tuple(CaseClass(f"E{n:02d}", f"E{n}", f"E{n}", CaseKind.EVENT) for n in range(CLASSES))
    subclasses = tuple(
        Subclass(f"E{n % CLASSES:02d}{n:03d}", f"{n}", f"{n}", n % CLASSES, 4.0, Clock.URGENT_HOUR, "D0")
        for n in range(SUBCLASSES)
    )
    return City(
        "synthetic", "1", "城", "City", ZoneInfo("Asia/Shanghai"), "zh", tree, Taxonomy(classes, subclasses),
        Squares(), NoDeadlines(), False, True, (20.0, 30.0), "",
    )  # fmt: skip


def synthetic_columns(city: City, count: int, now: int, open_cases: int = 1500) -> Columns:
    """Rows of `count` cases reported before the row time `now` at Dongguan's pace; `open_cases` are open."""
    random = np.random.default_rng(1)
    rows = np.zeros(count, dtype=ROW)
    rows["flags"] = RowFlag.COMPLETE
    grid = random.integers(0, GRIDS, count)
    village = city.tree.parents(AreaLevel.GRID)[grid]
    rows["grid"], rows["village"] = grid, village
    rows["town"] = city.tree.parents(AreaLevel.VILLAGE)[village]
    rows["source"] = random.choice(len(_SOURCE_SHARES), count, p=_SOURCE_SHARES)
    weights = 1 / np.arange(1, SUBCLASSES + 1)
    rows["subclass"] = random.choice(SUBCLASSES, count, p=weights / weights.sum())
    rows["class"] = rows["subclass"] % CLASSES
    rows["department"] = random.integers(0, 40, count)
    rows["team"] = NO_NAME
    rows["lon"] = (113.6 + 0.6 * (grid * 37 % GRIDS) / GRIDS + random.normal(0, 0.004, count)) * 1e7
    rows["lat"] = (22.7 + 0.4 * (grid * 101 % GRIDS) / GRIDS + random.normal(0, 0.004, count)) * 1e7
    row, column = (rows["lat"] / 1e7 - 22.6) // 0.001, (rows["lon"] / 1e7 - 113.5) // 0.001
    rows["cell"] = row * _CELLS_IN_A_ROW + column
    # Rows are handed out in the order in which cases arrive.
    rows["reported"] = np.sort(now - random.integers(1, max(2, count * 86_400 // CASES_A_DAY), count))
    step = rows["reported"].astype(np.int64)
    for name, mean in (("accepted", 300), ("filed", 300), ("first_dispatched", 400), ("disposed", 9000)):
        step = step + random.exponential(mean, count).astype(np.int64) + 1
        rows[name] = step
    rows["verified"] = rows["disposed"] + random.integers(60, 3000, count)
    rows["ended"] = rows["verified"] + random.integers(60, 3000, count)
    rows["due"] = rows["filed"] + random.choice([7200, 14_400, 86_400, 432_000], count)
    rows["dispatch_action"] = rows["first_dispatched"]
    rows["disposal_seconds"] = rows["disposed"] - rows["filed"].astype(np.float64)
    rated = random.random(count) < 0.3
    rows["rated"] = np.where(rated, rows["ended"] + 3600, NEVER)
    rows["score"] = np.where(rated, random.integers(1, 6, count), 0)
    for name in ("return_action", "rework_action", "extend_action", "suspend_action"):
        rows[name] = np.where(random.random(count) < 0.03, rows["first_dispatched"] + 600, NEVER)
    rows["stage"] = Stage.CLOSED
    flags = rows["flags"]
    flags |= np.where(rows["disposed"] <= rows["due"], RowFlag.ON_TIME_DISPOSAL, 0).astype(np.uint32)
    flags |= np.where(random.random(count) < 0.9, RowFlag.ON_TIME_ACCEPT | RowFlag.RESPONDED_24H, 0).astype(
        np.uint32
    )
    flags |= np.uint32(RowFlag.FALLS_DUE)
    waiting = random.permutation(count)[: min(open_cases, count)]
    rows["stage"][waiting] = Stage.DISPATCHED
    for name in ("disposed", "verified", "ended", "rated"):
        rows[name][waiting] = NEVER
    rows["score"][waiting] = 0
    rows["disposal_seconds"][waiting] = np.nan
    flags[waiting] &= ~np.uint32(RowFlag.ON_TIME_DISPOSAL)
    return to_columns(rows)
