"""What the wall is rendered with besides the snapshot, and how its panels read the snapshot."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from data_access.domain.city import City
from data_access.domain.heat import HeatMode
from data_access.domain.home import Home
from data_access.domain.showing import Scene
from layouts import format as fmt
from layouts.text import Text
from layouts.tokens import WALL_DARK, WallTheme
from layouts.wall.basemap import BaseMap

Snapshot = Mapping[str, Any]
"""The numeric wall snapshot; any part of it may be missing before the first one is computed."""


@dataclass(frozen=True, slots=True)
class MapLabel:
    """A name beside the city, for orientation; position in degrees."""

    name_zh: str
    name_en: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class WallView:
    """Facts that stay while a wall runs."""

    city: City
    text: Text
    home: Home
    """The area that the wall belongs to."""
    scene: Scene
    map_url: str
    """Folder that serves the map files of the home, ending in "/"."""
    bounds: tuple[float, float, float, float]
    """West, south, east and north of the home, in degrees: the frame of the map and of its heat."""
    neighbours: tuple[MapLabel, ...] = ()
    theme: WallTheme = WALL_DARK
    base_map: BaseMap | None = None
    """Tiles under the land; without them the map needs no service."""
    heat: HeatMode = HeatMode.DENSITY
    """What the overview's map shows."""

    @property
    def home_level(self) -> str:
        """Level of the home, as the keys of the catalogues have it."""
        return self.home.level.value

    @property
    def child_level(self) -> str:
        """Level below the home, "none" where there is none."""
        return self.home.children.level.value if self.home.children else "none"

    @property
    def grandchild_level(self) -> str:
        """Level below that, "none" where there is none."""
        return self.home.grandchildren.level.value if self.home.grandchildren else "none"

    def area_name(self, code: str | None) -> str:
        """Short name of an area of any level; its code when the city does not know it."""
        area = self.city.tree.area(code or "")
        return (code or "") if area is None else area.name(self.text.language)

    def local_date(self, moment: float) -> date:
        """Date in the city at a Unix time."""
        return datetime.fromtimestamp(moment, self.city.zone).date()


def section(snapshot: Snapshot, name: str) -> Mapping[str, Any]:
    """A part of the snapshot that is an object; empty when it is not there yet."""
    return snapshot.get(name) or {}


def entries(snapshot: Snapshot, name: str) -> list[dict[str, Any]]:
    """A part of the snapshot that is a list; empty when it is not there yet."""
    return list(snapshot.get(name) or [])


def seconds_since(snapshot: Snapshot, moment: float | None) -> float | None:
    """Age of a moment at the time of the snapshot, in seconds."""
    now = snapshot.get("at")
    return None if moment is None or now is None else float(now) - float(moment)


def last_weekday(snapshot: Snapshot, view: WallView) -> str:
    """The day that today is compared with: 上周一; last Mon."""
    now = snapshot.get("at")
    if now is None:
        return view.text("wall.same_weekday")
    return view.text("wall.last_weekday", weekday=fmt.weekday(view.text, view.local_date(now)))
