"""What maps on a canvas need to know: the scale of their heat, the boundaries, and the area they show."""

import json
from typing import Any

from layouts.wall.legend import HeatScale
from layouts.wall.view import Snapshot, WallView


def ground(snapshot: Snapshot, view: WallView, scale: HeatScale) -> dict[str, Any]:
    """Attributes of the element that holds the maps, read by `assets/wall/js/ground.js`."""
    return {
        "data-heat": json.dumps(scale.painting),
        "data-towns": f"{view.map_url}towns.geojson",
        "data-area": snapshot.get("area") or view.city.tree.city.code,
    }
