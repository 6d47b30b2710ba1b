"""Reads the boundary files of a pack: GeoJSON in WGS-84 degrees, plain or gzipped, repaired where broken."""

import gzip
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import shapely
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from data_access.cities.findings import Findings

DEGREES = ("CRS84", "EPSG::4326", "EPSG:4326", "EPSG::4490", "EPSG:4490")
"""Coordinate systems that a file may name: WGS-84 and CGCS2000, equal for our purposes."""
CODE_LENGTH = 64


@dataclass(frozen=True)
class Boundary:
    """One feature of a boundary file."""

    code: str
    properties: dict[str, Any]
    shape: BaseGeometry
    """Polygon or MultiPolygon in degrees, valid."""

    def text(self, key: str) -> str:
        """A property as text, empty when absent."""
        value = self.properties.get(key)
        return "" if value is None else str(value).strip()

    def number(self, key: str) -> float | None:
        """A property as a number, None when absent or something else."""
        value = self.properties.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return float(value)


def read_json(path: Path) -> Any:
    """Parse a JSON file, gunzipped when it is gzipped. Raises OSError or ValueError."""
    data = path.read_bytes()
    if data[:2] == b"\x1f\x8b":
        try:
            data = gzip.decompress(data)
        except (EOFError, zlib.error) as error:
            raise ValueError(f"broken gzip: {error}") from error
    return orjson.loads(data)


def read_boundaries(
    path: Path, findings: Findings, *, code_property: str = "code", label: str = ""
) -> list[Boundary]:
    """The boundaries of one level in code order; `label` names the file in findings."""
    file = label or path.name
    try:
        collection = read_json(path)
    except OSError as error:
        findings.error(file, "", f"cannot be read: {error.strerror or error}")
        return []
    except ValueError as error:
        findings.error(file, "", f"is not JSON: {error}")
        return []
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list) or not features:
        findings.error(file, "", "is not a GeoJSON FeatureCollection with features")
        return []
    crs = collection.get("crs")
    if crs and not any(name in str(crs) for name in DEGREES):
        findings.error(file, "", f"must be in WGS-84 degrees, not {crs}")
        return []
    boundaries: dict[str, Boundary] = {}
    for position, feature in enumerate(features):
        found = _boundary(feature, f"feature {position + 1}", file, code_property, findings)
        if found is None:
            continue
        if found.code in boundaries:
            findings.error(file, found.code, "the code occurs twice")
        boundaries[found.code] = found
    return [boundaries[code] for code in sorted(boundaries)]


def _boundary(feature: Any, place: str, file: str, code_property: str, findings: Findings) -> Boundary | None:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        findings.error(file, place, "has no properties")
        return None
    value = properties.get(code_property)
    code = "" if value is None else str(value).strip()
    if not code or len(code) > CODE_LENGTH or not code.isprintable():
        findings.error(file, place, f"has no usable code in the property {code_property!r}")
        return None
    try:
        drawn = shape(feature.get("geometry") or {})
    except (ShapelyError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        findings.error(file, code, f"has no readable geometry: {error}")
        return None
    mended = _mend(drawn, code, file, findings)
    return None if mended is None else Boundary(code, properties, mended)


def _mend(drawn: BaseGeometry, code: str, file: str, findings: Findings) -> BaseGeometry | None:
    """A valid polygonal geometry of finite degrees, or None with an error."""
    if drawn.geom_type not in ("Polygon", "MultiPolygon") or drawn.is_empty:
        findings.error(file, code, f"must be a polygon, not {drawn.geom_type or 'nothing'}")
        return None
    west, south, east, north = drawn.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        findings.error(file, code, f"is not in degrees: {drawn.bounds}")
        return None
    drawn = shapely.force_2d(drawn)
    if drawn.is_valid:
        return drawn
    reason = shapely.is_valid_reason(drawn)
    mended = polygonal(shapely.make_valid(drawn, method="structure", keep_collapsed=False))
    if mended.is_empty:
        findings.error(file, code, f"is broken beyond repair: {reason}")
        return None
    change = abs(mended.area - drawn.area) / mended.area
    findings.repaired(file, code, f"{reason}; repaired, area changed by {change:.4%}")
    return mended


def polygonal(drawn: BaseGeometry) -> BaseGeometry:
    """Only the polygons of a geometry, as a Polygon or MultiPolygon, empty when there are none."""
    if drawn.geom_type in ("Polygon", "MultiPolygon"):
        return drawn
    parts = [part for part in shapely.get_parts(drawn) if part.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.union_all(parts) if parts else shapely.MultiPolygon()


def feature_collection(shapes: Iterable[BaseGeometry], properties: Iterable[dict[str, Any]]) -> bytes:
    """A GeoJSON FeatureCollection, one feature a line."""
    features = [
        orjson.dumps({"type": "Feature", "properties": row, "geometry": _geometry(drawn)})
        for drawn, row in zip(shapes, properties, strict=True)
    ]
    return b'{"type":"FeatureCollection","features":[\n' + b",\n".join(features) + b"\n]}\n"


def _geometry(drawn: BaseGeometry) -> dict[str, Any]:
    # Right-handed rings, as RFC 7946 asks for; plain lists are twice as fast to write as `mapping`.
    drawn = shapely.orient_polygons(drawn)
    polygons = [
        [shapely.get_coordinates(ring).tolist() for ring in shapely.get_rings(polygon)]
        for polygon in shapely.get_parts(drawn)
    ]
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}
