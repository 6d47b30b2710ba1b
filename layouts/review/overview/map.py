"""The map: towns shaded by the chosen indicator, or the heat of reports; names, legend and table."""

from collections.abc import Sequence
from html import escape
from typing import Any

import dash_leaflet as dl
from dash import html
from dash.development.base_component import Component

from data_access.domain.areas import Area, AreaLevel
from layouts.review.figures import indicator_name, whole
from layouts.review.heatimage import LIMITS
from layouts.review.overview.card import table_behind
from layouts.review.overview.choice import SCORE, Choice
from layouts.review.overview.ground import MAP_URL, Ground
from layouts.review.overview.ids import OverviewIds as O
from layouts.review.overview.steps import Steps, is_density, ramp, steps_for
from layouts.review.overview.towns import Town, cases_of
from layouts.review.parts import attributes
from layouts.review.view import ReviewView
from layouts.text import Text
from layouts.wall.labels import spread, units_per_degree
from layouts.wall.map import TRANSPARENT

Hideout = dict[str, Any]


def town_map(
    view: ReviewView, choice: Choice, ground: Ground, rows: Sequence[Town], heat: str | None
) -> Component:
    """The map with its layers; `heat` is the image to lay over it, as a URL."""
    west, south, east, north = view.city.locator.bounds
    url = f"{MAP_URL}{view.city.version}/{view.city.tree.city.code}"
    left, low, right, high = ground.bounds
    land = {"stroke": False, "fill": True, "fillColor": view.theme.land, "fillOpacity": 1}
    shown: Component = dl.Map(
        [
            dl.Pane(
                dl.GeoJSON(url=f"{url}/outline.geojson", style=land, interactive=False),
                name="land",
                style={"zIndex": 300},
            ),
            # The towns around what is shown.
            dl.Pane(
                dl.GeoJSON(
                    url=f"{url}/children.geojson",
                    style={"color": view.theme.line2, "weight": 1, "fill": False},
                    interactive=False,
                ),
                name="around",
                style={"zIndex": 310, "pointerEvents": "none"},
            ),
            dl.Pane(
                dl.GeoJSON(
                    id=O.AREAS,
                    url=ground.url(view.city),
                    style={"variable": "review.areaStyle"},
                    hideout=hideout(view, choice, ground, rows),
                    onEachFeature={"variable": "review.areaName"},
                ),
                name="areas",
                style={"zIndex": 320},
            ),
            dl.Pane(
                dl.ImageOverlay(
                    id=O.HEAT,
                    url=heat or TRANSPARENT,
                    bounds=[[south, west], [north, east]],
                    interactive=False,
                    opacity=0.85,
                ),
                name="heat",
                style={"zIndex": 340, "pointerEvents": "none"},
            ),
            dl.Pane(
                dl.Polygon(
                    id=O.DRAWN,
                    positions=drawn(choice),
                    interactive=False,
                    pathOptions={
                        "color": view.theme.accent,
                        "weight": 2,
                        "dashArray": "6 4",
                        "fillOpacity": 0.08,
                    },
                ),
                name="drawn",
                style={"zIndex": 360, "pointerEvents": "none"},
            ),
            dl.LayerGroup(labels(view, ground), id=O.LABELS),
        ],
        id=O.MAP,
        center=[(low + high) / 2, (left + right) / 2],
        zoom=9.6,
        zoomSnap=0,
        zoomDelta=0.5,
        minZoom=9,
        maxZoom=17,
        wheelPxPerZoomLevel=160,
        trackViewport=False,
        attributionControl=False,
        className="town-map",
        maxBounds=[[south - 0.2, west - 0.3], [north + 0.2, east + 0.3]],
    )
    return shown


def edges(ground: Ground) -> str:
    """The frame of the map as browser code reads it."""
    return ",".join(f"{edge:.5f}" for edge in ground.bounds)


def drawn(choice: Choice) -> list[list[float]]:
    """Corners of the area drawn by hand, as the map takes them: latitude first."""
    numbers = [float(part) for part in choice.filters.polygon.split(",")] if choice.filters.polygon else []
    return [[lat, lon] for lon, lat in zip(numbers[::2], numbers[1::2], strict=True)]


def draw_button(text: Text, choice: Choice) -> Component:
    """Begins a drawing, ends it, takes it back; browser code changes its words."""
    words = {name: text(f"overview.draw.{name}") for name in ("begin", "end", "clear", "hint")}
    return html.Button(
        words["clear" if choice.filters.polygon else "begin"],
        id=O.DRAW,
        className="tool",
        type="button",
        title=words["hint"],
        **attributes(**{f"data_{name}": said for name, said in words.items()}),
    )


