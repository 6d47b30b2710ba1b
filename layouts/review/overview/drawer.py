"""The slot beside the page: whatever explains the town in focus; empty without one.

What explains it is given as `about`; a page without an explanation yet shows the town's figures.
"""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from layouts.names import indicator_name
from layouts.review.figures import changed, value_of, whole
from layouts.review.filters.words import basis_words
from layouts.review.overview.choice import KPIS, Choice
from layouts.review.overview.towns import Town
from layouts.review.parts import attributes
from layouts.review.view import ReviewView


def drawer(
    view: ReviewView, choice: Choice, rows: Sequence[Town], about: Sequence[Component] = ()
) -> list[Component]:
    """Content of the slot for the town in focus; nothing when the address names none that is shown."""
    text = view.text
    row = next((row for row in rows if row.area.code == choice.focus), None)
    if row is None:
        return []
    name = row.area.name(text.language, short=False)
    return [
        html.Div(
            [
                html.H2(name),
                html.Button(
                    text("overview.close"), className="quiet", type="button", **attributes(data_focus="")
                ),
            ],
            className="drawer-head",
        ),
        *(about or [_figures(view, choice, row)]),
        html.Div(
            html.Button(
                text("overview.filter_by", name=row.area.name(text.language)),
                className="button primary",
                type="button",
                **attributes(data_filter="area", data_value=row.area.code),
            ),
            className="drawer-actions",
        ),
    ]


def _figures(view: ReviewView, choice: Choice, row: Town) -> Component:
    text = view.text
    before = row.entry.get("comparison", {})
    basis = basis_words(text, choice.filters)
    lines = []
    for name in KPIS:
        value, earlier = value_of(row.entry, name), value_of(before, name)
        change = changed(text, name, value, earlier)
        judged = f"{change.judged}-text" if change is not None and change.judged else ""
        lines.append(
            html.Tr(
                [
                    html.Th(indicator_name(text, name), scope="row"),
                    html.Td(whole(text, name, value)),
                    html.Td("" if earlier is None else whole(text, name, earlier), className="note"),
                    html.Td("" if change is None else change.text, className=judged),
                ]
            )
        )
    heads = (text("overview.now_short"), basis, text("overview.change"))
    return html.Table(
        [
            html.Thead(html.Tr([html.Td(), *(html.Th(head, scope="col") for head in heads)])),
            html.Tbody(lines),
        ],
        className="figures",
    )
