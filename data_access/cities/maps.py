"""Keeps the map files of a pack: its boundaries with few vertices, as browsers load them."""

import contextlib
from pathlib import Path

import numpy as np
import shapely

from data_access.cities.areas_reader import PackAreas, metres
from data_access.cities.boundaries import feature_collection, polygonal
from data_access.cities.build.publish import MAP_TOLERANCE, to_degrees
from data_access.cities.findings import Findings
from data_access.cities.settings import PackSettings
from data_access.domain.areas import AreaLevel

FOLDER = "map"
OUTLINE = "outline.geojson"
_DECIMALS = 5
_LEVELS = (AreaLevel.TOWN, AreaLevel.GRID)


def draw_maps(folder: Path, areas: PackAreas, settings: PackSettings) -> bool:
    """Write `map/towns.geojson`, `map/grids.geojson`, `map/outline.geojson`; False where that is forbidden.

    A level that the city does not have becomes an empty file, so that a map of any city asks for the same.
    """
    plane = metres(settings, Findings())
    assert plane is not None, "the areas were read with this projection"
    target = folder / FOLDER
    with contextlib.suppress(OSError):
        target.mkdir(exist_ok=True)
        for level in _LEVELS:
            shapes = areas.shapes.get(level)
            path = target / f"{level.value}s.geojson"
            if shapes is None:
                path.write_bytes(feature_collection([], []))
                continue
            simple = shapely.make_valid(shapely.coverage_simplify(shapes, MAP_TOLERANCE[level.value]))
            simple = np.array([polygonal(shape) for shape in simple], dtype=object)
            drawn = to_degrees(simple, plane, _DECIMALS)
            rows = [{"code": area.code, "index": index} for index, area in enumerate(areas.levels[level])]
            path.write_bytes(feature_collection(drawn, rows))
            if level is AreaLevel.TOWN:
                # Real boundaries overlap a little here and there: a plain union stands that.
                union = np.array([polygonal(shapely.union_all(simple))], dtype=object)
                (target / OUTLINE).write_bytes(feature_collection(to_degrees(union, plane, _DECIMALS), [{}]))
        return True
    return False
