"""Where a point lies: its 100 m cell and its areas, for many points at a time.

The plane of the city's projection is covered by sub-cells, a few to the edge of a cell. Nearly all lie
inside one area of the lowest level, and the answer is one look-up; a sub-cell that a boundary cuts keeps
its few candidates, which are tested exactly. `cities.compile` makes the tables, this module reads them.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import shapely

from data_access.domain.areas import NO_AREA, AreaLevel
from data_access.domain.city import NO_CELL, Located
from data_access.domain.projection import Floats, Polynomial

NEAR = 65534
"""In the raster: outside every area, but an area may be within `NEAREST_M`."""
CUT = 65533
"""In the raster: cut by a boundary, see `Mosaic.cut`."""
NEAREST_M = 500.0
"""Points outside every area belong to the nearest one up to this distance."""


@dataclass(frozen=True)
class Mosaic:
    """The compiled tables of a pack's lowest level."""

    west: float
    """Left edge of the raster in metres, a multiple of the cell size."""
    south: float
    cell_size_m: int
    per_cell: int
    """Sub-cells to the edge of a cell."""
    raster: npt.NDArray[np.uint16]
    """Area index, NO_AREA, NEAR or CUT of every sub-cell; shape (rows from the south, columns)."""
    cut: npt.NDArray[np.uint32]
    """Flat positions in the raster of the cut sub-cells, ascending."""
    cut_start: npt.NDArray[np.uint32]
    """Their candidates are `candidates[cut_start[i]:cut_start[i + 1]]`."""
    candidates: npt.NDArray[np.uint16]
    shapes: npt.NDArray[np.object_]
    """Polygons of the areas in metres, in index order."""

    @property
    def columns(self) -> int:
        """Cells from west to east."""
        return int(self.raster.shape[1]) // self.per_cell

    @property
    def rows(self) -> int:
        """Cells from south to north."""
        return int(self.raster.shape[0]) // self.per_cell


