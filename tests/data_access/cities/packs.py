"""Small packs for tests: three squares over Null Island's neighbourhood, in metres of UTM zone 31."""

from pathlib import Path
from typing import Any

import orjson

CITY = """
code = "toy"
name_en = "Toy"
name_zh = "玩具市"
zone = "{zone}"
[projection]
epsg = 32631
[calendar]
country = ""
[levels]
town = "areas/town.geojson"
"""
TAXONOMY = "kind,class,subclass,limit,clock\nevent,E01,E0110,4,working_hour\n"


def square(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    """A rectangle in degrees."""
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def feature(code: str, geometry: dict[str, Any], **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"code": code, **properties}, "geometry": geometry}


TOWNS = (
    feature("T1", square(3.00, 1.00, 3.02, 1.02), name_zh="一镇", name_en="First"),
    feature("T2", square(3.02, 1.00, 3.04, 1.02), name_zh="二镇", name_en="Second"),
)


def write_boundaries(path: Path, features: tuple[dict[str, Any], ...]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(orjson.dumps({"type": "FeatureCollection", "features": list(features)}))
    return path


def write_pack(
    folder: Path,
    towns: tuple[dict[str, Any], ...] = TOWNS,
    *,
    taxonomy: str = TAXONOMY,
    settings: str = "",
    zone: str = "Africa/Lagos",
) -> Path:
    """A pack of one level."""
    write_boundaries(folder / "areas" / "town.geojson", towns)
    (folder / "city.toml").write_text(CITY.format(zone=zone) + settings, encoding="utf-8")
    (folder / "taxonomy.csv").write_text(taxonomy, encoding="utf-8")
    return folder
