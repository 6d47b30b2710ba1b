"""Cases reported, filed and closed since the start of the film, with a mark at the replayed moment."""

from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any

import dash_svg
from dash import html

from layouts import format as fmt
from layouts.plot import count_axis
from layouts.wall import svg
from layouts.wall.parts import data, panel, span
from layouts.wall.replay.ids import curve, tick
from layouts.wall.view import Snapshot, WallView, section

COURSES = ("report", "file", "close")
_WIDTH, _HEIGHT = 960, 400
_HOURS = 3
"""Hours between two ticks of the time axis."""
_X_TICKS = 24 // _HOURS
_Y_TICKS = 3


def curves(snapshot: Snapshot, view: WallView) -> html.Section:
    """The three courses of the film; the part not yet played is dimmed by the sheet."""
    text = view.text
    steps = section(snapshot, "steps")
    sums = {name: [0, *accumulate(steps.get(name) or [])] for name in COURSES}
    axis = count_axis([value for values in sums.values() for value in values], from_zero=True)
    most = axis["range"][1]
    legend = [
        html.Span(
            [
                html.Span(text(f"wall.replay.{name}"), className=f"key key-{name}"),
                html.B(fmt.NONE, className="count", **data(passed=name)),
            ],
            className="curve-key",
        )
        for name in COURSES
    ]
    paths = [
        dash_svg.Path(
            id=curve(name),
            className=f"curve curve-{name}",
            d=svg.curve_path(sums[name], most, width=_WIDTH, height=_HEIGHT) if steps else "",
        )
        for name in COURSES
    ]
    drawing = dash_svg.Svg(paths, viewBox=f"0 0 {_WIDTH} {_HEIGHT}", preserveAspectRatio="none")
    return panel(
        "curves",
        text("wall.replay.curves"),
        legend,
        html.Div(
            [
                *_rows(axis["tickvals"], most, bool(steps)),
                *_hours(snapshot, view),
                html.Div(
                    [drawing, html.Div(className="unplayed"), html.Div(className="mark")], className="plot"
                ),
            ],
            className="curves",
        ),
    )


def _rows(values: list[float], most: float, there: bool) -> list[Any]:
    """Ticks of the counts, from below."""
    ticks = []
    for place in range(_Y_TICKS):
        known = there and place < len(values)
        at = values[place] / most if known else 0.0
        ticks.append(
            html.Div(
                span(fmt.count(values[place]) if known else "", tick("y", place)),
                id=tick("y", place) + "-row",
                className="row-tick" if known else "row-tick off",
                style={"--at": f"{at:.2%}"},
            )
        )
    return ticks


def _hours(snapshot: Snapshot, view: WallView) -> list[Any]:
    """Ticks at the round hours of city time, midnight with its date."""
    start = snapshot.get("start")
    ticks = []
    for place, moment in enumerate(_round_hours(start, view) if start is not None else [None] * _X_TICKS):
        words, at = "", 0.0
        if moment is not None and start is not None:
            at = (moment.timestamp() - start) / 86_400
            words = fmt.short_day(view.text, moment.date()) if moment.hour == 0 else f"{moment:%H:%M}"
        ticks.append(
            html.Div(
                span(words, tick("x", place)),
                id=tick("x", place) + "-tick",
                className="hour-tick" if words else "hour-tick off",
                style={"--at": f"{at:.2%}"},
            )
        )
    return ticks


def _round_hours(start: float, view: WallView) -> list[datetime | None]:
    """The eight moments of the film whose hour of the day is a multiple of three; None for one too few."""
    local = datetime.fromtimestamp(start, view.city.zone)
    first = local.replace(minute=0, second=0, microsecond=0)
    first -= timedelta(hours=first.hour % _HOURS)
    found: list[datetime | None] = []
    for number in range(_X_TICKS + 2):
        moment = first + timedelta(hours=number * _HOURS)
        if 0 <= moment.timestamp() - start <= 86_400 and len(found) < _X_TICKS:
            found.append(moment)
    return found + [None] * (_X_TICKS - len(found))
