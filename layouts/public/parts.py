"""Small parts that public pages are made of."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from layouts.public.address import Place
from layouts.review.parts import attributes


def link(words: Any, place: Place, *, className: str = "", title: str | None = None) -> Component:
    """A link to another public page, which Dash opens without loading the document again."""
    found: Component = dcc.Link(words, href=place.href, className=className, title=title)
    return found


def card(
    identity: str, title: Any, children: Sequence[Any], *, note: Any = None, className: str = ""
) -> Component:
    """A part of a page under a heading, which names it."""
    return html.Section(
        [html.H2(title, id=f"{identity}-title"), html.P(note, className="note") if note else None, *children],
        className=f"card {identity} {className}".strip(),
        **attributes(aria_labelledby=f"{identity}-title"),
    )


def table(
    caption: str, heads: Sequence[Any], rows: Sequence[Sequence[Any]], *, className: str = "", words: int = 1
) -> Component:
    """A table whose first column names the rows; the first `words` columns are words, the others figures.

    It can be scrolled sideways where it is too wide for the screen, with the keyboard too.
    """
    head = html.Tr(
        [html.Th(h, scope="col", className="word" if at < words else "") for at, h in enumerate(heads)]
    )
    body = [
        html.Tr(
            [
                html.Th(cell, scope="row", className="word")
                if at == 0
                else html.Td(cell, className="word" if at < words else "")
                for at, cell in enumerate(row)
            ]
        )
        for row in rows
    ]
    return html.Div(
        html.Table(
            [html.Caption(caption, className="sr"), html.Thead(head), html.Tbody(body)],
            className=f"figures {className}".strip(),
        ),
        className="sideways",
        role="group",
        tabIndex=0,
        **attributes(aria_label=caption),
    )


def behind(summary: str, children: Sequence[Any], *, className: str = "") -> Component:
    """Something that opens on demand, without scripts."""
    return html.Details([html.Summary(summary), *children], className=f"more {className}".strip())


def empty(title: str, hint: str) -> Component:
    """Nothing to show, and why."""
    return html.Div([html.Strong(title), html.P(hint)], className="empty", role="status")
