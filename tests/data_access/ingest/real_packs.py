"""Packs for the real feeds of the tests: settings of an example, boundaries as the test gives them."""

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from data_access.cities.create import PackWish, new_pack
from data_access.cities.findings import Severity
from data_access.cities.pack import load_city
from data_access.domain.areas import AreaLevel
from data_access.domain.city import City
from data_access.ingest.feed_taxonomy import feed_taxonomy, write_taxonomy
from data_access.ingest.mapping_file import read_mapping

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples"
LEVELS = '\n[levels]\ntown = "areas/town.geojson"\n'


def box(west: float, south: float, east: float, north: float) -> list[dict[str, Any]]:
    """One area that is a rectangle."""
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return [{"type": "Feature", "properties": {"code": "1"}, "geometry": geometry}]


def boston_pack(folder: Path, boundaries: Path) -> City:
    """The pack of the worked example."""
    wish = PackWish(name_zh="波士顿", subdivision="MA", taxonomy=EXAMPLES / "boston" / "taxonomy.csv")
    made = new_pack(folder / "boston", {AreaLevel.TOWN: boundaries}, wish)
    repaired = [finding for finding in made.findings if finding.severity is Severity.REPAIRED]
    assert len(repaired) == 1, "one neighborhood of the file crosses itself"
    return load_city(made.folder)


def box_pack(
    folder: Path, name: str, zone: str, epsg: int, bounds: tuple[float, float, float, float], feed: Path
) -> City:
    """A city of one rectangle, its taxonomy made of what occurs in the feed."""
    pack = folder / name
    (pack / "areas").mkdir(parents=True)
    (pack / "city.toml").write_text(
        f'code = "{name}"\nname_en = "{name}"\nzone = "{zone}"\n[projection]\nepsg = {epsg}\n{LEVELS}'
    )
    _write_areas(pack, box(*bounds))
    mapping = read_mapping(EXAMPLES / name / "mapping.toml")
    write_taxonomy(feed_taxonomy(feed, mapping, ZoneInfo(zone)), pack / "taxonomy.csv")
    return load_city(pack)


def _write_areas(pack: Path, features: list[dict[str, Any]]) -> None:
    content = orjson.dumps({"type": "FeatureCollection", "features": features})
    (pack / "areas" / "town.geojson").write_bytes(content)
