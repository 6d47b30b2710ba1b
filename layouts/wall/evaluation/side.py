"""The side of the evaluation scene: grades, average losses, the city's mean, largest moves, how to read."""

from typing import Any

import dash_svg
from dash import html

from layouts import format as fmt
from layouts.tokens import WALL_DARK
from layouts.wall import svg
from layouts.wall.evaluation import ids
from layouts.wall.evaluation.ids import EvaluationIds as E
from layouts.wall.evaluation.rows import short_name
from layouts.wall.parts import classes, panel, span
from layouts.wall.view import Snapshot, WallView, entries, section

MOVES = 5
MINUS = "−"


def side(snapshot: Snapshot, view: WallView) -> html.Aside:
    """Five panels one under the other."""
    return html.Aside(
        [
            _grades(snapshot, view),
            _items(snapshot, view),
            _mean(snapshot, view),
            _moves(snapshot, view),
            panel(
                "reading",
                view.text("wall.evaluation.reading"),
                "",
                html.P(
                    [view.text("wall.evaluation.how"), " ", html.B(view.text("wall.evaluation.how_coral"))]
                ),
            ),
        ],
        className="e-side",
    )


def _grades(snapshot: Snapshot, view: WallView) -> html.Section:
    text, grades = view.text, entries(snapshot, "grades")
    bounds = " / ".join(f"{grade['least']:g}" for grade in grades if grade["least"])
    example = bool(section(snapshot, "scheme")) and not section(snapshot, "scheme").get("confirmed")
    key = "wall.evaluation.bounds_example" if example else "wall.evaluation.bounds"
    boxes = [
        html.Div(
            [html.Strong(str(grade["count"])), html.Span(grade[text.language])],
            className=f"e-count grade-{grade['code']}",
        )
        for grade in grades
    ]
    return panel(
        "grades",
        text("wall.evaluation.grades"),
        span(text(key, bounds=bounds) if grades else "", E.GRADES_NOTE),
        html.Div(boxes, id=E.GRADES, className="e-counts"),
    )


def _items(snapshot: Snapshot, view: WallView) -> html.Section:
    text, items = view.text, entries(snapshot, "items")
    lines = [
        html.Div(
            [
                html.I(style={"background": f"var(--component-{place})"}),
                html.Span(item[text.language]),
                html.Span(f"{item['weight']:g}", className="e-weight"),
                html.Strong(_lost(item["lost"])),
            ],
            className="e-item",
        )
        for place, item in enumerate(items[: len(WALL_DARK.components)])
    ]
    known = [item["lost"] for item in items if item["lost"] is not None]
    total = html.Div(
        [
            html.Span(),
            html.Span(text("wall.evaluation.mean_lost")),
            html.Span(),
            html.Strong(_lost(sum(known)) if known else fmt.NONE),
        ],
        className="e-item e-total",
    )
    return panel(
        "items",
        text("wall.evaluation.lost"),
        span(text("wall.evaluation.weights") if items else "", E.ITEMS_NOTE),
        html.Div([*lines, total] if items else [], id=E.ITEMS),
    )


def _lost(value: float | None) -> str:
    if value is None:
        return fmt.NONE
    return f"{MINUS}{value:.1f}" if value >= 0.05 else "0.0"


def _mean(snapshot: Snapshot, view: WallView) -> html.Section:
    text, means = view.text, list(snapshot.get("means") or [])
    months = [str(month) for month in snapshot.get("months") or []]
    known = [value for value in means if value is not None]
    limits = svg.spark_range(means)
    drawn = dash_svg.Svg(
        [
            dash_svg.Path(id=E.MEAN_LINE, d=svg.line_path(means, limits, len(means))),
            dash_svg.Path(id=E.MEAN_DOT, d=svg.dot_path(means, limits, len(means)), className="e-dot"),
        ],
        viewBox=f"0 0 {svg.WIDTH} {svg.HEIGHT}",
        preserveAspectRatio="none",
    )
    first = known[0] if len(known) > 1 else None
    return panel(
        "mean",
        text("wall.evaluation.mean"),
        text("wall.evaluation.twelve"),
        html.Div(
            [
                span("" if first is None else f"{first:.1f}", E.MEAN_FIRST, "e-mean-first"),
                html.Div(drawn, className="e-mean-line"),
                html.Strong("" if not known else f"{known[-1]:.1f}", id=E.MEAN_LAST),
                span(months[0] if months else "", E.MEAN_FROM, "e-from"),
                span(months[-1] if months else "", E.MEAN_TO, "e-to"),
            ],
            className="e-mean",
        ),
    )


def _moves(snapshot: Snapshot, view: WallView) -> html.Section:
    text, moves, months = view.text, entries(snapshot, "moves"), snapshot.get("months") or []
    before = fmt.month(text, str(months[-2])) if len(months) > 1 else ""
    lines = [_move(place, moves[place] if place < len(moves) else {}, view) for place in range(MOVES)]
    return panel(
        "moves",
        text("wall.evaluation.moves"),
        span(text("wall.evaluation.against", month=before) if before else "", E.MOVES_NOTE),
        *lines,
    )


def _move(place: int, move: dict[str, Any], view: WallView) -> html.Div:
    text = view.text
    change = move.get("change", 0.0)
    cause = short_name(text, move["cause"]) if move else ""
    return html.Div(
        [
            span(view.area_name(move.get("code")), ids.move(place, "n")),
            span(_signed(change) if move else "", ids.move(place, "c"), "bad" if change < 0 else "good"),
            span(f"{cause} {_signed(move['part'])}" if move else "", ids.move(place, "w"), "e-cause"),
        ],
        id=ids.move(place, "r"),
        className=classes("e-move", not move and "off"),
    )


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else MINUS}{abs(value):.1f}"
