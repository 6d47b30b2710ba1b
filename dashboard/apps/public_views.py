"""What the public pages of a city are made with: facts of its pack, maps, words, and pages made so far."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from pathlib import Path

from dashboard.i18n.load import load_text
from data_access.cities.area_shapes import FOLDER
from data_access.cities.drawn_maps import drawn_map
from data_access.cities.home_maps import HomeMaps
from data_access.domain.areas import Area, AreaLevel
from data_access.domain.city import City
from data_access.domain.drawn import DrawnMap
from data_access.domain.home import home_of
from layouts.public.address import LANGUAGES, Place
from layouts.public.pages import Made, make_page
from layouts.public.view import AreaName, CityFacts, Documents, PublicView

_MOST_PAGES = 300
"""Made pages that are remembered, each some 100 kB."""


class PublicViews:
    """Views and pages of one city over the published documents."""

    def __init__(self, city: City, documents: Documents, language: str | None = None) -> None:
        """`language` is that of an address without one; None for the city's."""
        self.city, self._documents = city, documents
        chosen = language or city.language
        self.language = chosen if chosen in LANGUAGES else LANGUAGES[0]
        self.facts = _facts(city, self.language)
        self._maps = HomeMaps(city.folder, city.tree)
        self._drawn: dict[str, DrawnMap | None] = {}
        self._made: OrderedDict[Hashable, Made] = OrderedDict()
        self._lock = threading.Lock()

    def view(self, place: Place, origin: str = "") -> PublicView:
        """The view of a place."""
        return PublicView(
            place,
            load_text(place.language or self.language),
            self.facts,
            self._documents,
            self.map_of,
            origin,
        )

    def made(self, place: Place, origin: str = "") -> Made:
        """The page of a place; made anew when a document has changed, what runs included."""
        view = self.view(place, origin)
        index, live = view.index, view.live or {}
        moment = (
            index.get("version"),
            index.get("held"),
            live.get("at"),
            live.get("state"),
            live.get("held"),
        )
        key = (place.href, origin, moment)
        with self._lock:
            if (found := self._made.get(key)) is not None:
                self._made.move_to_end(key)
                return found
        made = make_page(view)
        with self._lock:
            self._made[key] = made
            while len(self._made) > _MOST_PAGES:
                self._made.popitem(last=False)
        return made

    def map_of(self, code: str) -> DrawnMap | None:
        """The map of the villages of a town, drawn when it is first asked for."""
        if code not in self._drawn:
            self._drawn[code] = self._draw(code)
        return self._drawn[code]

    def _draw(self, code: str) -> DrawnMap | None:
        try:
            found = self._maps.of(home_of(self.city.tree, code))
        except KeyError:
            return None
        return None if found is None else drawn_map(found.files["children.geojson"])


def _facts(city: City, language: str) -> CityFacts:
    tree = city.tree
    areas = {tree.city.code: _name(tree.city, "")}
    areas |= {town.code: _name(town, tree.city.code) for town in tree.towns}
    areas |= {v.code: _name(v, tree.towns[v.parent].code) for v in tree.villages}
    towns = Path(city.folder) / FOLDER / "towns.geojson"
    return CityFacts(
        name_zh=city.name_zh,
        name_en=city.name_en,
        language=language,
        demo=city.demo,
        schematic=city.schematic,
        areas=areas,
        code=tree.city.code,
        map=drawn_map(towns.read_bytes()) if towns.is_file() and tree.at(AreaLevel.TOWN) else None,
    )


def _name(area: Area, parent: str) -> AreaName:
    return AreaName(area.code, area.name_zh, area.name_en, area.short_zh, area.level.value, parent)
