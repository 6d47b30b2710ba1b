"""The controls above the list of cases; the address has them under the names of the question's options."""

from collections.abc import Mapping, Sequence

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from layouts.review.cases.ids import CasesIds, control
from layouts.review.filters.bar import chip, choices_of, plain, several
from layouts.review.filters.chosen import PARTS
from layouts.review.view import ReviewView

STATES = ("open", "overdue", "due-soon", "urgent", "suspended", "returned", "reworked")
"""Options of the question `cases` that ask for a state; the control holds those that must be so."""


def cases_filters(
    view: ReviewView, given: Mapping[str, str], last: str, departments: Sequence[str]
) -> Component:
    """The controls as the address fills them; `last` is the last day of its period, "" without one."""
    text = view.text
    days = [given.get("from", "")[:10] or None, last or None]
    states = [name for name in STATES if given.get(name) == "yes"]
    return html.Div(
        [
            chip(
                text("cases.days"),
                dmc.DatePickerInput(
                    id=CasesIds.DAYS,
                    type="range",
                    value=days,
                    valueFormat="YYYY-MM-DD",
                    allowSingleDateInRange=True,
                    clearable=True,
                    placeholder=text("cases.any_time"),
                    variant="unstyled",
                    size="sm",
                    w=216,
                    firstDayOfWeek=1,
                    attributes={"input": {"aria-label": text("cases.days")}},
                ),
            ),
            chip(
                text("cases.state"),
                dmc.MultiSelect(
                    id=CasesIds.STATES,
                    value=states,
                    data=[{"value": name, "label": text(f"cases.state_{name}")} for name in STATES],
                    placeholder=text("filters.all"),
                    **plain(text("cases.state"), 74),
                ),
                "part",
            ),
            *(_part(view, name, given, departments) for name in PARTS),
            dcc.Store(id=CasesIds.DONE),
        ],
        className="filters",
        role="search",
    )


def _part(view: ReviewView, name: str, given: Mapping[str, str], departments: Sequence[str]) -> Component:
    chosen = given[name].split(",") if given.get(name) else []
    return several(view, control(name), name, chosen, choices_of(view, name, chosen, departments))
