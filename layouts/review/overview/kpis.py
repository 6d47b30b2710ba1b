"""The strip of five figures: value, change against the compared period, and the course of 13 months."""

from collections.abc import Mapping, Sequence
from typing import Any

import dash_svg
from dash import html
from dash.development.base_component import Component

from data_access.domain.indicators import INDICATORS
from layouts.definitions import definition_words
from layouts.names import indicator_name
from layouts.review.behind import to_cases
from layouts.review.figures import changed, figure, unit, value_of, whole
from layouts.review.filters.words import basis_words
from layouts.review.overview.choice import KPIS, Choice
from layouts.review.parts import attributes
from layouts.review.view import ReviewView
from layouts.wall import svg

Answer = Mapping[str, Any]


def kpis(view: ReviewView, choice: Choice, overview: Answer, months: Sequence[Answer]) -> list[Component]:
    """A tile an indicator; `months` are the entries of the trend by month."""
    return [_tile(view, choice, name, overview, months) for name in KPIS]


def _tile(
    view: ReviewView, choice: Choice, name: str, overview: Answer, months: Sequence[Answer]
) -> Component:
    text = view.text
    value = value_of(overview, name)
    shown = figure(text, name, value)
    parts: list[Component] = [html.Strong(shown, className="nothing")]
    if value is not None:
        parts = [html.Strong(to_cases(view, shown, name, choice.filters.options()))]
    if value is not None and unit(text, name):
        parts.append(html.Span(unit(text, name), className="unit"))
    title = "\n".join([indicator_name(text, name), *definition_words(text, name)])
    return html.Div(
        [
            html.Div(indicator_name(text, name), className="kpi-name", title=title),
            html.Div(parts, className="kpi-value"),
            _against(view, choice, name, overview),
            _spark(view, name, [value_of(entry, name) for entry in months]),
        ],
        className="kpi",
        **attributes(data_indicator=name),
    )


def _against(view: ReviewView, choice: Choice, name: str, overview: Answer) -> Component:
    text = view.text
    if INDICATORS[name].live:
        return html.Div(text("overview.now"), className="kpi-change note")
    before = overview.get("comparison")
    if not before:
        return html.Div(className="kpi-change")
    basis = basis_words(text, choice.filters)
    earlier = value_of(before, name)
    change = changed(text, name, value_of(overview, name), earlier)
    if change is None:
        return html.Div(text("overview.none_before", basis=basis), className="kpi-change note")
    judged = f"{change.judged}-text" if change.judged else "plain"
    return html.Div(
        [
            html.B(change.text, className=judged),
            html.Span(f"{basis} {whole(text, name, earlier)}", className="note"),
        ],
        className="kpi-change",
    )


def _spark(view: ReviewView, name: str, values: Sequence[float | None]) -> Component:
    """The course; an empty place for live counts, which have none."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return html.Div(className="spark")
    limits = svg.spark_range(values)
    label = view.text("overview.course", name=indicator_name(view.text, name))
    return html.Div(
        dash_svg.Svg(
            [
                dash_svg.Path(d=svg.line_path(values, limits, len(values)), className="spark-line"),
                dash_svg.Path(d=svg.dot_path(values, limits, len(values)), className="spark-dot"),
            ],
            viewBox=f"0 0 {svg.WIDTH} {svg.HEIGHT}",
            preserveAspectRatio="none",
        ),
        className="spark",
        role="img",
        **attributes(aria_label=label),
    )
