"""What maps on a canvas need to know: the scale of their heat, the boundaries, and the area they show."""

import json
from typing import Any

from data_access.domain.areas import Area, AreaLevel
from layouts.wall.labels import spread
from layouts.wall.legend import HeatScale
from layouts.wall.view import Snapshot, WallView


def ground(snapshot: Snapshot, view: WallView, scale: HeatScale) -> dict[str, Any]:
    """Attributes of the element that holds the maps, read by `assets/wall/js/ground.js`."""
    return {
        "data-heat": json.dumps(scale.painting),
        "data-towns": f"{view.map_url}towns.geojson",
        "data-area": snapshot.get("area") or view.city.tree.city.code,
    }


def area_names(snapshot: Snapshot, view: WallView) -> str:
    """JSON of the names to write on a map, moved apart: [name, lon, lat, units to move it down] each."""
    areas = _named(snapshot.get("area"), view)
    names = tuple(area.name(view.text.language) for area in areas)
    moved = spread(names, tuple(area.lon for area in areas), tuple(area.lat for area in areas))
    return json.dumps(
        [[name, area.lon, area.lat, down] for name, area, down in zip(names, areas, moved, strict=True)],
        ensure_ascii=False,
    )


def _named(code: str | None, view: WallView) -> tuple[Area, ...]:
    """The towns of the city, or the villages of a town."""
    tree = view.city.tree
    level, index = tree.find(code or "") or (AreaLevel.CITY, 0)
    if level == AreaLevel.TOWN:
        return tuple(area for area in tree.villages if area.parent == index)
    return tree.towns if level == AreaLevel.CITY else ()
