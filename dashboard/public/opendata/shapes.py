"""Where rows of open data lie: outline of the city, polygons of towns, points of villages and cells."""

from pathlib import Path

import orjson

from dashboard.public.opendata.columns import Json
from data_access.domain.city import City


class Shapes:
    """Geometries of a city by area code, read from its pack once."""

    def __init__(self, city: City) -> None:
        self._city = city
        self._drawn: dict[str, Json] | None = None

    def of_area(self, row: Json) -> Json | None:
        """Geometry of an area: a polygon where the pack has one drawn, else the area's label point."""
        if self._drawn is None:
            self._drawn = self._read()
        code = row["code"]
        if code in self._drawn:
            return self._drawn[code]
        area = self._city.tree.area(code)
        return None if area is None else point(area.lon, area.lat)

    def _read(self) -> dict[str, Json]:
        drawn: dict[str, Json] = {}
        folder = Path(self._city.folder) / "map"
        for name in ("outline.geojson", "towns.geojson"):
            try:
                features = orjson.loads((folder / name).read_bytes())["features"]
            except OSError:
                # A pack in a folder that could not be written: its areas have their points.
                continue
            for feature in features:
                code = feature["properties"].get("code", self._city.tree.city.code)
                drawn[code] = feature["geometry"]
        return drawn


def of_cell(row: Json) -> Json:
    """Geometry of a cell: its middle."""
    return point(row["lon"], row["lat"])


def point(lon: float, lat: float) -> Json:
    """A point in degrees."""
    return {"type": "Point", "coordinates": [lon, lat]}
