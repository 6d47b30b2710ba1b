"""The list of the evaluation scene: a row an area with rank, grade, score, lost points and rates."""

from collections.abc import Mapping
from math import ceil, floor
from typing import Any

import dash_svg
from dash import html

from layouts import format as fmt
from layouts.text import Text
from layouts.tokens import WALL_DARK
from layouts.wall import svg
from layouts.wall.evaluation import ids
from layouts.wall.evaluation.ids import EvaluationIds as E
from layouts.wall.parts import classes, empty_note, span
from layouts.wall.view import Snapshot, WallView, entries

Row = Mapping[str, Any]
RATES = 5


def table(snapshot: Snapshot, view: WallView) -> html.Section:
    """Head and rows; without figures the rows are there, empty."""
    rows = entries(snapshot, "rows")
    places = int(snapshot.get("places") or len(view.city.tree.towns))
    low = axis_start(rows)
    lost = lost_end(rows)
    grades = {grade["code"]: grade for grade in entries(snapshot, "grades")}
    lines = [_row(place, rows, view, (low, lost, places), grades) for place in range(places)]
    return html.Section(
        [
            _head(snapshot, view, low, lost),
            html.Div([_grid(low, list(grades.values())), *lines], id=E.ROWS, className="e-rows"),
            empty_note(E.EMPTY, view.text("wall.evaluation.empty"), not any(r["rank"] for r in rows)),
        ],
        className="e-table",
        style={"--rows": places},
    )


def axis_start(rows: list[dict[str, Any]]) -> int:
    """Left end of the axis of scores: the ten below every interval, at most 90."""
    lows = [row["reach"][0] for row in rows if row.get("reach")]
    return min(90, floor(min(lows, default=70.0) / 10) * 10)


def lost_end(rows: list[dict[str, Any]]) -> int:
    """Right end of the axis of lost points: the ten above the longest bar, at least 10."""
    totals = [sum(row["lost"]) for row in rows if row.get("lost")]
    return max(10, ceil(max(totals, default=10.0) / 10) * 10)


def short_name(text: Text, rate: Mapping[str, Any]) -> str:
    """Name of an indicator for a narrow place; its full one where the catalogue has no shorter."""
    return text.messages.get(f"wall.evaluation.short.{rate['name']}", str(rate[text.language]))


def _at(score: float, low: int) -> float:
    return min(1.0, max(0.0, (score - low) / (100 - low)))


def _ticks(first: int, last: int) -> list[int]:
    step = 10 if last - first <= 40 else 20
    return list(range(first, last + 1, step))


def _axis(identity: str, places: list[tuple[int, float]]) -> html.Span:
    return html.Span(
        [html.Span(str(tick), style={"left": f"{at:.1%}"}, className="axis-tick") for tick, at in places],
        id=identity,
        className="e-axis",
    )


def _head(snapshot: Snapshot, view: WallView, low: int, lost: int) -> html.Div:
    text = view.text
    names = [short_name(text, rate) for rate in entries(snapshot, "rates")]
    rates = [html.Span(name) for name in (names + [""] * RATES)[:RATES]]
    return html.Div(
        [
            html.Span(text("wall.evaluation.change"), className="e-moved-head"),
            html.Span(text("wall.evaluation.interval"), className="e-interval"),
            html.Span(text("wall.evaluation.grade"), className="e-grade"),
            _axis(E.AXIS, [(tick, _at(tick, low)) for tick in _ticks(low, 100)]),
            html.Span(text("wall.evaluation.score"), className="e-score"),
            html.Span(className="e-again"),
            _axis(E.LOST_AXIS, [(tick, tick / lost) for tick in _ticks(0, lost)[:-1]]),
            html.Span(rates, id=E.RATES, className="e-rates"),
            html.Span(className="e-again"),
            html.Span(text("wall.evaluation.line"), className="e-line-head"),
        ],
        className="e-row e-head",
    )


def _grid(low: int, grades: list[dict[str, Any]]) -> html.Div:
    """Upright lines of the axis where grades begin, behind all rows."""
    bounds = [_at(grade["least"], low) * 100 for grade in grades if grade["least"] > low]
    drawn = dash_svg.Svg(
        dash_svg.Path(id=E.GRID, d=svg.ticks_path(bounds)), viewBox="0 0 100 10", preserveAspectRatio="none"
    )
    cells = [html.Span() for _ in range(5)]
    return html.Div([*cells, html.Span(drawn, className="e-bounds")], className="e-row e-grid")


