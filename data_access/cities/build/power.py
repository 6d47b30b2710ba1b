"""Power diagrams: a region divided among weighted sites, and the fit of one to given areas and centroids."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

Floats = npt.NDArray[np.float64]
STRAY = 0.5
"""How far a site may lie from the centroid wanted, in radii of a disc of the cell's area."""


def power_cells(sites: Floats, weights: Floats, region: BaseGeometry) -> list[BaseGeometry]:
    """The part of `region` nearest to each site by |p - site|² - weight.

    `sites` has shape (n, 2), `weights` (n,) in square units. A part of a cell that the region's shape
    cuts off goes to the neighbour it touches most, so that every cell is one piece.
    """
    west, south, east, north = region.bounds
    frame = [(west - 1, south - 1), (east + 1, south - 1), (east + 1, north + 1), (west - 1, north + 1)]
    cells: list[BaseGeometry] = []
    for index in range(len(sites)):
        corners: list[tuple[float, float]] = list(frame)
        for other in range(len(sites)):
            if other != index and corners:
                normal = 2 * (sites[other] - sites[index])
                offset = float(sites[other] @ sites[other] - sites[index] @ sites[index]) - float(
                    weights[other] - weights[index]
                )
                corners = _clip(corners, float(normal[0]), float(normal[1]), offset)
        cell = shapely.Polygon(corners) if len(corners) > 2 else shapely.Polygon()
        cells.append(shapely.intersection(cell, region))
    return join_pieces(cells)


def _clip(corners: list[tuple[float, float]], a: float, b: float, c: float) -> list[tuple[float, float]]:
    """The part of a convex polygon where a·x + b·y ≤ c."""
    kept: list[tuple[float, float]] = []
    sides = [a * x + b * y - c for x, y in corners]
    for index, (x, y) in enumerate(corners):
        side, before = sides[index], sides[index - 1]
        if (side > 0) != (before > 0):
            px, py = corners[index - 1]
            share = before / (before - side)
            kept.append((px + share * (x - px), py + share * (y - py)))
        if side <= 0:
            kept.append((x, y))
    return kept


def join_pieces(cells: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """Give all but the largest piece of every cell to the neighbour with the longest common border."""
    largest: list[BaseGeometry] = []
    loose: list[BaseGeometry] = []
    for cell in cells:
        pieces = [p for p in shapely.get_parts(cell) if p.geom_type == "Polygon" and p.area > 1e-6]
        pieces.sort(key=lambda piece: -piece.area)
        largest.append(pieces[0] if pieces else shapely.Polygon())
        loose.extend(pieces[1:])
    for piece in loose:
        borders = [
            shapely.intersection(piece.boundary, cell.boundary.buffer(0.01)).length for cell in largest
        ]
        best = int(np.argmax(borders))
        joined = shapely.union(largest[best], piece.buffer(0.001, join_style="mitre"))
        largest[best] = max(shapely.get_parts(joined), key=lambda part: part.area)
    return largest


def fit(
    region: BaseGeometry, targets: Floats, centroids: Floats, *, rounds: int = 240
) -> tuple[Floats, Floats]:
    """Sites and weights whose cells have the target areas, and centroids near the given ones.

    `targets` (n,) in square units are scaled to the area of the region; `centroids` is (n, 2).
    """
    targets = targets * (region.area / targets.sum())
    sites, weights = centroids.copy(), targets / np.pi
    # A site that strays far from its centroid nears another one, and the diagram becomes unstable.
    reach = STRAY * np.sqrt(targets / np.pi)
    for round_ in range(rounds):
        cells = power_cells(sites, weights, region)
        areas = np.array([cell.area for cell in cells])
        if round_ < rounds * 2 // 3:
            # In the end only the weights move, so that the areas settle.
            middles = np.array([site if cell.is_empty else (cell.centroid.x, cell.centroid.y)
                                for cell, site in zip(cells, sites, strict=True)])  # fmt: skip
            shift = sites + 0.2 * (centroids - middles) - centroids
            length = np.maximum(np.hypot(*shift.T), 1e-9)
            sites = centroids + shift * np.minimum(1, reach / length)[:, None]
        weights = weights + 0.25 * (targets - areas)
    return sites, weights
