"""The ground of map and ranking: the areas one level below the one that is filtered, and the way back up."""

from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from data_access.domain.areas import Area, AreaLevel
from data_access.domain.city import City
from data_access.domain.drawn import Bounds
from data_access.domain.scope import ancestor
from layouts.review.filters.chosen import Filters
from layouts.review.parts import attributes
from layouts.review.view import ReviewView

MAP_URL = "/review/map/"
_LEVELS = list(AreaLevel)


@dataclass(frozen=True, slots=True)
class Ground:
    """What is listed and shaded."""

    path: tuple[Area, ...]
    """From the city down to the area whose parts are listed."""
    level: AreaLevel
    """Level of the parts."""
    lowest: bool
    """Whether a part has no parts of its own: it leads to its cases."""
    bounds: Bounds
    """Frame of the map."""

    @property
    def above(self) -> Area:
        """The area whose parts are listed."""
        return self.path[-1]

    @property
    def parts(self) -> dict[str, str | None]:
        """What a question about the parts asks for, beside the other filters."""
        inside = len(self.path) > 1
        return {"by": self.level.value, "area": self.above.code if inside else None}

    def url(self, city: City) -> str:
        """Address of the borders of the parts."""
        return f"{MAP_URL}{city.version}/{self.above.code}/children.geojson"


def ground_of(city: City, filters: Filters) -> Ground:
    """The parts of the one area that is filtered; of what has none those beside it; else the towns."""
    tree = city.tree
    codes = filters.parts.get("area", ())
    place = (tree.find(codes[0]) if len(codes) == 1 else None) or (AreaLevel.CITY, 0)
    below = tree.below(place[0])
    if below is None and place[0] != AreaLevel.CITY:
        below = place[0]
        above = _LEVELS[_LEVELS.index(place[0]) - 1]
        place = above, ancestor(tree, place, above)
    level = place[0]
    path = tuple(
        tree.at(one)[ancestor(tree, place, one)]
        for one in _LEVELS[1 : _LEVELS.index(level) + 1]
        if tree.at(one)
    )
    below = below or AreaLevel.TOWN
    return Ground((tree.city, *path), below, tree.below(below) is None, city.locator.bounds)


def breadcrumb(view: ReviewView, ground: Ground) -> Component | None:
    """The way back up, one button an area; nothing at the top."""
    if len(ground.path) < 2:
        return None
    text = view.text
    language = text.language
    parts: list[Component] = []
    for place, area in enumerate(ground.path):
        name = text("overview.whole_city") if place == 0 else area.name(language)
        if area is ground.above:
            parts.append(html.Span(name, **attributes(aria_current="page")))
            continue
        code = "" if place == 0 else area.code
        parts.append(
            html.Button(
                name, type="button", className="town", **attributes(data_filter="area", data_value=code)
            )
        )
        parts.append(html.Span("›", **attributes(aria_hidden="true")))
    return html.Nav(parts, className="breadcrumb", **attributes(aria_label=text("overview.way_up")))