def _row(
    place: int,
    rows: list[dict[str, Any]],
    view: WallView,
    scale: tuple[int, int, int],
    grades: Mapping[str, Mapping[str, Any]],
) -> html.Div:
    low, lost, places = scale
    row: Row = rows[place] if place < len(rows) else {}
    step = 0 < place < len(rows) and rows[place - 1]["grade"] != row["grade"]
    text, rank = view.text, row.get("rank")
    name = view.area_name(row.get("code"))
    grade = grades.get(str(row.get("grade")))
    ranks = row.get("ranks")
    rates, worst = row.get("rates") or [None] * RATES, row.get("worst") or [False] * RATES
    unranked = bool(row) and rank is None
    return html.Div(
        [
            span(fmt.NONE if unranked else str(rank or ""), ids.row(place, "k"), "e-rank"),
            span(_moved(row), ids.row(place, "m"), "e-moved"),
            span(name, ids.row(place, "n"), "e-name"),
            span(f"{ranks[0]}–{ranks[1]}" if ranks else "", ids.row(place, "i"), "e-interval"),
            span(
                grade[text.language] if grade else text("wall.evaluation.unranked") if unranked else "",
                ids.row(place, "g"),
                "e-grade",
            ),
            html.Span(id=ids.row(place, "w"), className=classes("whisker", rank is None and "off"),
                      style=_whisker(row, low)),
            span(f"{row['score']:.1f}" if rank is not None else "", ids.row(place, "s"), "e-score"),
            span(name, ids.row(place, "o"), "e-again"),
            html.Span(id=ids.row(place, "l"), className="e-lost", style=_stack(row.get("lost"), lost)),
            html.Span(
                [
                    span(fmt.points(value), ids.row(place, f"r{position}"), "bad" if bad else "")
                    for position, (value, bad) in enumerate(zip(rates, worst, strict=True))
                ]
                + [html.Span() for _ in range(RATES - len(rates))],
                className=classes("e-rates", not row and "off"),
            ),
            span(name, ids.row(place, "p"), "e-again"),
            _line(place, row, places),
        ],
        id=ids.row(place, "r"),
        className=classes(
            "e-row",
            f"grade-{row['grade']}" if row.get("grade") else None,
            step and "e-step",
            not row and "off",
        ),
    )  # fmt: skip


def _moved(row: Row) -> str:
    """Places gained or lost since the month before."""
    change = row.get("change")
    if not change:
        return fmt.NONE if row.get("rank") else ""
    return f"{'▲' if change > 0 else '▼'}{abs(change)}"


def _whisker(row: Row, low: int) -> dict[str, str]:
    if row.get("rank") is None:
        return {}
    lower, upper = row.get("reach") or (row["score"], row["score"])
    return {
        "--lo": f"{_at(lower, low):.2%}",
        "--hi": f"{_at(upper, low):.2%}",
        "--at": f"{_at(row['score'], low):.2%}",
    }


def _stack(lost: list[float] | None, end: int) -> dict[str, str]:
    """Lost points by item one after the other: hard steps of one gradient with a gap between."""
    if not lost:
        return {}
    stops, at = [], 0.0
    for place, amount in enumerate(lost[: len(WALL_DARK.components)]):
        # Less than a twentieth of a point would be a speck.
        if amount < 0.05:
            continue
        stop = at + amount / end
        gap = f"calc({stop:.2%} - 1px)"
        stops.append(f"var(--component-{place}) {at:.2%} {gap},transparent {gap} {stop:.2%}")
        at = stop
    return {"--lost": f"linear-gradient(90deg,{','.join(stops)},transparent {at:.2%})"} if stops else {}


def _line(place: int, row: Row, places: int) -> html.Span:
    """Ranks of twelve months, the first rank on top, with a dot on the last."""
    line = [None if rank is None else float(-rank) for rank in row.get("line") or []]
    limits = (-float(max(places, 2)), -1.0)
    return html.Span(
        dash_svg.Svg(
            [
                dash_svg.Path(id=ids.row(place, "h"), d=svg.line_path(line, limits, len(line))),
                dash_svg.Path(
                    id=ids.row(place, "d"), d=svg.dot_path(line, limits, len(line)), className="e-dot"
                ),
            ],
            viewBox=f"0 0 {svg.WIDTH} {svg.HEIGHT}",
            preserveAspectRatio="none",
        ),
        className="e-line",
    )
