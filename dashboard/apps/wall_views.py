"""What the showings of a city are rendered with, for the first load and for the live stream alike."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import orjson
from dash.development.base_component import Component

from dashboard.i18n.load import load_text
from data_access.cities.home_maps import HomeMaps
from data_access.domain.city import City
from data_access.domain.home import home_of
from data_access.domain.showing import Showing
from layouts.text import Text
from layouts.tokens import WALL_THEMES
from layouts.wall.basemap import BaseMap
from layouts.wall.look import Look
from layouts.wall.scenes import scene_page
from layouts.wall.view import MapLabel, WallView

PREFIX = "/wall/"
MAP_PREFIX = f"{PREFIX}map/"


class WallViews:
    """Views by showing and look, each made when it is first asked for."""

    def __init__(self, city: City, base_map: BaseMap | None = None) -> None:
        self.city = city
        self.base_map = base_map
        self.maps = HomeMaps(city.folder, city.tree)
        self._neighbours = _neighbours(city)

    def text(self, language: str) -> Text:
        """The catalogue of a language. Raises ValueError for one that has none."""
        return load_text(language)

    def of(self, showing: Showing, look: Look) -> WallView:
        """The view of a showing. Raises KeyError for an area that is no home or an unknown theme, ValueError
        for a language without a catalogue."""
        city = self.city
        home = home_of(city.tree, showing.area)
        own = self.maps.of(home)
        return WallView(
            city=city,
            text=self.text(look.language),
            home=home,
            scene=showing.scene,
            map_url=f"{MAP_PREFIX}{city.version}/{home.area.code if own else city.tree.city.code}/",
            bounds=own.bounds if own else city.locator.bounds,
            neighbours=self._neighbours,
            theme=WALL_THEMES[look.theme],
            heat=look.heat,
            base_map=self.base_map,
        )

    def renderer(self, showing: Showing, look: Look) -> Callable[[Mapping[str, Any]], Component]:
        """What draws the snapshots of a showing with a look. Raises as `of`."""
        return partial(scene_page, view=self.of(showing, look))


def _neighbours(city: City) -> tuple[MapLabel, ...]:
    """Names beside the city, from the pack's `map/neighbours.geojson` if it has one."""
    path = Path(city.folder) / "map" / "neighbours.geojson"
    if not path.is_file():
        return ()
    labels = []
    for feature in orjson.loads(path.read_bytes())["features"]:
        lon, lat = feature["geometry"]["coordinates"][:2]
        names = feature["properties"]
        labels.append(MapLabel(names["name_zh"], names["name_en"], lon, lat))
    return tuple(labels)
