"""Borders of single areas and of what lies in them, from the map files of a pack."""

from pathlib import Path
from typing import Any

import numpy as np
import orjson
import shapely

from data_access.cities.boundaries import feature_collection, polygonal
from data_access.domain.areas import AreaLevel, AreaTree
from data_access.domain.drawn import Outline

FOLDER = "map"
NOTHING = feature_collection([], [])


class PackShapes:
    """Polygons of the map files in the folder of a pack, each file read when it is first asked for."""

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder) / FOLDER
        self._read: dict[AreaLevel, dict[int, Any]] = {}

    def of(self, level: AreaLevel) -> dict[int, Any]:
        """Polygons of a level by the index of their area; empty where the pack has no such file."""
        if level not in self._read:
            path = self._folder / f"{level.value}s.geojson"
            features = orjson.loads(path.read_bytes())["features"] if path.is_file() else []
            self._read[level] = {
                feature["properties"]["index"]: shapely.from_geojson(orjson.dumps(feature["geometry"]))
                for feature in features
            }
        return self._read[level]


class AreaShapes:
    """Outlines of the towns, villages and grids of a city. A village is the union of its grids."""

    def __init__(self, folder: str, tree: AreaTree) -> None:
        self._shapes = PackShapes(folder)
        self._tree = tree
        self._villages: dict[int, Any] = {}

    def outline(self, code: str) -> Outline:
        """Outer rings of an area; empty for the city, an unknown code, and where the pack has no boundary."""
        shape = self._shape(code)
        if shape is None:
            return ()
        return tuple(
            tuple((float(x), float(y)) for x, y in shapely.get_coordinates(polygon.exterior).tolist())
            for polygon in shapely.get_parts(shape)
        )

    def children(self, code: str) -> bytes:
        """GeoJSON of the areas one level below a town or village, with their `code` and `index`."""
        tree, found = self._tree, self._tree.find(code)
        below = None if found is None else tree.below(found[0])
        if found is None or below is None:
            return NOTHING
        places = [place for place, area in enumerate(tree.at(below)) if area.parent == found[1]]
        shapes = [(place, self._shape(tree.at(below)[place].code)) for place in places]
        drawn = [(place, shape) for place, shape in shapes if shape is not None]
        return feature_collection(
            np.array([shape for _, shape in drawn], dtype=object),
            [{"code": tree.at(below)[place].code, "index": place} for place, _ in drawn],
        )

    def _shape(self, code: str) -> Any:
        found = self._tree.find(code)
        if found is None or found[0] == AreaLevel.CITY:
            return None
        level, index = found
        if level != AreaLevel.VILLAGE:
            return self._shapes.of(level).get(index)
        if index not in self._villages:
            grids = self._shapes.of(AreaLevel.GRID)
            own = [
                grids[place]
                for place, area in enumerate(self._tree.grids)
                if area.parent == index and place in grids
            ]
            self._villages[index] = polygonal(shapely.union_all(own)) if own else None
        return self._villages[index]
