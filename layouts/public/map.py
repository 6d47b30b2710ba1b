"""The map: areas shaded by a measure in fixed classes, what is withheld hatched; pure SVG.

Scripts add pointing, tapping and arrow keys (`assets/public/js/map.js`); without them the table beside it has
every figure, and a link to each area.
"""

from collections.abc import Mapping, Sequence

import dash_svg as svg
from dash import html
from dash.development.base_component import Component

from data_access.domain.drawn import DrawnMap
from layouts.public import figures
from layouts.public.parts import link
from layouts.public.scale import Scale, scale_of
from layouts.public.view import Json, PublicView
from layouts.review.parts import attributes

_BAR_KM = 10


def legend(view: PublicView, scale: Scale, measure: str, rows: Sequence[Json]) -> Component:
    """The classes, and what else the map has: the hatch of what is withheld, the dots of ranges."""
    text = view.text
    looks = {_look(row, measure, scale) for row in rows}
    entries = [
        html.Li([html.I(className=f"swatch step-{step}"), label]) for step, label in scale.labels(text)
    ]
    if "banded" in looks:
        entries.append(html.Li([html.I(className="swatch banded"), text("public.map.banded")]))
    if "hatched" in looks:
        key = "public.map.hidden_count" if measure == "reported_count" else "public.map.hidden"
        entries.append(html.Li([html.I(className="swatch hatched"), text(key)]))
    return html.Ul(entries, className="legend")


def area_map(
    view: PublicView,
    drawn: DrawnMap,
    rows: Sequence[Json],
    measure: str,
    finding: str,
    *,
    labels: bool = True,
) -> Component:
    """The drawing of some rows, with their figures for whoever points at an area."""
    text, by_code = view.text, {row["code"]: row for row in rows}
    level = rows[0]["level"] if rows else "town"
    scale = scale_of(measure, level)
    shapes = [_shape(view, shape.code, shape.path, by_code, measure, scale) for shape in drawn.shapes]
    names = [
        _label(view, shape.code, shape.label, by_code, measure, scale)
        for shape in drawn.shapes
        if labels and by_code.get(shape.code)
    ]
    bar = _BAR_KM if level == "town" else 1
    drawing = svg.Svg(
        [
            _patterns(level),
            svg.G(shapes, className="areas", **attributes(data_places="")),
            svg.G(names, className="labels", **attributes(aria_hidden="true")) if names else None,
            _bar(drawn, bar, text("public.map.km", km=bar)),
        ],
        viewBox=f"0 0 {drawn.width:g} {drawn.height:g}",
        className=f"map {level}",
        role="group",
        **attributes(aria_label=finding),
    )
    return html.Div(
        [
            drawing,
            html.Div(
                text("public.map.hint"),
                className="tip",
                role="status",
                **attributes(data_open=text("public.map.open"), data_hint=text("public.map.hint")),
            ),
        ],
        className="map-box",
    )


def _patterns(level: str) -> Component:
    """The hatch of what is withheld and the dots of ranges; named by the level of the map."""
    hatch = svg.Pattern(
        [svg.Rect(width=7, height=7, className="ground"), svg.Path(d="M0 0V7")],
        id=f"hatch-{level}", width=7, height=7, patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )  # fmt: skip
    places = (("2", "2"), ("6", "6"))
    dots = svg.Pattern(
        [
            svg.Rect(width=8, height=8, className="ground"),
            *(svg.Circle(cx=x, cy=y, r="1.4") for x, y in places),
        ],
        id=f"dots-{level}", width=8, height=8, patternUnits="userSpaceOnUse",
    )  # fmt: skip
    defined: Component = svg.Defs([hatch, dots])
    return defined


def _shape(
    view: PublicView, code: str, path: str, by_code: Mapping[str, Json], measure: str, scale: Scale
) -> Component:
    row, text = by_code.get(code), view.text
    name = view.name(code)
    told = text("unit.no_data") if row is None else figures.words(text, row, measure)
    count = "" if row is None or measure == "reported_count" else _cases(view, row)
    href = view.place.to("area", code).at_month(view.place.month).href
    drawn: Component = svg.Path(
        d=path,
        className=f"area {_look(row, measure, scale)}",
        role="link",
        **attributes(
            aria_label=text("public.map.area", name=name, value=told),
            data_name=name,
            data_value=told,
            data_more=count,
            data_href=href,
        ),
    )
    return drawn


def _look(row: Json | None, measure: str, scale: Scale) -> str:
    """How an area is filled: a class, hatched where withheld, dotted where a range spans classes."""
    if row is None:
        return "unknown"
    if figures.is_withheld(row, measure):
        return "hatched"
    step = scale.step_of(row.get(measure))
    if step is not None:
        return f"step-{step}"
    return "unknown" if figures.value_of(row, measure) is None else "banded"


def _cases(view: PublicView, row: Json) -> str:
    if figures.is_withheld(row, "reported_count"):
        return view.text("public.map.few")
    return view.text("public.map.reported", count=figures.words(view.text, row, "reported_count"))


def _label(
    view: PublicView,
    code: str,
    at: tuple[float, float],
    by_code: Mapping[str, Json],
    measure: str,
    scale: Scale,
) -> Component:
    look = _look(by_code[code], measure, scale)
    written: Component = svg.Text(
        view.name(code), x=f"{at[0]:g}", y=f"{at[1]:g}", className=f"label on-{look}"
    )
    return written


def _bar(drawn: DrawnMap, km: int, words: str) -> Component:
    length, top = km * drawn.per_km, drawn.height - 8
    drawing: Component = svg.G(
        [
            svg.Path(d=f"M8 {top - 5:g}V{top:g}H{8 + length:g}V{top - 5:g}"),
            svg.Text(words, x="12", y=f"{top - 8:g}"),
        ],
        className="bar-km",
        **attributes(aria_hidden="true"),
    )
    return drawing


def measures(view: PublicView, names: Sequence[str], chosen: str) -> Component:
    """What the map can be shaded by, as links."""
    return html.Ul(
        [
            html.Li(
                html.Span(
                    figures.title_of(view.text, name), className="on", **attributes(aria_current="true")
                )
                if name == chosen
                else link(figures.title_of(view.text, name), view.place.shaded_by(name))
            )
            for name in names
        ],
        className="choice",
        **attributes(aria_label=view.text("public.map.choose")),
    )
