"""Where a case lies: its grid in its village, and the village in its town; drawn from the pack's borders."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import cos, radians

import dash_svg
import numpy as np
from dash import html
from dash.development.base_component import Component

from data_access.domain.areas import AreaLevel
from data_access.domain.city import City
from data_access.domain.drawn import Bounds, Outline, bounds_of
from layouts.names import Names
from layouts.review.case.parts import Case, card
from layouts.review.parts import attributes

WIDTH, HEIGHT = 366.0, 230.0
_INSET = (92.0, 70.0)
_MARGIN = 14.0
_KM = 111.32
"""Kilometres of a degree of latitude."""
_BARS = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
"""Lengths that a scale may have, km."""
LEVELS = ("town", "village", "grid")
Outlines = Mapping[str, Outline]


@dataclass(frozen=True, slots=True)
class Frame:
    """A box of degrees in a box of the drawing; north is up and a kilometre equally long both ways."""

    bounds: Bounds
    left: float
    top: float
    width: float
    height: float
    margin: float

    @property
    def per_km(self) -> float:
        """Units of the drawing that are a kilometre."""
        west, south, east, north = self.bounds
        wide, high = (east - west) * self._narrow * _KM, (north - south) * _KM
        return min((self.width - 2 * self.margin) / wide, (self.height - 2 * self.margin) / high)

    @property
    def _narrow(self) -> float:
        return cos(radians((self.bounds[1] + self.bounds[3]) / 2))

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        """Place of a point, right and down."""
        west, south, east, north = self.bounds
        scale = self.per_km * _KM
        x = self.left + self.width / 2 + (lon - (west + east) / 2) * self._narrow * scale
        return x, self.top + self.height / 2 - (lat - (south + north) / 2) * scale

    def path(self, outline: Outline) -> str:
        """Path of a border."""
        rings = ("L".join("{:.1f} {:.1f}".format(*self.at(*point)) for point in ring) for ring in outline)
        return "".join(f"M{ring}Z" for ring in rings)


def place_card(case: Case, names: Names, outlines: Outlines) -> Component:
    """The card; `outlines` are those of the case's areas, by the levels in LEVELS."""
    text = names.text
    known = [level for level in LEVELS if outlines.get(level)]
    located = case["lon"] is not None
    notes = []
    if not located:
        notes.append("case.place.no_position" if known else "case.place.nowhere")
    elif elsewhere(names.city, case):
        notes.append("case.place.elsewhere")
    lines = [html.P(text(note), className="note") for note in notes]
    if not known:
        return card(text("case.place.title"), *lines, name="case-place")
    schematic = text("overview.schematic") if names.city.schematic else ""
    legend = [
        html.Li([html.I(className=f"place-{level}"), html.Span(names.area_of(case[level]))])
        for level in reversed(known)
    ]
    if located:
        legend.insert(0, html.Li([html.I(className="place-point"), html.Span(text("case.place.point"))]))
    return card(
        text("case.place.title"),
        _drawing(case, names, outlines, known),
        html.Ul(legend, className="place-legend"),
        *lines,
        name="case-place",
        note=schematic,
    )


def elsewhere(city: City, case: Case) -> bool:
    """Whether the coordinates lie in another area than the one that was reported, which counts."""
    found = city.locator.locate(np.array([case["lon"]]), np.array([case["lat"]]))
    for level, index in (("grid", found.grid), ("village", found.village), ("town", found.town)):
        areas = city.tree.at(AreaLevel(level))
        if case[level] is not None and areas:
            place = int(index[0])
            return place >= len(areas) or areas[place].code != case[level]
    return False


def _drawing(case: Case, names: Names, outlines: Outlines, known: list[str]) -> Component:
    # The village is the frame: a grid alone tells nobody where it is.
    inner = "village" if "village" in known else known[0]
    frame = Frame(_around(outlines[inner], case), 0, 0, WIDTH, HEIGHT, _MARGIN)
    parts: list[Component] = [
        dash_svg.Path(d=frame.path(outlines[level]), className=f"place-{level}") for level in known
    ]
    parts += _scale(frame)
    if inner != "town" and "town" in known:
        parts += _inset(case, outlines, inner)
    if case["lon"] is not None:
        parts.append(_point(frame.at(case["lon"], case["lat"]), 6))
    return html.Div(
        dash_svg.Svg(parts, viewBox=f"0 0 {WIDTH:g} {HEIGHT:g}"),
        className="place-map",
        role="img",
        **attributes(aria_label=names.text("case.place.said", area=names.area_of(case[known[-1]]))),
    )


def _around(outline: Outline, case: Case) -> Bounds:
    """The frame of an area, wide enough for a point that lies outside."""
    west, south, east, north = bounds_of(outline) or (0.0, 0.0, 0.0, 0.0)
    if case["lon"] is None:
        return west, south, east, north
    lon, lat = case["lon"], case["lat"]
    return min(west, lon), min(south, lat), max(east, lon), max(north, lat)


def _inset(case: Case, outlines: Outlines, inner: str) -> list[Component]:
    """The town in a corner, with the village in it."""
    width, height = _INSET
    left, top = WIDTH - width, HEIGHT - height
    frame = Frame(_around(outlines["town"], case), left, top, width, height, 6)
    return [
        dash_svg.Rect(x=left, y=top, width=width, height=height, className="place-inset"),
        dash_svg.Path(d=frame.path(outlines["town"]), className="place-village"),
        dash_svg.Path(d=frame.path(outlines[inner]), className="place-grid"),
        *([] if case["lon"] is None else [_point(frame.at(case["lon"], case["lat"]), 3)]),
    ]


def _point(at: tuple[float, float], radius: float) -> Component:
    point: Component = dash_svg.Circle(
        cx=f"{at[0]:.1f}", cy=f"{at[1]:.1f}", r=radius, className="place-point"
    )
    return point


def _scale(frame: Frame) -> list[Component]:
    """A bar of a round length, at most a quarter of the drawing."""
    length = max((km for km in _BARS if km * frame.per_km <= WIDTH / 4), default=_BARS[0])
    words = f"{length:g} km" if length >= 1 else f"{length * 1000:g} m"
    y = HEIGHT - 8
    return [
        dash_svg.Path(d=f"M8 {y - 4}V{y}H{8 + length * frame.per_km:.1f}v-4", className="place-scale"),
        dash_svg.Text(words, x="10", y=f"{y - 7:g}", className="place-words"),
    ]


def outlines_of(case: Case, outline: Callable[[str], Outline]) -> dict[str, Outline]:
    """The borders of a case's areas, by level."""
    return {level: outline(case[level]) for level in LEVELS if case.get(level)}
