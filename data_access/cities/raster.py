"""Cuts polygons into the raster of `geography.Mosaic`: which sub-cells lie in one area, which are cut."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from data_access.domain.areas import NO_AREA
from data_access.domain.geography import CUT, NEAR, NEAREST_M, Mosaic

Floats = npt.NDArray[np.float64]
SUB_CELLS_LIMIT = 24_000_000
"""Most sub-cells of a raster: larger cities get coarser ones."""
FINEST_PER_CELL = 4


@dataclass(frozen=True)
class _Edges:
    """Straight pieces of all rings, in units of sub-cells from the south-west corner."""

    owner: npt.NDArray[np.intp]
    x0: Floats
    y0: Floats
    x1: Floats
    y1: Floats


def build_mosaic(
    shapes: npt.NDArray[np.object_], extent: tuple[float, float, float, float], cell_m: int
) -> Mosaic:
    """Mosaic of polygons in metres over an extent (west, south, east, north) that is widened to cells."""
    west, south = (int(np.floor(value / cell_m)) * cell_m for value in extent[:2])
    columns = int(np.ceil((extent[2] - west) / cell_m))
    rows = int(np.ceil((extent[3] - south) / cell_m))
    per_cell = FINEST_PER_CELL
    while per_cell > 1 and columns * rows * per_cell**2 > SUB_CELLS_LIMIT:
        per_cell -= 1
    edges = _edges(shapes, west, south, cell_m / per_cell)
    raster = np.full((rows * per_cell, columns * per_cell), NO_AREA, dtype=np.uint16)
    _fill(raster, edges)
    cut, start, candidates = _cut_cells(raster, edges)
    raster.ravel()[cut] = CUT
    reach = int(np.ceil(NEAREST_M / (cell_m / per_cell))) + 1
    raster[(raster == NO_AREA) & _dilate(raster != NO_AREA, reach)] = NEAR
    return Mosaic(float(west), float(south), cell_m, per_cell, raster, cut, start, candidates, shapes)


def _edges(shapes: npt.NDArray[np.object_], west: float, south: float, size: float) -> _Edges:
    parts, part_owner = shapely.get_parts(shapes, return_index=True)
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    points, point_ring = shapely.get_coordinates(rings, return_index=True)
    points = (points - (west, south)) / size
    joined = point_ring[1:] == point_ring[:-1]
    first, second = points[:-1][joined], points[1:][joined]
    owner = part_owner[ring_part[point_ring[:-1][joined]]]
    return _Edges(owner, first[:, 0], first[:, 1], second[:, 0], second[:, 1])


def _fill(raster: npt.NDArray[np.uint16], edges: _Edges) -> None:
    """Give every sub-cell the area at its centre, the lowest index where areas overlap."""
    low, high = np.minimum(edges.y0, edges.y1), np.maximum(edges.y0, edges.y1)
    first = np.ceil(low - 0.5).astype(np.int64)
    count = np.ceil(high - 0.5).astype(np.int64) - first
    edge, step = _repeat(count)
    row = first[edge] + step
    share = (row + 0.5 - edges.y0[edge]) / (edges.y1[edge] - edges.y0[edge])
    x = edges.x0[edge] + share * (edges.x1[edge] - edges.x0[edge])
    owner = edges.owner[edge]
    order = np.lexsort((x, row, -owner))
    # Every row of an area is crossed an even number of times: pairs are the spans inside.
    spans = np.ceil(x[order] - 0.5).astype(np.int64).reshape(-1, 2)
    rows, owners = row[order][::2], owner[order][::2]
    for line, (start, stop), area in zip(rows.tolist(), spans.tolist(), owners.tolist(), strict=True):
        raster[line, start:stop] = area


def _cut_cells(
    raster: npt.NDArray[np.uint16], edges: _Edges
) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32], npt.NDArray[np.uint16]]:
    """Sub-cells that an edge runs through: flat positions, starts of candidates, candidates."""
    edge_x, at_x = _crossings(edges.x0, edges.x1)
    edge_y, at_y = _crossings(edges.y0, edges.y1)
    every = np.arange(len(edges.owner))
    edge = np.concatenate((every, every, edge_x, edge_y))
    at = np.concatenate((np.zeros(len(every)), np.ones(len(every)), at_x, at_y))
    order = np.lexsort((at, edge))
    edge, at = edge[order], at[order]
    joined = edge[1:] == edge[:-1]
    edge, middle = edge[1:][joined], ((at[1:] + at[:-1]) / 2)[joined]
    # Between two crossings an edge stays in one sub-cell: the one of the piece's middle.
    column = np.floor(edges.x0[edge] + middle * (edges.x1[edge] - edges.x0[edge])).astype(np.int64)
    row = np.floor(edges.y0[edge] + middle * (edges.y1[edge] - edges.y0[edge])).astype(np.int64)
    place = row * raster.shape[1] + column
    # The area at the centre is a candidate too: with overlaps no edge of it need run through here.
    centre = raster.ravel()[np.unique(place)]
    known = centre != NO_AREA
    places = np.concatenate((place, np.unique(place)[known]))
    areas = np.concatenate((edges.owner[edge], centre[known]))
    pairs = np.unique(places * 65536 + areas)
    cut, start = np.unique(pairs // 65536, return_index=True)
    return (
        cut.astype(np.uint32),
        np.append(start, len(pairs)).astype(np.uint32),
        (pairs % 65536).astype(np.uint16),
    )


def _crossings(begin: Floats, end: Floats) -> tuple[npt.NDArray[np.intp], Floats]:
    """Where edges cross the lines between sub-cells of one axis: edge, and share of its length."""
    low, high = np.minimum(begin, end), np.maximum(begin, end)
    first = np.floor(low).astype(np.int64) + 1
    count = np.maximum(np.ceil(high).astype(np.int64) - first, 0)
    edge, step = _repeat(count)
    return edge, (first[edge] + step - begin[edge]) / (end[edge] - begin[edge])


def _repeat(count: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.int64]]:
    """Index i repeated count[i] times, and a counter from 0 within each run."""
    index = np.repeat(np.arange(len(count)), count)
    step = np.arange(len(index)) - np.repeat(np.cumsum(count) - count, count)
    return index, step


def _dilate(known: npt.NDArray[np.bool_], reach: int) -> npt.NDArray[np.bool_]:
    """True within `reach` sub-cells of a true one, by squares."""
    for axis in (0, 1):
        total = np.cumsum(known, axis=axis, dtype=np.int32)
        padded = np.pad(total, [(reach + 1, reach) if a == axis else (0, 0) for a in (0, 1)], mode="edge")
        lead = [slice(None)] * 2
        lead[axis] = slice(0, reach + 1)
        padded[tuple(lead)] = 0
        size = known.shape[axis]
        late = np.take(padded, range(2 * reach + 1, 2 * reach + 1 + size), axis=axis)
        early = np.take(padded, range(size), axis=axis)
        known = late > early
    return known
