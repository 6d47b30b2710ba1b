"""Centres one level down by this month's rate with whiskers: both ends on one screen, all on a wide one."""

from collections.abc import Mapping, Sequence
from typing import Any

import dash_svg
from dash import html

from layouts import format as fmt
from layouts.text import Text
from layouts.wall import ids, svg
from layouts.wall.ids import Ids
from layouts.wall.parts import classes, empty_note, panel, span
from layouts.wall.view import Snapshot, WallView, section

MOST_TICKS = 4
ENDS = 5
"""Rows at each end that a single screen shows in full; those between become ticks on a strip."""


def ranking(snapshot: Snapshot, view: WallView) -> html.Section:
    """The ranking of the running month; overlapping whiskers mean that two areas cannot be told apart."""
    text = view.text
    table = section(snapshot, "ranking")
    rows = list(table.get("rows") or [])
    places = len(view.home.children.areas) if view.home.children else 0
    ticks = axis_ticks(rows)
    low = ticks[0] / 100
    note = "" if not rows else text("wall.ranking.note", month=fmt.month(text, str(table["month"])))
    lines = [
        _row(place, rows[place] if place < len(rows) else {}, low, places, view) for place in range(places)
    ]
    middle = rows[ENDS:-ENDS] if places > 2 * ENDS + 1 else []
    cut = min(ENDS, places)
    return panel(
        "ranking",
        text(f"wall.ranking.title_{view.child_level}"),
        span(note, Ids.RANK_NOTE),
        _head(ticks, text),
        html.Div([_grid(ticks), *lines[:cut], _strip(middle, low, view), *lines[cut:]], className="ranks"),
        empty_note(Ids.RANK_EMPTY, text("wall.ranking.empty"), not rows),
    )


def axis_ticks(rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Ticks of the axis in per cent: round, at most four, the first at or below every ranked whisker.

    The axis runs from the first tick to 100 %, which needs no label.
    """
    ranked = [row["low"] for row in rows if row.get("rank") is not None and row.get("low") is not None]
    lowest = max(0.0, min(ranked, default=0.9)) * 100
    for step in (1, 2, 5, 10, 20, 25):
        first = int(min(lowest, 99.0) // step) * step
        if 100 - first <= MOST_TICKS * step:
            return list(range(first, 100, step))
    raise AssertionError("four steps of 25 reach from 0 to 100")


def _at(value: float, low: float) -> float:
    """Position of a rate on the axis, 0..1."""
    return min(1.0, max(0.0, (value - low) / (1 - low)))


def _head(ticks: list[int], text: Text) -> html.Div:
    axis = [
        html.Span(str(tick), style={"left": f"{_at(tick / 100, ticks[0] / 100):.1%}"}, className="axis-tick")
        for tick in ticks
    ]
    return html.Div(
        [
            html.Span(),
            html.Span(text("wall.ranking.change"), className="rank-change"),
            html.Span(),
            html.Span(axis, id=Ids.RANK_AXIS, className="rank-axis"),
            html.Span(text("wall.ranking.rate"), className="rank-value"),
            html.Span(text("wall.ranking.cases"), className="rank-cases"),
        ],
        className="rank rank-head",
    )


def _grid(ticks: list[int]) -> html.Div:
    """Upright lines of the axis behind all rows."""
    positions = [_at(tick / 100, ticks[0] / 100) * 100 for tick in ticks]
    return html.Div(
        dash_svg.Svg(
            dash_svg.Path(id=Ids.RANK_GRID, d=svg.ticks_path(positions)),
            viewBox="0 0 100 10",
            preserveAspectRatio="none",
        ),
        className="rank-grid",
    )


def _row(place: int, row: Mapping[str, Any], low: float, places: int, view: WallView) -> html.Div:
    value, rank = row.get("value"), row.get("rank")
    ends = place < ENDS or place >= places - ENDS or places <= 2 * ENDS + 1
    there = bool(row)
    whisker: dict[str, str] = {}
    if value is not None:
        lower, upper = row.get("low", value), row.get("high", value)
        whisker = {
            "--lo": f"{_at(lower, low):.1%}",
            "--hi": f"{_at(upper, low):.1%}",
            "--at": f"{_at(value, low):.1%}",
        }
    text = view.text
    return html.Div(
        [
            span(
                ("" if not there else fmt.NONE) if rank is None else str(rank),
                ids.rank(place, "k"),
                "rank-place",
            ),
            span(_moved(row), ids.rank(place, "m"), "rank-change"),
            span(view.area_name(row.get("code")), ids.rank(place, "n"), "rank-name"),
            html.Span(
                id=ids.rank(place, "w"), className=classes("whisker", value is None and "off"), style=whisker
            ),
            span(fmt.rate(text, value) if there else "", ids.rank(place, "v"), "rank-value"),
            span(fmt.count(row.get("denominator")) if there else "", ids.rank(place, "d"), "rank-cases"),
        ],
        id=ids.rank(place, "r"),
        className=classes("rank", not ends and "middle", not there and "off"),
    )


def _moved(row: Mapping[str, Any]) -> str:
    """Places gained or lost since the month before."""
    change = row.get("change")
    if not change:
        return fmt.NONE if row else ""
    return f"{'▲' if change > 0 else '▼'}{abs(change)}"


def _strip(middle: Sequence[Mapping[str, Any]], low: float, view: WallView) -> html.Div:
    """The rows between both ends as ticks on the same axis."""
    positions = [_at(row["value"], low) * 100 for row in middle if row.get("value") is not None]
    text = view.text
    label = "" if not middle else text("wall.ranking.middle", first=ENDS + 1, last=ENDS + len(middle))
    return html.Div(
        [
            span(label, Ids.RANK_MIDDLE_LABEL, "strip-label"),
            dash_svg.Svg(
                dash_svg.Path(id=Ids.RANK_STRIP, d=svg.ticks_path(positions)),
                className="strip",
                viewBox="0 0 100 10",
                preserveAspectRatio="none",
            ),
            span(
                text(f"wall.ranking.count_{view.child_level}", count=len(middle)) if middle else "",
                Ids.RANK_MIDDLE_COUNT,
                "strip-count",
            ),
        ],
        id=Ids.RANK_MIDDLE,
        className=classes("rank", "rank-strip", "one-screen", not middle and "off"),
    )
