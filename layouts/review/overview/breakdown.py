"""Where the cases come from: by class, subclass, source or department, as bars with their rates."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts import format as fmt
from layouts.names import indicator_name
from layouts.review.behind import to_cases
from layouts.review.figures import changed, value_of, whole
from layouts.review.filters.words import name_of
from layouts.review.overview.choice import SCORE, Choice
from layouts.review.parts import attributes
from layouts.review.view import ReviewView

Entry = Mapping[str, Any]
VOLUME = "filed_count"
MOST = 12
"""Rows shown; the others are one row, so that the rows add up."""
COLUMNS = ("closing_rate", "on_time_disposal_rate", "rework_rate", "overdue_open_count")


def breakdown(view: ReviewView, choice: Choice, entries: Sequence[Entry]) -> Component:
    """A table with a bar a row, the most first; each name leads to the page filtered by it."""
    text = view.text
    known = sorted((entry for entry in entries if entry[VOLUME]), key=lambda entry: -int(entry[VOLUME]))
    if not known:
        return html.P(text("overview.empty"), className="note empty-note")
    columns = [choice.figure, *(name for name in COLUMNS if name != choice.figure)]
    columns = [name for name in columns if name != VOLUME]
    most = value_of(known[0], VOLUME) or 1.0
    shown, rest = known[:MOST], known[MOST:]
    head = [
        html.Th(text(f"filters.{choice.by}"), scope="col", className="name"),
        html.Th(indicator_name(text, VOLUME), scope="col", className="bars"),
        html.Th(text("overview.change"), scope="col"),
        *(html.Th(indicator_name(text, name), scope="col") for name in columns),
    ]
    body = [_row(view, choice, entry, most, columns) for entry in shown]
    if rest:
        body.append(_rest(view, rest, most, len(columns)))
    return html.Div(
        html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="figures breakdown"),
        className="scroll",
        tabIndex=0,
        role="region",
        **attributes(aria_label=text("overview.breakdown")),
    )


def _row(view: ReviewView, choice: Choice, entry: Entry, most: float, columns: Sequence[str]) -> Component:
    text = view.text
    code = entry["code"]
    volume = value_of(entry, VOLUME) or 0.0
    before = value_of(entry.get("comparison", {}), VOLUME)
    change = changed(text, VOLUME, volume, before)
    name = name_of(view.city, text, choice.by, code) if code else text(f"overview.without.{choice.by}")
    label: Component | str = name
    if code:
        label = html.Button(
            name, type="button", className="town", **attributes(data_filter=choice.by, data_value=code)
        )
    return html.Tr(
        [
            html.Th(label, scope="row", className="name"),
            html.Td(_bar(volume, most, _counted(view, choice, entry)), className="bars"),
            html.Td("" if change is None else change.text, className="note"),
            *(html.Td(whole(text, column, value_of(entry, column))) for column in columns),
        ]
    )


def _rest(view: ReviewView, rest: Sequence[Entry], most: float, columns: int) -> Component:
    """The rows that are not shown, as one: rates of a sum are not the sum of rates, so it has none."""
    volume = sum(value_of(entry, VOLUME) or 0.0 for entry in rest)
    name = view.text("overview.others", count=len(rest))
    return html.Tr(
        [
            html.Th(name, scope="row", className="name note"),
            html.Td(_bar(volume, most), className="bars"),
            *(html.Td() for _ in range(columns + 1)),
        ]
    )


def _counted(view: ReviewView, choice: Choice, entry: Entry) -> Component | None:
    """The count as a link to its cases; what has no code cannot be asked for."""
    if not entry["code"]:
        return None
    options = {**choice.filters.options(), choice.by: entry["code"]}
    return to_cases(view, fmt.count(entry[VOLUME]), VOLUME, options)


def _bar(volume: float, most: float, shown: Component | None = None) -> Component:
    share = min(1.0, volume / most)
    bar = html.I(style={"width": f"calc((100% - 64px) * {share:.4f})"})
    return html.Div([bar, html.Span(shown or fmt.count(volume))], className="bar-cell")


def breakdown_note(view: ReviewView, choice: Choice) -> str:
    """What the bars are."""
    return view.text("overview.breakdown_note") if choice.indicator != SCORE else ""
