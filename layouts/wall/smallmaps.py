"""What maps on a canvas need to know: the scale of their heat, the boundaries, and the area they show."""

import json
from typing import Any

from layouts.wall.labels import spread, units_per_degree
from layouts.wall.legend import HeatScale
from layouts.wall.view import WallView


def ground(view: WallView, scale: HeatScale) -> dict[str, Any]:
    """Attributes of the element that holds the maps, read by `assets/wall/js/ground.js`."""
    return {
        "data-heat": json.dumps(scale.painting),
        "data-towns": f"{view.map_url}children.geojson",
        "data-area": view.home.area.code,
    }


def area_names(view: WallView) -> str:
    """JSON of the names to write on a map, moved apart: [name, lon, lat, units to move it down] each."""
    areas = view.home.children.areas if view.home.children else ()
    names = tuple(area.name(view.text.language) for area in areas)
    lon, lat = tuple(area.lon for area in areas), tuple(area.lat for area in areas)
    moved = spread(names, lon, lat, units_per_degree(view.bounds))
    return json.dumps(
        [[name, area.lon, area.lat, down] for name, area, down in zip(names, areas, moved, strict=True)],
        ensure_ascii=False,
    )
