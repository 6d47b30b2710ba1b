"""The map of the wall: flat land, heat of the last 24 hours, lines and names of the centres below, no tiles.

Leaflet draws land, lines and names; browser code paints the heat onto one image overlay and puts the discs
of new cases above. Leaflet itself has no handlers: browser code looks closer when somebody touches the map,
and goes back to the whole by itself (`assets/wall/js/closeup.js`).
"""

import math
from html import escape
from typing import Any

import dash_leaflet as dl
from dash import html

from data_access.domain.heat import HeatMode
from layouts.wall.basemap import BaseMap
from layouts.wall.heat_modes import CELLS, area_fills, heat_mode
from layouts.wall.ids import Ids
from layouts.wall.labels import spread, units_per_degree
from layouts.wall.legend import heat_legend
from layouts.wall.parts import data
from layouts.wall.view import Snapshot, WallView

TRANSPARENT = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
"""One clear pixel: the heat before it is painted."""
_OVER_TILES = 0.62
"""Opacity of the land over tiles: they stay a ground on which heat and names can be read."""
_KM_PER_DEGREE = 111.32
"""Of longitude at the equator."""


def home_map(snapshot: Snapshot, view: WallView) -> html.Div:
    """Map, legend, scale bar and the notes that must never be missing."""
    west, south, east, north = view.bounds
    notes = [view.text("wall.map.schematic")] if view.city.schematic else []
    if view.base_map and view.base_map.attribution:
        notes.append(view.base_map.attribution)
    no_handlers: dict[str, Any] = {
        "dragging": False,
        "doubleClickZoom": False,
        "scrollWheelZoom": False,
        "touchZoom": False,
        "boxZoom": False,
        "keyboard": False,
        "zoomControl": False,
        "attributionControl": False,
        "zoomAnimation": False,
        "fadeAnimation": False,
        "markerZoomAnimation": False,
    }
    return html.Div(
        [
            dl.Map(
                _layers(snapshot, view),
                id=Ids.MAP,
                center=[(south + north) / 2, (west + east) / 2],
                zoom=10.7,
                zoomSnap=0,
                trackViewport=False,
                # Thousands of base grids are one canvas instead of thousands of elements.
                preferCanvas=True,
                className="leaflet",
                **no_handlers,
            ),
            html.Div(className="pulse-layer"),
            heat_legend(heat_mode(view.heat), view),
            *([] if view.heat == HeatMode.PER_1000 else [heat_legend(CELLS, view, "legend-near")]),
            html.Button(view.text("wall.map.whole"), className="map-whole", type="button"),
            html.Div(
                [html.Span(view.text("wall.map.scale", km=scale_km(view.bounds))), html.I()],
                className="scale",
            ),
            html.Div(" · ".join(notes) or None, className="schematic" if notes else "off"),
        ],
        className="map",
        **data(names=f"{view.map_url}names-{view.text.language}.json"),
    )


def overdue_grids(snapshot: Snapshot) -> list[str]:
    """Codes of the base grids that hold overdue cases, as far as the snapshot names them."""
    return list(snapshot.get("overdue_grids") or [])


def _layers(snapshot: Snapshot, view: WallView) -> list[Any]:
    west, south, east, north = view.bounds
    colours, town_line = view.theme.base, view.theme.town_line
    land = {
        "stroke": False,
        "fill": True,
        "fillColor": colours.land,
        "fillOpacity": _OVER_TILES if view.base_map else 1,
        "interactive": False,
    }
    line = {"fill": False, "color": town_line, "weight": 1, "opacity": 0.3, "interactive": False}
    land_url, lines = f"{view.map_url}outline.geojson", f"{view.map_url}children.geojson"
    grids = dl.GeoJSON(
        id=Ids.GRIDS,
        url=f"{view.map_url}grids.geojson",
        interactive=False,
        style={"variable": "zhiwang.gridStyle"},
        hideout={"overdue": overdue_grids(snapshot), "colour": colours.bad, "line": town_line},
    )
    areas = dl.GeoJSON(
        id=Ids.AREAS,
        url=lines,
        interactive=False,
        style={"variable": "zhiwang.areaStyle"},
        hideout={"fills": area_fills(snapshot, view.theme.heat)},
    )
    return [
        *_tiles(view.base_map),
        dl.Pane(dl.GeoJSON(url=land_url, style=land, interactive=False), name="land", style={"zIndex": 300}),
        *([dl.Pane(areas, name="areas", style={"zIndex": 310})] if view.heat == HeatMode.PER_1000 else []),
        dl.Pane(grids, name="grids", style={"zIndex": 320}),
        dl.Pane(
            dl.ImageOverlay(
                id=Ids.HEAT_IMAGE, url=TRANSPARENT, bounds=[[south, west], [north, east]], interactive=False
            ),
            name="heat",
            style={"zIndex": 340},
        ),
        dl.Pane(dl.GeoJSON(url=lines, style=line, interactive=False), name="lines", style={"zIndex": 360}),
        *_labels(view),
        *[
            _label(
                label.name_en if view.text.language == "en" else label.name_zh, label.lat, label.lon, "beyond"
            )
            for label in (view.neighbours if view.home.is_city else ())
        ],
    ]


def _tiles(base: BaseMap | None) -> list[dl.Pane]:
    return [] if base is None else [dl.Pane(dl.TileLayer(url=base.url), name="base", style={"zIndex": 250})]


def scale_km(bounds: tuple[float, float, float, float]) -> int:
    """Length of the scale bar: the round number of kilometres next below a sixth of the map's width."""
    west, south, east, north = bounds
    wide = (east - west) * _KM_PER_DEGREE * math.cos(math.radians((south + north) / 2))
    return max((km for km in (1, 2, 5, 10, 20, 50) if km <= max(1.0, wide / 6)), default=1)


def _labels(view: WallView) -> list[dl.DivMarker]:
    areas = view.home.children.areas if view.home.children else ()
    names = tuple(area.name(view.text.language) for area in areas)
    lon, lat = tuple(area.lon for area in areas), tuple(area.lat for area in areas)
    moved = spread(names, lon, lat, units_per_degree(view.bounds))
    return [
        _label(name, area.lat, area.lon, "town-label", down)
        for name, area, down in zip(names, areas, moved, strict=True)
    ]


def _label(name: str, lat: float, lon: float, kind: str, down: float = 0.0) -> dl.DivMarker:
    style = f' style="top:calc({down:g} * var(--u))"' if down else ""
    return dl.DivMarker(
        position=[lat, lon],
        interactive=False,
        keyboard=False,
        iconOptions={"html": f"<span{style}>{escape(name)}</span>", "className": kind, "iconSize": [0, 0]},
    )
