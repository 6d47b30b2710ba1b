"""How content those are whose cases were closed: scores of the month, and the mean of each area."""

from collections.abc import Mapping
from typing import Any

from dash import html

from layouts import format as fmt
from layouts.wall.fitted import fitted
from layouts.wall.home import children_name
from layouts.wall.parts import classes, empty_note, panel, span
from layouts.wall.view import Snapshot, WallView, entries, section
from layouts.wall.voice import ids
from layouts.wall.voice.ids import Ids

SCORES = 5
AREAS = 33
_AREA = {"zh": 70, "en": 130}
"""Units of the column of names on one screen."""
_LOW, _FULL = 1, 5
"""Ends of the scale of scores."""


def satisfaction(snapshot: Snapshot, view: WallView) -> html.Section:
    """Mean score, and how many gave each score from five to one."""
    text = view.text
    figures = section(snapshot, "satisfaction")
    scores = list(figures.get("scores") or [None] * SCORES)
    rated = sum(count or 0 for count in scores)
    top = max([count or 0 for count in scores] + [1])
    mean = (figures.get("month") or {}).get("satisfaction_mean")
    words = text("wall.voice.rated", count=fmt.count(rated)) if rated else ""
    return panel(
        "satisfaction",
        text("wall.voice.satisfaction"),
        span(words, Ids.RATED),
        html.Div(
            [
                html.Div(
                    [
                        span(_score(mean), Ids.MEAN, "mean"),
                        html.Span(text("wall.voice.mean"), className="mean-name"),
                    ],
                    className="mean-box",
                ),
                html.Div(
                    [_row(value, scores[value - 1], rated, top, view) for value in range(SCORES, 0, -1)],
                    className="scores",
                ),
            ],
            className="score-box",
        ),
        empty_note(
            Ids.SCORES_EMPTY, text("wall.voice.none_rated" if figures else "wall.voice.wait"), not rated
        ),
    )


def _row(value: int, count: int | None, rated: int, top: int, view: WallView) -> html.Div:
    share = f"{fmt.points((count or 0) / rated)}%" if rated else ""
    return html.Div(
        [
            html.Span(view.text("wall.voice.score", score=value), className="score-name"),
            html.Span(
                id=ids.score(value, "b"),
                className="score-bar",
                style={"--share": f"{(count or 0) / top:.1%}"},
            ),
            span(fmt.count(count) if rated else "", ids.score(value, "v"), "score-count"),
            span(share, ids.score(value, "s"), "score-share"),
        ],
        className=classes("score", value < SCORES - 1 and "poor"),
    )


def area_satisfaction(snapshot: Snapshot, view: WallView) -> html.Section:
    """Mean score of each area, lowest first; those with few ratings say so and come last."""
    text = view.text
    rows = sorted(
        entries(snapshot, "areas"),
        key=lambda row: (row["mean"] is None, row["mean"] or 0.0, -row["rated"], row["code"]),
    )[:AREAS]
    head = [
        html.Span(text("wall.voice.area")),
        html.Span(),
        html.Span(text("wall.voice.mean_short")),
        html.Span(text("wall.voice.satisfied_short")),
        html.Span(text("wall.voice.rated_short")),
    ]
    return panel(
        "scores",
        span(text("wall.voice.areas", areas=children_name(rows, view)), Ids.AREAS_NAME),
        text("wall.voice.areas_note"),
        html.Div([html.Div(head, className="area area-head") for _ in range(2)], className="area-heads"),
        html.Div(
            [_area(place, rows[place] if place < len(rows) else {}, view) for place in range(AREAS)],
            className="area-rows",
        ),
        empty_note(Ids.AREAS_EMPTY, text("wall.voice.wait"), not rows),
    )


def _area(place: int, row: Mapping[str, Any], view: WallView) -> html.Div:
    there = bool(row)
    mean, satisfied = row.get("mean"), row.get("satisfied")
    few = there and mean is None
    at = 0.0 if mean is None else (mean - _LOW) / (_FULL - _LOW)
    return html.Div(
        [
            fitted(
                view.area_name(row.get("code")), ids.area(place, "n"), "area-name", _AREA[view.text.language]
            ),
            html.Span(
                id=ids.area(place, "b"),
                className=classes("area-dot", mean is None and "off"),
                style={"--at": f"{at:.1%}"},
            ),
            span(
                view.text("wall.voice.few") if few else _score(mean) if there else "",
                ids.area(place, "v"),
                "area-mean",
            ),
            span(
                "" if few or not there else f"{fmt.points(satisfied, 0)}%", ids.area(place, "s"), "area-rate"
            ),
            span(fmt.count(row.get("rated")) if there else "", ids.area(place, "c"), "area-count"),
        ],
        id=ids.area(place, "r"),
        className=classes("area", few and "few", not there and "off"),
    )


def _score(value: float | None) -> str:
    """A mean score with two decimals: 4.35."""
    return fmt.NONE if value is None else f"{value:.2f}"
