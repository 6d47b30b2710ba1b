"""Map files of a home, cut from those of its city: outline, lines of the level below, base grids."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from data_access.cities.area_shapes import PackShapes
from data_access.cities.boundaries import feature_collection, polygonal
from data_access.domain.areas import AreaLevel, AreaTree
from data_access.domain.home import Home

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class HomeMap:
    """The files of one home by name, and the frame of its map."""

    files: dict[str, bytes]
    bounds: Bounds
    """West, south, east, north in degrees."""


class HomeMaps:
    """Map files of the homes of one city, each cut when it is first asked for.

    `folder` is the pack's. Not for towns whose boundary the pack does not have: those are shown on the
    city's map.
    """

    def __init__(self, folder: str, tree: AreaTree) -> None:
        self._shapes = PackShapes(folder)
        self._tree = tree
        self._cut: dict[int, HomeMap | None] = {}

    def of(self, home: Home) -> HomeMap | None:
        """The map of a town; None for a whole city, whose files lie in its pack, and without a boundary."""
        if home.level != AreaLevel.TOWN:
            return None
        if home.index not in self._cut:
            self._cut[home.index] = self._cut_out(home)
        return self._cut[home.index]

    def _cut_out(self, home: Home) -> HomeMap | None:
        outline = self._shapes.of(AreaLevel.TOWN).get(home.index)
        if outline is None:
            return None
        tree = self._tree
        grids = {
            index: shape
            for index, shape in self._shapes.of(AreaLevel.GRID).items()
            if tree.villages[tree.grids[index].parent].parent == home.index
        }
        children = _children(tree, home, grids)
        files = {
            "outline.geojson": _file({home.index: outline}, [home.area.code]),
            "children.geojson": _file(children, [tree.villages[index].code for index in children]),
            "grids.geojson": _file(grids, [tree.grids[index].code for index in grids]),
        }
        west, south, east, north = outline.bounds
        return HomeMap(files, (west, south, east, north))


def _children(tree: AreaTree, home: Home, grids: dict[int, Any]) -> dict[int, Any]:
    """Villages as the union of their grids."""
    if home.children is None or home.children.level != AreaLevel.VILLAGE:
        return {}
    parts: dict[int, list[Any]] = {}
    for index, shape in grids.items():
        parts.setdefault(tree.grids[index].parent, []).append(shape)
    return {index: polygonal(shapely.union_all(shapes)) for index, shapes in parts.items()}


def _file(shapes: dict[int, Any], codes: list[str]) -> bytes:
    drawn = np.array(list(shapes.values()), dtype=object)
    return feature_collection(
        drawn, [{"code": code, "index": index} for index, code in zip(shapes, codes, strict=True)]
    )
