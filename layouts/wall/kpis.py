"""The eight tiles of the wall: figure, change, same weekday last week, course of the day."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import dash_svg
from dash import html

from layouts import format as fmt
from layouts.text import Text
from layouts.wall import ids, svg
from layouts.wall.parts import classes, span
from layouts.wall.view import Snapshot, WallView, section


@dataclass(frozen=True, slots=True)
class Kpi:
    """How a tile shows its indicator."""

    name: str
    unit: str
    """Key of the unit, or "%" for a rate."""
    better: int = 0
    """1 when more is better, -1 when less is; volumes have no good direction and stay grey."""
    change: str = "relative"
    """relative, difference, rate or roster."""


KPIS = (
    Kpi("reported", "unit.case_short"),
    Kpi("filed", "unit.case_short"),
    Kpi("in_disposal", "unit.case_short"),
    Kpi("overdue", "unit.case_short", better=-1, change="difference"),
    Kpi("closed", "unit.case_short"),
    Kpi("closing_rate", "%", better=1, change="rate"),
    Kpi("on_time_disposal_rate", "%", better=1, change="rate"),
    Kpi("staff_on_duty", "unit.person_short", change="roster"),
)
_PLACES = 25
"""Hours 0 to 24 of a day: sparklines of two days lie over each other."""


def kpi_strip(snapshot: Snapshot, view: WallView) -> html.Div:
    """All tiles in the order of a case's life."""
    kpis = section(snapshot, "kpis")
    return html.Div([_tile(kpi, kpis.get(kpi.name) or {}, view.text) for kpi in KPIS], className="kpis")


def _tile(kpi: Kpi, figures: Mapping[str, Any], text: Text) -> html.Div:
    value = figures.get("value")
    alarm = kpi.better < 0 and bool(value)
    shown = fmt.points(value) if kpi.unit == "%" else fmt.count(value)
    unit = "%" if kpi.unit == "%" else text(kpi.unit)
    return html.Div(
        [
            html.Div(text(f"wall.kpi.{kpi.name}"), className="kpi-name"),
            html.Div(
                [
                    span(shown, ids.kpi(kpi.name, "v")),
                    span(unit if value is not None else "", ids.kpi(kpi.name, "u"), "unit"),
                ],
                className="kpi-value",
            ),
            _foot(kpi, figures, text),
            _spark(kpi, figures),
        ],
        id=ids.kpi(kpi.name, "tile"),
        className=classes("kpi", alarm and "alarm"),
    )


def _foot(kpi: Kpi, figures: Mapping[str, Any], text: Text) -> html.Div:
    change, tone, note = _comparison(kpi, figures, text)
    return html.Div(
        [
            span(change, ids.kpi(kpi.name, "c"), classes("change", tone)),
            span(note, ids.kpi(kpi.name, "n"), "note"),
        ],
        className="kpi-foot",
    )


def _comparison(kpi: Kpi, figures: Mapping[str, Any], text: Text) -> tuple[str, str | None, str]:
    """Change, its tone, and what it is compared with."""
    value, before = figures.get("value"), figures.get("last_week")
    if kpi.change == "roster":
        roster = figures.get("roster")
        if value is None or not roster:
            return "", None, text("unit.no_data")
        return f"{fmt.points(value / roster)}%", None, text("wall.kpi.roster", count=fmt.count(roster))
    if value is None:
        return "", None, text("unit.no_data")
    if kpi.change == "rate":
        change = fmt.rate_change(text, value, before)
        reference = fmt.points(before)
    else:
        compare = fmt.difference if kpi.change == "difference" else fmt.relative_change
        change = compare(text, value, before)
        reference = fmt.count(before)
    if change is None:
        return "", None, text("wall.kpi.no_last_week")
    tone = {1: "good", -1: "bad"}.get(change.direction * kpi.better)
    return change.text, tone, text("wall.kpi.last_week", value=reference)


def _spark(kpi: Kpi, figures: Mapping[str, Any]) -> dash_svg.Svg:
    today = figures.get("spark") or []
    before = figures.get("spark_last_week") or []
    limits = svg.spark_range(today, before)
    return dash_svg.Svg(
        [
            dash_svg.Path(
                id=ids.kpi(kpi.name, "w"), className="spark-before", d=svg.line_path(before, limits, _PLACES)
            ),
            dash_svg.Path(
                id=ids.kpi(kpi.name, "s"), className="spark-today", d=svg.line_path(today, limits, _PLACES)
            ),
            dash_svg.Path(
                id=ids.kpi(kpi.name, "d"), className="spark-dot", d=svg.dot_path(today, limits, _PLACES)
            ),
        ],
        className="spark",
        viewBox=f"0 0 {svg.WIDTH} {svg.HEIGHT}",
        preserveAspectRatio="none",
    )
