"""Words for the areas below the one that a wall belongs to: towns of the city, villages of a town."""

from collections.abc import Sequence
from typing import Any

from data_access.domain.areas import AreaLevel
from layouts.wall.view import WallView


def children_name(rows: Sequence[dict[str, Any]], view: WallView) -> str:
    """What the areas of some rows are called together; towns while there are none."""
    found = next((view.city.tree.find(row["code"]) for row in rows if row["code"]), None)
    level = AreaLevel.TOWN if found is None else found[0]
    return view.text(f"wall.home.{level.value}")


def outside_name(view: WallView) -> str:
    """What lies in none of the areas below: on the city's wall the city's own cases."""
    return view.text("wall.home.direct" if view.home.is_city else "wall.home.outside")
