"""Map files of a whole city, as its pack has them; both apps with maps serve them."""

from pathlib import Path

from flask import Response, abort, send_file

from data_access.cities.area_shapes import AreaShapes
from data_access.domain.city import City

CITY_FILES = {
    "outline.geojson": "outline.geojson",
    "children.geojson": "towns.geojson",
    "grids.geojson": "grids.geojson",
}
"""Map files of a whole city by their names in its pack."""
YEAR = 365 * 86_400


def city_file(city: City, name: str) -> Response:
    """A map file of the city; addresses carry the pack's version, so that browsers keep it."""
    path = Path(city.folder) / "map" / CITY_FILES.get(name, "")
    if name not in CITY_FILES or not path.is_file():
        abort(404)
    return send_file(path, mimetype="application/json", max_age=YEAR, conditional=True)


def area_file(city: City, shapes: AreaShapes, area: str, name: str) -> Response:
    """A map file of the city, or the borders of what lies in one of its areas."""
    if area == city.tree.city.code:
        return city_file(city, name)
    if name != "children.geojson" or city.tree.find(area) is None:
        abort(404)
    return kept(shapes.children(area))


def kept(content: bytes) -> Response:
    """A map file that browsers and proxies keep."""
    answer = Response(content, mimetype="application/json")
    answer.cache_control.max_age = YEAR
    answer.cache_control.public = True
    return answer
