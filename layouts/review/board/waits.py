"""Where cases wait: steps and departments, how long they take and what lies there now."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from dash import dcc, html
from dash.development.base_component import Component

from layouts import format as fmt
from layouts.review.overview.card import heading
from layouts.review.parts import attributes
from layouts.review.view import ReviewView

Answer = Mapping[str, Any]
_MOST = 14
"""Departments shown; the file has all."""


def waits(view: ReviewView, answer: Answer, query: str) -> list[Component]:
    """The two cards; `query` is the address's, for their files."""
    text = view.text
    return [
        html.Section(
            [
                heading(
                    text("board.legs"),
                    text("board.past", days=answer["past"]["days"]),
                    definition(view, "legs"),
                    csv_link(view, "board-legs", query),
                ),
                _legs(view, answer),
            ],
            className="card",
        ),
        html.Section(
            [
                heading(
                    text("board.departments"),
                    "",
                    definition(view, "departments"),
                    csv_link(view, "board-departments", query),
                ),
                _departments(view, answer["departments"]),
            ],
            className="card",
        ),
    ]


def definition(view: ReviewView, name: str) -> Component:
    """How the figures of a card are defined, to be opened."""
    lines = [html.P(line) for line in view.text(f"board.definition.{name}").split("\n")]
    return html.Details(
        [html.Summary(view.text("overview.definition")), html.Div(lines, className="definition")],
        className="popup",
    )


def csv_link(view: ReviewView, name: str, query: str) -> Component:
    """Link to the figures of a card as a file."""
    words = view.text("board.csv", what=view.text(f"board.file.{name}"))
    return html.A(
        "CSV",
        href=f"/review/csv/{name}.csv?{query}",
        className="tool",
        title=words,
        download=f"{name}.csv",
        **attributes(aria_label=words),
    )


def _legs(view: ReviewView, answer: Answer) -> Component:
    text = view.text
    most = max((leg["waiting_count"] for leg in answer["legs"]), default=0) or 1
    days = {"from": answer["past"]["from"], "to": answer["past"]["to"]}
    rows = [
        html.Tr(
            [
                html.Th(
                    dcc.Link(
                        text(f"board.leg.{leg['leg']}"),
                        href=view.href("cases", urlencode({"measure": leg["measure"], **days})),
                        title=text("board.finished", count=fmt.count(leg["count"])),
                    ),
                    scope="row",
                ),
                html.Td(_bar(leg["waiting_count"], most), className="bars"),
                html.Td(fmt.age(text, leg["waiting_seconds_median"])),
                html.Td(fmt.age(text, leg["seconds_median"])),
                html.Td(fmt.age(text, leg["seconds_p90"])),
            ]
        )
        for leg in answer["legs"]
    ]
    return _table(view, "legs", ("leg", "waiting", "waited", "median", "p90"), rows)


def _departments(view: ReviewView, departments: Sequence[Answer]) -> Component:
    text = view.text
    most = max((one["waiting_count"] for one in departments), default=0) or 1
    rows = []
    for one in departments[:_MOST]:
        name = one["name"]
        label: Component | str = text("board.nobody")
        if name:
            label = html.Button(
                name,
                type="button",
                className="town",
                title=name,
                **attributes(data_filter="department", data_value=name),
            )
        overdue = one["overdue_count"]
        rows.append(
            html.Tr(
                [
                    html.Th(label, scope="row"),
                    html.Td(_bar(one["waiting_count"], most), className="bars"),
                    html.Td(fmt.overdue_count(overdue), className="bad-text" if overdue else "note"),
                    html.Td(fmt.short_age(text, one["seconds_median"])),
                    html.Td(fmt.short_age(text, one["seconds_p90"])),
                ]
            )
        )
    return _table(view, "departments", ("department", "waiting", "overdue", "median", "p90"), rows)


def _table(view: ReviewView, name: str, heads: Sequence[str], rows: Sequence[Component]) -> Component:
    text = view.text
    if not rows:
        return html.P(text("board.nothing_waits"), className="note empty-note")
    return html.Table(
        [
            html.Caption(text(f"board.{name}"), className="sr"),
            html.Thead(html.Tr([html.Th(text(f"board.head.{head}"), scope="col") for head in heads])),
            html.Tbody(rows),
        ],
        className=f"figures waits {name}",
    )


def _bar(count: int, most: int) -> Component:
    bar = html.I(style={"width": f"calc((100% - 44px) * {count / most:.4f})"})
    return html.Div([bar, html.Span(fmt.count(count))], className="bar-cell")
