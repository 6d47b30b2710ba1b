"""Writes a built pack: boundary files, tables, and the small map files that browsers load."""

import csv
import gzip
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyproj
import shapely

from data_access.cities.boundaries import feature_collection

Floats = npt.NDArray[np.float64]
DECIMALS = 6
"""Of degrees in boundary files: a tenth of a metre."""


@dataclass(frozen=True)
class Layer:
    """Areas of one level, in code order."""

    level: str
    shapes: npt.NDArray[np.object_]
    """Polygons in metres; neighbours share every vertex."""
    properties: list[dict[str, Any]]

    @property
    def codes(self) -> list[str]:
        """Codes in order."""
        return [str(row["code"]) for row in self.properties]


def to_degrees(shapes: npt.NDArray[np.object_], plane: pyproj.Transformer, decimals: int) -> Any:
    """Polygons in degrees, rounded alike on both sides of a border."""

    def back(points: Floats) -> Floats:
        return np.round(
            np.column_stack(plane.transform(points[:, 0], points[:, 1], direction="INVERSE")), decimals
        )

    return shapely.transform(shapes, back)


def write_areas(target: Path, layers: Sequence[Layer], plane: pyproj.Transformer) -> None:
    """`areas/LEVEL.geojson.gz` of every layer."""
    (target / "areas").mkdir(exist_ok=True)
    for layer in layers:
        data = feature_collection(to_degrees(layer.shapes, plane, DECIMALS), layer.properties)
        path = target / "areas" / f"{layer.level}.geojson.gz"
        path.write_bytes(gzip.compress(data, compresslevel=9, mtime=0))


MAP_TOLERANCE = {"town": 60.0, "grid": 90.0}
"""Metres (square root of the area of triangles left out) by which map files are simpler."""


def write_maps(target: Path, layers: Sequence[Layer], plane: pyproj.Transformer) -> None:
    """`map/towns.geojson`, `map/grids.geojson` and `map/outline.geojson`: code and index, few vertices."""
    (target / "map").mkdir(exist_ok=True)
    for layer in layers:
        if layer.level not in MAP_TOLERANCE:
            continue
        simple = shapely.coverage_simplify(layer.shapes, MAP_TOLERANCE[layer.level])
        drawn = to_degrees(simple, plane, 5)
        rows = [{"code": code, "index": index} for index, code in enumerate(layer.codes)]
        (target / "map" / f"{layer.level}s.geojson").write_bytes(feature_collection(drawn, rows))
        if layer.level == "town":
            outline = shapely.coverage_union_all(drawn)
            (target / "map" / "outline.geojson").write_bytes(feature_collection([outline], [{}]))


def write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A CSV file with a header."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
