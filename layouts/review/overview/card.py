"""A card of the overview: a heading, what it shows, and behind it its table, definition and download."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from layouts.definitions import definition_words
from layouts.review.figures import indicator_name
from layouts.review.parts import attributes
from layouts.text import Text


def heading(title: str, note: str = "", *more: Component) -> Component:
    """Heading, what qualifies it, and the controls at its right."""
    return html.Div(
        [html.H2(title), html.Span(note, className="note"), html.Div(list(more), className="card-tools")],
        className="card-head",
    )


def definition(text: Text, *names: str) -> Component:
    """How the figures of a card are computed, to be opened."""
    parts: list[Component] = []
    for name in names:
        parts.append(html.Dt(indicator_name(text, name)))
        parts += [html.Dd(line) for line in definition_words(text, name)]
    return html.Details(
        [html.Summary(text("overview.definition")), html.Dl(parts, className="definition")],
        className="popup",
    )


def table_behind(text: Text, caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Component:
    """The figures of a chart as a table, to be opened; the first column names the row."""
    table = html.Table(
        [
            html.Caption(caption, className="sr"),
            html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
            html.Tbody(
                [
                    html.Tr([html.Th(row[0], scope="row"), *(html.Td(cell) for cell in row[1:])])
                    for row in rows
                ]
            ),
        ],
        className="figures",
    )
    return html.Details(
        [
            html.Summary(text("overview.table")),
            html.Div(table, className="scroll", tabIndex=0, role="region", **attributes(aria_label=caption)),
        ],
        className="popup wide",
    )


def picture(text: Text, name: str) -> Component:
    """Button that saves its card as a picture; browser code draws it."""
    return html.Button(
        "PNG", className="tool", type="button", title=text("overview.png"), **attributes(data_png=name)
    )


def download(text: Text, name: str, query: str) -> Component:
    """Link to the figures of a card as a file; `query` is the address's, without "?"."""
    return html.A(
        "CSV",
        href=f"/review/csv/{name}.csv?{query}",
        className="tool",
        title=text("overview.csv"),
        download=f"{name}.csv",
    )