class CellLocator:
    """Finds cells and areas of points; cell numbers run row by row from the south-west corner."""

    def __init__(
        self,
        mosaic: Mosaic,
        forward: Polynomial,
        inverse: Polynomial,
        bounds: tuple[float, float, float, float],
        lowest: AreaLevel,
        parents: tuple[npt.NDArray[np.uint16], npt.NDArray[np.uint16]],
    ) -> None:
        """`parents`: town of every village, village of every grid (empty where the pack has none)."""
        self.mosaic = mosaic
        self.bounds = bounds
        """West, south, east, north in degrees: coordinates outside are not of this city."""
        self._forward = forward
        self._inverse = inverse
        self._lookups = _level_lookups(lowest, parents)

    @property
    def cell_size_m(self) -> int:
        """Edge of a cell in metres."""
        return self.mosaic.cell_size_m

    @property
    def cell_area_km2(self) -> float:
        """Area of a cell."""
        return (self.cell_size_m / 1000) ** 2

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of cells: cell = row x columns + column, row 0 in the south."""
        return self.mosaic.rows, self.mosaic.columns

    def project(self, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        """East and north in metres of points inside the bounds."""
        return self._forward(lon, lat)

    def unproject(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Longitude and latitude of metres, for the extent of the city."""
        return self._inverse(x, y)

    def distance_m(self, lon1: float, lat1: float, lon2: float, lat2: float) -> float:
        """Metres between two points inside the bounds."""
        x, y = self._forward(np.array([lon1, lon2]), np.array([lat1, lat2]))
        return float(np.hypot(x[1] - x[0], y[1] - y[0]))

    def locate(self, lon: Floats, lat: Floats) -> Located:
        """Cell and areas of each point; points further than `NEAREST_M` from every area have none."""
        lon, lat = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
        west, south, east, north = self.bounds
        # NaN compares false, so that it counts as outside.
        inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
        if inside.all():
            area, cell = self._locate_inside(lon, lat)
        else:
            area = np.full(len(lon), NO_AREA, dtype=np.uint16)
            cell = np.full(len(lon), NO_CELL, dtype=np.uint32)
            area[inside], cell[inside] = self._locate_inside(lon[inside], lat[inside])
        town, village, grid = (lookup[area] for lookup in self._lookups)
        return Located(town, village, grid, cell)

    def cell_centres(self, cells: npt.NDArray[np.uint32]) -> tuple[Floats, Floats]:
        """Longitude and latitude of the centres of cells; NaN for NO_CELL."""
        numbers = np.asarray(cells, dtype=np.uint32)
        rows, columns = np.divmod(numbers, np.uint32(self.mosaic.columns))
        x = self.mosaic.west + (columns + 0.5) * self.cell_size_m
        y = self.mosaic.south + (rows + 0.5) * self.cell_size_m
        x[numbers == NO_CELL] = np.nan
        return self._inverse(x, y)

    def neighbours(
        self, lon: Floats, lat: Floats, metres: float
    ) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """Pairs of a point and a town at most so many metres away, by the polygons of the lowest level."""
        if not len(lon):
            return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp)
        points = shapely.points(*self._forward(lon, lat))
        point, area = self._tree.query(points, predicate="dwithin", distance=metres)
        pairs = np.unique(np.stack([point, self._lookups[0][area].astype(np.intp)]), axis=1)
        return pairs[0], pairs[1]

    def cells_in_areas(self) -> npt.NDArray[np.uint32]:
        """Cells of which at least a part lies in an area, ascending."""
        per = self.mosaic.per_cell
        rows, columns = self.shape
        known = (self.mosaic.raster != NO_AREA) & (self.mosaic.raster != NEAR)
        blocks = known.reshape(rows, per, columns, per).any(axis=(1, 3))
        return np.flatnonzero(blocks).astype(np.uint32)

    def _locate_inside(
        self, lon: Floats, lat: Floats
    ) -> tuple[npt.NDArray[np.uint16], npt.NDArray[np.uint32]]:
        mosaic = self.mosaic
        x, y = self._forward(lon, lat)
        sub_size = mosaic.cell_size_m / mosaic.per_cell
        sub_columns, sub_rows = mosaic.raster.shape[1], mosaic.raster.shape[0]
        # The raster reaches beyond the bounds, so that clipping only mends the last millimetre.
        column = np.clip(((x - mosaic.west) / sub_size).astype(np.int32), 0, sub_columns - 1)
        row = np.clip(((y - mosaic.south) / sub_size).astype(np.int32), 0, sub_rows - 1)
        place = row * np.int32(sub_columns) + column
        area = mosaic.raster.ravel()[place]
        cell = (row // mosaic.per_cell * mosaic.columns + column // mosaic.per_cell).astype(np.uint32)
        special = area >= CUT
        if special.any():
            open_points = np.flatnonzero(special)
            self._settle(area, open_points, place, x, y)
            cell[area == NO_AREA] = NO_CELL
        return area, cell

    def _settle(
        self,
        area: npt.NDArray[np.uint16],
        points: npt.NDArray[np.intp],
        place: npt.NDArray[np.int32],
        x: Floats,
        y: Floats,
    ) -> None:
        """Exact tests for the points of sub-cells that the raster cannot decide; writes into `area`."""
        mosaic = self.mosaic
        cut = points[area[points] == CUT]
        position = np.searchsorted(mosaic.cut, place[cut].astype(np.uint32))
        start, stop = mosaic.cut_start[position], mosaic.cut_start[position + 1]
        turn = 0
        # Candidates are in index order: a point on a shared edge belongs to the area of the lower index.
        while len(cut):
            candidate = mosaic.candidates[start + np.uint32(turn)]
            hit = shapely.intersects_xy(self._prepared[candidate], x[cut], y[cut])
            area[cut[hit]] = candidate[hit]
            turn += 1
            spent = ~hit & (start + np.uint32(turn) >= stop)
            area[cut[spent]] = NEAR
            left = ~hit & ~spent
            cut, start, stop = cut[left], start[left], stop[left]
        near = points[area[points] == NEAR]
        if len(near):
            area[near] = self._nearest(x[near], y[near])

    def _nearest(self, x: Floats, y: Floats) -> npt.NDArray[np.uint16]:
        found = np.full(len(x), NO_AREA, dtype=np.uint16)
        points = shapely.points(x, y)
        source, target = self._tree.query_nearest(points, max_distance=NEAREST_M, all_matches=True)
        # Several areas can be equally near: the last write wins, so write the lowest index last.
        order = np.lexsort((-target, source))
        found[source[order]] = target[order]
        return found

    @cached_property
    def _prepared(self) -> npt.NDArray[np.object_]:
        shapely.prepare(self.mosaic.shapes)
        return self.mosaic.shapes

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self.mosaic.shapes)


def _level_lookups(
    lowest: AreaLevel, parents: tuple[npt.NDArray[np.uint16], npt.NDArray[np.uint16]]
) -> tuple[npt.NDArray[np.uint16], npt.NDArray[np.uint16], npt.NDArray[np.uint16]]:
    """Town, village and grid of every area of the lowest level, as tables over all 16-bit values."""
    town, village, grid = (np.full(65536, NO_AREA, dtype=np.uint16) for _ in range(3))
    town_of_village, village_of_grid = parents
    if lowest is AreaLevel.GRID:
        count = len(village_of_grid)
        grid[:count] = np.arange(count)
        village[:count] = village_of_grid
        town[:count] = town_of_village[village_of_grid]
    elif lowest is AreaLevel.VILLAGE:
        count = len(town_of_village)
        village[:count] = np.arange(count)
        town[:count] = town_of_village
    else:
        town[:CUT] = np.arange(CUT)
    return town, village, grid