def hideout(view: ReviewView, choice: Choice, ground: Ground, rows: Sequence[Town]) -> Hideout:
    """What the layer of areas is drawn with: fills and words by code, the one in focus, where clicks lead."""
    steps = shown_steps(choice, rows)
    colours = ramp(view.theme_name)
    shading = choice.view == "rate"
    return {
        "fills": {
            row.area.code: colours[_place(steps, row.shade)]
            for row in rows
            if shading and row.shade is not None
        },
        "words": {
            row.area.code: f"{row.area.name(view.text.language)} {said(view, choice, row)}" for row in rows
        },
        "links": {row.area.code: cases_of(view, choice, row) for row in rows} if ground.lowest else {},
        "focus": [choice.focus, *choice.filters.parts.get("area", ())],
        "line": view.theme.surface if shading else view.theme.line2,
        "mark": view.theme.accent,
    }


def shown_steps(choice: Choice, rows: Sequence[Town]) -> Steps:
    """The steps that the map has."""
    return steps_for(SCORE if choice.scored else choice.figure, [row.shade for row in rows])


def said(view: ReviewView, choice: Choice, row: Town) -> str:
    """The value of a town, with its unit."""
    if choice.scored:
        return "" if row.value is None else f"{row.value:.1f}"
    return whole(view.text, choice.figure, row.value)


def _place(steps: Steps, shade: float) -> int:
    """Step among the five colours, where an indicator has fewer."""
    return min(steps.of(shade), 4)


def map_title(view: ReviewView, choice: Choice) -> list[Component]:
    """Heading of the card: what is shaded."""
    text = view.text
    if choice.view == "heat":
        name, note = text("overview.heat"), text("overview.heat_unit")
    else:
        name = text("overview.score") if choice.scored else indicator_name(text, choice.figure)
        note = text("overview.per_km2") if not choice.scored and is_density(choice.figure) else ""
    schematic = text("overview.schematic") if view.city.schematic else ""
    joined = text("overview.joint").join(part for part in (note, schematic) if part)
    return [html.H2(name), html.Span(joined, className="note")]


def map_side(view: ReviewView, choice: Choice, ground: Ground, rows: Sequence[Town]) -> list[Component]:
    """Legend, and the table of what is shaded; the frame of the map for browser code."""
    text = view.text
    name = text("overview.score") if choice.scored else indicator_name(text, choice.figure)
    lines = [[row.area.name(text.language, short=False), said(view, choice, row)] for row in rows]
    behind = table_behind(text, name, [text(f"overview.level.{ground.level.value}"), name], lines)
    frame = html.Span(hidden=True, className="frame", **attributes(data_bounds=edges(ground)))
    if choice.view == "heat":
        bar = html.Div(
            [html.Span(f"{LIMITS[0]:g}"), html.I(), html.Span(f"≥ {LIMITS[1]:g}")],
            className="heat-bar",
        )
        return [html.Div(bar, className="legend"), behind, frame]
    steps, colours = shown_steps(choice, rows), ramp(view.theme_name)
    entries = [
        html.Li([html.I(style={"background": colours[min(step, 4)]}), html.Span(words)])
        for step, words in enumerate(steps.words(text))
    ]
    if any(row.shade is None for row in rows):
        entries.append(html.Li([html.I(className="blank"), html.Span(text("unit.no_data"))]))
    legend = html.Ul(entries, className="legend", **attributes(aria_label=text("overview.legend")))
    return [legend, behind, frame]


def labels(view: ReviewView, ground: Ground) -> list[Component]:
    """Names of the parts; of grids, whose names are long, none: the pointer tells them."""
    tree = view.city.tree
    if ground.level == AreaLevel.GRID:
        return []
    areas = [area for area in tree.at(ground.level) if _above(view, area) == ground.above.code]
    names = tuple(area.name(view.text.language) for area in areas)
    lon, lat = tuple(area.lon for area in areas), tuple(area.lat for area in areas)
    moved = spread(names, lon, lat, units_per_degree(ground.bounds))
    return [
        dl.DivMarker(
            position=[area.lat, area.lon],
            interactive=False,
            keyboard=False,
            iconOptions={
                "html": f'<span style="top:{down * 0.5:.0f}px">{escape(name)}</span>',
                "className": "town-label",
                "iconSize": [0, 0],
            },
        )
        for name, area, down in zip(names, areas, moved, strict=True)
    ]


def _above(view: ReviewView, area: Area) -> str:
    tree = view.city.tree
    return tree.towns[area.parent].code if area.level == AreaLevel.VILLAGE else tree.city.code
