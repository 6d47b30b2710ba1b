"""The two trend charts of the wall: today by hour, and thirty days of filed and closed cases."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from dash import dcc, html

from layouts import format as fmt
from layouts.plot import GRAPH_CONFIG, count_axis, figure
from layouts.text import Text
from layouts.tokens import WALL_TYPE, Theme, translucent
from layouts.wall.ids import Ids
from layouts.wall.parts import classes, empty_note, panel
from layouts.wall.view import Snapshot, WallView, last_weekday, section

_SIZE = WALL_TYPE["small"]
_FILL = 0.3


def hourly_chart(snapshot: Snapshot, view: WallView) -> html.Section:
    """Reports by hour today over the same weekday last week; dashed to the hour that still runs."""
    text = view.text
    hours = section(snapshot, "hours")
    today, before = list(hours.get("today") or []), list(hours.get("last_week") or [])
    legend = [
        html.Span(text("wall.hours.today"), className="key key-today"),
        html.Span(last_weekday(snapshot, view), id=Ids.LAST_WEEKDAY + "-key", className="key key-before"),
    ]
    there = any(value is not None for value in (*today, *before))
    return panel(
        "hours",
        text("wall.hours.title"),
        legend,
        _graph(Ids.HOURS, hourly_figure(today, before, view.theme.base, text), there),
        empty_note(Ids.HOURS_EMPTY, text("wall.hours.empty"), not there),
    )


def hourly_figure(
    today: Sequence[float | None], before: Sequence[float | None], theme: Theme, text: Text
) -> dict[str, Any]:
    """Both days over 24 hours; entries are counts of an hour, None for hours not begun."""
    begun = [value for value in today if value is not None]
    whole = begun[:-1]
    traces: list[dict[str, Any]] = [
        _line(list(before), theme.reference, 2),
        _line(whole, theme.accent, 3),
    ]
    if begun:
        last = len(begun) - 1
        first = max(0, last - 1)
        traces.append(_line(begun[first:], theme.accent, 3, first=first, dash="2px,5px"))
        traces.append(
            {
                "mode": "markers",
                "x": [last],
                "y": [begun[-1]],
                "marker": {"size": 11, "color": theme.bg, "line": {"color": theme.accent, "width": 2.5}},
                "cliponaxis": False,
            }
        )
    ticks = [0, 6, 12, 18, 23]
    names = [f"{hour:02d}" for hour in ticks]
    names[-1] = text("wall.hours.last_tick", hour=names[-1])
    return figure(
        traces,
        theme,
        _SIZE,
        xaxis={"range": [-0.2, 23.2], "tickvals": ticks, "ticktext": names},
        yaxis=count_axis([*today, *before], from_zero=True),
        margin={"l": 52, "r": 27, "t": 10, "b": 28},
    )


def daily_chart(snapshot: Snapshot, view: WallView) -> html.Section:
    """Filed and closed cases of the last thirty full days; the fill is the backlog growing or shrinking."""
    text = view.text
    days = section(snapshot, "days")
    filed, closed = list(days.get("filed") or []), list(days.get("closed") or [])
    start = date.fromisoformat(days["start"]) if days.get("start") else None
    legend = [
        html.Span(text("wall.days.filed"), className="key key-today"),
        html.Span(text("wall.days.closed"), className="key key-closed"),
        html.Span(text("wall.days.grows"), className="key key-grows"),
    ]
    there = start is not None and bool(filed)
    return panel(
        "days",
        text("wall.days.title"),
        legend,
        _graph(Ids.DAYS, daily_figure(filed, closed, start, view.theme.base, text), there),
        empty_note(Ids.DAYS_EMPTY, text("wall.days.empty"), not there),
    )


def daily_figure(
    filed: Sequence[float], closed: Sequence[float], start: date | None, theme: Theme, text: Text
) -> dict[str, Any]:
    """Two lines over days, coral between them where more was filed, teal where more was closed."""
    traces: list[dict[str, Any]] = []
    for colour, sign in ((theme.bad, 1), (theme.good, -1)):
        xs, ys = gap_polygons(filed, closed, sign)
        traces.append(
            {
                "mode": "none",
                "x": xs,
                "y": ys,
                "fill": "toself",
                "fillcolor": translucent(colour, _FILL),
            }
        )
    traces.append(_line(list(filed), theme.accent, 2.5))
    traces.append(_line(list(closed), theme.good, 2.5, dash="7px,4px"))
    ticks = _day_ticks(len(filed), start)
    names = [fmt.short_day(text, start + timedelta(days=tick)) for tick in ticks] if start else []
    return figure(
        traces,
        theme,
        _SIZE,
        xaxis={"range": [-0.3, max(1, len(filed) - 1) + 0.3], "tickvals": ticks, "ticktext": names},
        yaxis=count_axis([*filed, *closed], from_zero=False),
        margin={"l": 60, "r": 26, "t": 10, "b": 28},
    )


def gap_polygons(
    upper: Sequence[float], lower: Sequence[float], sign: int
) -> tuple[list[float | None], list[float | None]]:
    """Outlines of the areas between two lines where `sign` × (upper − lower) is positive.

    Returns x and y of closed polygons with None between them; lines that cross between two days meet
    in the point where they cross.
    """
    xs: list[float | None] = []
    ys: list[float | None] = []
    for place in range(min(len(upper), len(lower)) - 1):
        gaps = [sign * (upper[place + step] - lower[place + step]) for step in (0, 1)]
        if max(gaps) <= 0:
            continue
        ends: list[tuple[float, float, float]] = []
        for step in (0, 1):
            if gaps[step] >= 0:
                ends.append((place + step, upper[place + step], lower[place + step]))
            else:
                share = gaps[0] / (gaps[0] - gaps[1])
                meeting = upper[place] + share * (upper[place + 1] - upper[place])
                ends.append((place + share, meeting, meeting))
        (x0, up0, low0), (x1, up1, low1) = ends
        xs += [x0, x1, x1, x0, x0, None]
        ys += [up0, up1, low1, low0, up0, None]
    return xs, ys


def _day_ticks(count: int, start: date | None) -> list[int]:
    """The first day, Sundays well apart from both ends, and the last day."""
    if not count or start is None:
        return []
    sundays = [place for place in range(count) if (start + timedelta(days=place)).isoweekday() == 7]
    return [0, *[place for place in sundays if 5 <= place <= count - 7], count - 1]


def _line(
    y: list[Any], colour: str, width: float, *, first: int = 0, dash: str | None = None
) -> dict[str, Any]:
    """A line over consecutive places from `first`; said shortly, because it travels with every change."""
    style: dict[str, Any] = {"color": colour, "width": width}
    if dash is not None:
        style["dash"] = dash
    return {"mode": "lines", "x0": first, "y": y, "line": style}


def _graph(identity: Ids, content: dict[str, Any], shown: bool) -> html.Div:
    """The chart in a box of design pixels that the sheet scales as a whole."""
    graph = dcc.Graph(id=identity, figure=content, config=GRAPH_CONFIG, responsive=True, className="graph")
    return html.Div(
        html.Div(graph, className="graph-scaled"),
        id=f"{identity}-box",
        className=classes("graph-box", not shown and "off"),
    )
