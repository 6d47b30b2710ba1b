"""One class: its map, reports of 24 hours and their course, open and overdue cases, the fullest area."""

from collections.abc import Mapping
from typing import Any

import dash_svg
from dash import html

from layouts import format as fmt
from layouts.text import Text
from layouts.wall import svg
from layouts.wall.classes.ids import tile
from layouts.wall.parts import classes, data, span
from layouts.wall.subclasses import class_name
from layouts.wall.view import WallView

_HOURS = 24


def class_tile(place: int, figures: Mapping[str, Any], view: WallView) -> html.Section:
    """The tile at a place; without figures it keeps its shape and says nothing."""
    text = view.text
    code = figures.get("code")
    return html.Section(
        [
            html.Header(
                [
                    html.H2(class_name(code, view) if code else fmt.NONE, id=tile(place, "n")),
                    span(_kind(code, view), tile(place, "k"), "kind"),
                ]
            ),
            html.Canvas(
                id=tile(place, "m"),
                className="smallmap",
                **data(layer=str(figures.get("index", place))),
            ),
            html.Div(
                [
                    _reports(place, figures, text),
                    _count(place, "o", text("wall.classes.open"), figures.get("open"), None),
                    _overdue(place, figures.get("overdue"), text),
                    _most(place, figures.get("most"), view),
                    _course(place, figures.get("spark") or [], text),
                ],
                className="class-figures",
            ),
        ],
        id=tile(place, "tile"),
        className="class-tile",
    )


def _kind(code: str | None, view: WallView) -> str:
    """Component or event, in a word."""
    index = view.city.taxonomy.class_index(code) if code else None
    if index is None:
        return ""
    return view.text(f"wall.classes.{view.city.taxonomy.classes[index].kind.value}")


def _reports(place: int, figures: Mapping[str, Any], text: Text) -> html.Div:
    now, before = figures.get("reported"), figures.get("last_week")
    change = fmt.relative_change(text, now, before)
    return html.Div(
        [
            html.Div(
                [
                    span(fmt.count(now), tile(place, "v"), "value"),
                    html.Span(text("unit.case_short"), className="unit"),
                ],
                className="class-reports",
            ),
            html.Div(
                [
                    span(change.text if change else "", tile(place, "c"), "change"),
                    span(
                        text("wall.kpi.last_week", value=fmt.count(before)) if change else "",
                        tile(place, "w"),
                        "note",
                    ),
                ],
                className="class-change",
            ),
        ]
    )


def _count(place: int, part: str, label: str, value: float | None, kind: str | None) -> html.Div:
    return html.Div(
        [
            html.Span(label, className="label"),
            span(fmt.count(value), tile(place, part), classes("count", kind)),
        ],
        className="class-line",
    )


def _overdue(place: int, value: float | None, text: Text) -> html.Div:
    return html.Div(
        [
            html.Span(text("wall.classes.overdue"), className="label"),
            span(fmt.overdue_count(value), tile(place, "x"), classes("count", bool(value) and "bad")),
        ],
        className="class-line",
    )


def _most(place: int, most: Mapping[str, Any] | None, view: WallView) -> html.Div:
    """The area with the most reports and how many."""
    return html.Div(
        [
            html.Span(view.text("wall.classes.most"), className="label"),
            html.Span(
                [
                    span(view.area_name(most["code"]) if most else "", tile(place, "t"), "most-name"),
                    span(fmt.count(most["count"] if most else None), tile(place, "a"), "count"),
                ],
                className="most",
            ),
        ],
        className="class-line",
    )


def _course(place: int, hours: list[int], text: Text) -> html.Div:
    """A bar an hour on the class's own scale, whose peak is printed; the running hour is lighter."""
    peak = max(hours, default=0)
    most = float(max(1, peak))
    return html.Div(
        [
            dash_svg.Svg(
                [
                    dash_svg.Path(
                        id=tile(place, "s"),
                        className="bars-past",
                        d=svg.bars_path(hours[:-1], most, _HOURS),
                    ),
                    dash_svg.Path(
                        id=tile(place, "r"),
                        className="bars-running",
                        d=svg.bars_path(hours[-1:], most, _HOURS, first=_HOURS - 1),
                    ),
                    dash_svg.Path(className="bars-ground", d=f"M0 {svg.HEIGHT}H{svg.WIDTH}"),
                ],
                className="bars",
                viewBox=f"0 0 {svg.WIDTH} {svg.HEIGHT}",
                preserveAspectRatio="none",
            ),
            span(
                text("wall.classes.peak", count=fmt.count(peak if hours else None)), tile(place, "p"), "peak"
            ),
        ],
        className="class-course",
    )
