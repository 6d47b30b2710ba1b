"""Due times by hour: what was met and missed in the hours past, what waits and is done in those to come."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import dash_svg
from dash import html

from layouts import format as fmt
from layouts.plot import count_axis
from layouts.wall.bars import HIGH, WIDE, stacked
from layouts.wall.deadlines import ids
from layouts.wall.deadlines.ids import Ids
from layouts.wall.parts import classes, empty_note, panel, span
from layouts.wall.view import Snapshot, WallView, section

SLOTS = 31
"""Six hours past, the hour that runs, twenty-four hours to come."""
NOW_SLOT = 6
_HOUR = 3600
_TICKS = 3
_LABEL_EVERY = 3
SERIES = ("missed", "soon", "waiting", "met", "done")
"""From the bottom up: what hurts stands on the ground, where lengths compare."""
Series = dict[str, list[int]]


def timeline(snapshot: Snapshot, view: WallView) -> html.Section:
    """Bars of all cases due in each hour of the city's clock, and under each what of them hurts."""
    text = view.text
    line = section(snapshot, "timeline")
    series = {name: list(line.get(name) or [0] * SLOTS) for name in SERIES}
    there = "start" in line
    axis = count_axis(
        [sum(slot) for slot in zip(*series.values(), strict=True)] if there else [], from_zero=True
    )
    top = axis["range"][1]
    legend = [html.Span(text(f"wall.deadlines.{name}"), className=f"key key-{name}") for name in SERIES]
    return panel(
        "line",
        [text("wall.deadlines.line"), " ", span(_past(series, line, view), Ids.PAST, "past")],
        legend,
        html.Div(
            [
                *_ticks(axis["tickvals"] if there else [], top),
                _drawing(series, top),
                html.Span(
                    id=Ids.NOW,
                    className=classes("now-line", not there and "off"),
                    style={"--at": _now(snapshot, line)},
                ),
            ],
            className="slot-bars",
        ),
        html.Div([_figure(place, series, there) for place in range(SLOTS)], className="slot-row"),
        html.Div([_hour(place, line, view) for place in range(SLOTS)], className="slot-row slot-hours"),
        empty_note(Ids.LINE_EMPTY, text("wall.deadlines.wait"), not there),
    )


def _drawing(series: Series, top: float) -> dash_svg.Svg:
    paths = stacked(*series.values(), top=top)
    return dash_svg.Svg(
        [
            dash_svg.Path(id=ids.bars(name), className=f"bars bars-{name}", d=path)
            for name, path in zip(series, paths, strict=True)
        ],
        viewBox=f"0 0 {WIDE * SLOTS} {HIGH:g}",
        preserveAspectRatio="none",
    )


def _ticks(values: list[float], top: float) -> list[html.Span]:
    """Lines of the grid with their counts; always as many, those not needed hidden."""
    shown = [value for value in values if value > 0]
    return [
        html.Span(
            fmt.count(shown[place]) if place < len(shown) else "",
            id=ids.tick(place),
            className=classes("slot-tick", place >= len(shown) and "off"),
            style={"--at": f"{shown[place] / top:.1%}" if place < len(shown) else "0%"},
        )
        for place in range(_TICKS)
    ]


def _now(snapshot: Snapshot, line: Mapping[str, Any]) -> str:
    now, start = snapshot.get("at"), line.get("start")
    if now is None or start is None:
        return f"{NOW_SLOT / SLOTS:.1%}"
    return f"{(now - start) / _HOUR / SLOTS:.1%}"


def _figure(place: int, series: Series, there: bool) -> html.Span:
    """Under an hour past what was missed; under the running one and those to come what waits."""
    past = place < NOW_SLOT
    value = series["missed"][place] if past else series["soon"][place] + series["waiting"][place]
    state = ("missed" if past else series["soon"][place] and "soon") if value else "zero"
    return html.Span(
        fmt.overdue_count(value) if there else "",
        id=ids.slot(place, "f"),
        className=classes("slot-figure", state or None),
    )


def _hour(place: int, line: Mapping[str, Any], view: WallView) -> html.Span:
    start = line.get("start")
    shown = ""
    if start is not None:
        at = datetime.fromtimestamp(start + place * _HOUR, view.city.zone)
        if at.hour == 0:
            shown = fmt.weekday(view.text, at.date())
        elif at.hour % _LABEL_EVERY == 0:
            shown = f"{at:%H}"
    return html.Span(shown, id=ids.slot(place, "h"))


def _past(series: Series, line: Mapping[str, Any], view: WallView) -> str:
    missed = sum(series["missed"])
    total = missed + sum(series["met"])
    if "start" not in line or not total:
        return ""
    start = datetime.fromtimestamp(line["start"], view.city.zone)
    return view.text(
        "wall.deadlines.past", time=f"{start:%H:%M}", missed=fmt.count(missed), total=fmt.count(total)
    )
