"""Draws the map files of a pack as SVG paths: fewer points, common borders still common, a plane box."""

from collections.abc import Sequence
from math import cos, radians
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson
import shapely

from data_access.domain.drawn import DrawnMap, DrawnShape

WIDTH = 640.0
"""Units that a map is wide."""
TALLEST = 1.0
"""Height of a map over its width, at most."""
_MARGIN = 4.0
_DETAIL = 0.9
"""Units below which a bend of a border is left out."""
_KM_PER_DEGREE = 111.32


def drawn_map(collection: bytes) -> DrawnMap | None:
    """The drawing of a GeoJSON collection of areas with the property `code`; None of an empty one."""
    features = orjson.loads(collection)["features"]
    if not features:
        return None
    codes = [feature["properties"]["code"] for feature in features]
    shapes = np.array([shapely.from_geojson(orjson.dumps(f["geometry"])) for f in features], dtype=object)
    west, south, east, north = shapely.total_bounds(shapes)
    narrow = cos(radians((south + north) / 2))
    inner = WIDTH - 2 * _MARGIN
    scale = min(inner / ((east - west) * narrow), inner * TALLEST / (north - south))
    left = (WIDTH - (east - west) * narrow * scale) / 2

    def placed(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        x = left + (points[:, 0] - west) * narrow * scale
        return np.column_stack([x, _MARGIN + (north - points[:, 1]) * scale])

    # Together, so that neighbours keep one border; each alone would leave gaps.
    flat = shapely.coverage_simplify(shapely.transform(shapes, placed), _DETAIL)
    drawn = tuple(
        DrawnShape(code, _path(shape), _label(shape)) for code, shape in zip(codes, flat, strict=True)
    )
    return DrawnMap(WIDTH, round((north - south) * scale + 2 * _MARGIN, 1), drawn, scale / _KM_PER_DEGREE)


def _path(shape: Any) -> str:
    rings = []
    for polygon in shapely.get_parts(shape):
        rings += [polygon.exterior, *polygon.interiors]
    return "".join(_ring(shapely.get_coordinates(ring)[:-1]) for ring in rings)


def _ring(points: npt.NDArray[np.float64]) -> str:
    # In tenths and relative to the point before: half as long as absolute numbers.
    tenths = np.rint(points * 10).astype(int)
    steps = np.diff(tenths, axis=0)
    steps = steps[steps.any(axis=1)]
    return f"M{_pair(tenths[0])}l{' '.join(_pair(step) for step in steps)}z"


def _pair(point: Sequence[int] | npt.NDArray[np.int_]) -> str:
    return f"{point[0] / 10:g},{point[1] / 10:g}"


def _label(shape: Any) -> tuple[float, float]:
    circle = shapely.maximum_inscribed_circle(shape, tolerance=1.0)
    x, y = shapely.get_coordinates(circle)[0]
    return round(float(x), 1), round(float(y), 1)
