"""How many public reports are answered within 24 hours: today, in seven days, in thirty."""

from collections.abc import Mapping
from typing import Any

from dash import html

from layouts import format as fmt
from layouts.wall.parts import classes, panel, span
from layouts.wall.view import Snapshot, WallView, section
from layouts.wall.voice import ids

PERIODS = ("today", "week", "month")


def response(snapshot: Snapshot, view: WallView) -> html.Section:
    """Three rates with what they are made of."""
    text = view.text
    rates = section(snapshot, "response")
    return panel(
        "response",
        text("wall.voice.answered"),
        text("wall.voice.answered_note"),
        html.Div([_rate(period, rates.get(period) or {}, view) for period in PERIODS], className="rates"),
    )


def _rate(period: str, rate: Mapping[str, Any], view: WallView) -> html.Div:
    text = view.text
    value = rate.get("value")
    counts = (
        text("unit.no_data")
        if value is None
        else f"{fmt.count(rate['numerator'])} / {fmt.count(rate['denominator'])}"
    )
    return html.Div(
        [
            html.Span(text(f"wall.voice.period_{period}"), className="rate-name"),
            html.Span(
                [
                    span(fmt.points(value), ids.response(period, "v")),
                    span("" if value is None else "%", ids.response(period, "u"), "unit"),
                ],
                className="rate-value",
            ),
            html.Span(
                id=ids.response(period, "b"),
                className=classes("rate-bar", value is None and "off"),
                style={"--share": f"{value or 0:.1%}"},
            ),
            span(counts, ids.response(period, "n"), "rate-counts"),
        ],
        className="rate",
    )
