"""Wires of the list of cases: the address says what it holds, the grid asks for one page after the other."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from dash import ClientsideFunction, Dash, Input, Output, State, no_update
from dash.development.base_component import Component

from callbacks.review.departments import departments_of
from callbacks.review.desk import Desk, Desks
from callbacks.review.page import Address, Page
from data_access.domain.measures import ACTION_TIMES, MEASURES
from layouts.names import Names
from layouts.review.cases.filters import cases_filters
from layouts.review.cases.ids import CONTROLS, CasesIds
from layouts.review.cases.page import (
    BLOCK,
    SORTS,
    Chip,
    Listed,
    cases_page,
    name_of_filter,
    results,
    total_words,
)
from layouts.review.cases.rows import grid_row
from layouts.review.ids import Ids, searched
from layouts.review.view import PREFIX

FILTERS = (
    *(
        "measure",
        "without",
        "evaluated",
        "from",
        "to",
        "area",
        "class",
        "subclass",
        "source",
        "department",
        "stage",
    ),
    *("team", "polygon"),
    *("open", "overdue", "due-soon", "urgent", "suspended", "returned", "reworked"),
)
"""Options of the question `cases` that narrow the list; they stand in the address under their own names."""
_GO_TOGETHER = {"measure": ("measure", "without")}
"""Conditions that make no sense without another one, which goes with it."""
MOST_EXPORTED = 50_000
_LONGEST_PAGE = 500


def render(desk: Desk, address: Address) -> Component:
    """The page of an address. Raises BadFilter."""
    given = filters_of(address)
    # First, so that a wrong filter is told before its controls are made.
    listed = listed_of(desk, given)
    departments = departments_of(desk, _recent(desk))
    filters = cases_filters(desk.view, given, _last_day(given), departments)
    return cases_page(filters, listed, desk.view)


def listed_of(desk: Desk, given: Mapping[str, str]) -> Listed:
    """The list that the address narrows; asks for one case only, so that a wrong filter is told at once."""
    view = desk.view
    answer = desk.ask("cases", {**given, "limit": "1"})
    names = Names(view.text, view.city)
    chips = [
        Chip(
            name_of_filter(name, value, names),
            view.href("cases", _query(given, *_GO_TOGETHER.get(name, (name,)))),
        )
        for name, value in given.items()
        if name in ("measure", "without", "evaluated", "polygon") or value == "no"
    ]
    return Listed(
        chips,
        total_words(answer, view, of_actions=_is_of_actions(given)),
        empty=not answer["total"],
        measured=_is_timed(given),
        export=f"{PREFIX}csv/cases.csv?{_query({**given, 'lang': view.text.language})}",
        most=MOST_EXPORTED,
    )


def register(app: Dash, desks: Desks) -> None:
    """Connect the grid and the field that opens a case by its number."""

    @app.callback(
        Output(CasesIds.GRID, "getRowsResponse"),
        Output(CasesIds.CURSORS, "data"),
        Output(CasesIds.TOTAL, "children"),
        Input(CasesIds.GRID, "getRowsRequest"),
        State(CasesIds.CURSORS, "data"),
        State(Ids.URL, "search"),
    )
    def _rows(
        request: Mapping[str, Any] | None, cursors: Mapping[str, Any] | None, search: str | None
    ) -> Any:
        if not request:
            return no_update, no_update, no_update
        return rows_of(desks(search), Address("cases", search=search or ""), request, cursors or {})

    @app.callback(
        Output(CasesIds.RESULTS, "children"),
        Input(searched("cases"), "data"),
        prevent_initial_call=True,
    )
    def _results(search: str | None) -> Any:
        desk = desks(search)
        return results(listed_of(desk, filters_of(Address("cases", search=search or ""))), desk.view)

    app.clientside_callback(
        ClientsideFunction("review", "casesFilter"),
        Output(Ids.URL, "search", allow_duplicate=True),
        *(Input(control, "value") for control in CONTROLS),
        State(Ids.URL, "search"),
        State(Ids.URL, "pathname"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("review", "showCasesFilters"),
        Output(CasesIds.DONE, "data"),
        Input(searched("cases"), "data"),
        *(State(control, "value") for control in CONTROLS),
        prevent_initial_call=True,
    )

    @app.callback(
        Output(Ids.URL, "href"),
        Input(CasesIds.OPEN, "n_clicks"),
        Input(CasesIds.FIND, "n_submit"),
        State(CasesIds.FIND, "value"),
        State(Ids.URL, "search"),
        prevent_initial_call=True,
    )
    def _open(clicks: int | None, submits: int | None, number: str | None, search: str | None) -> Any:
        wanted = (number or "").strip()
        if not wanted or not (clicks or submits):
            return no_update
        return desks(search).view.href(f"case/{quote(wanted, safe='')}")


def filters_of(address: Address) -> dict[str, str]:
    """What the address narrows the list to, in a fixed order."""
    given = address.parameters
    return {name: given[name] for name in FILTERS if given.get(name)}


def rows_of(
    desk: Desk, address: Address, request: Mapping[str, Any], cursors: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any], str]:
    """Rows for the grid, the cursors known by now, and how many rows there are in all."""
    given = filters_of(address)
    options = {**given, **_sorting(request), "limit": str(BLOCK)}
    start = int(request["startRow"])
    of_list = urlencode(options)
    known = dict(cursors.get("after", {})) if cursors.get("list") == of_list and start else {}
    if start:
        # Without it the list is another one by now: the grid begins again from its first row.
        options["cursor"] = known.get(str(start), "")
        if not options["cursor"]:
            return {"rowData": [], "rowCount": start}, {"list": of_list, "after": known}, ""
    answer = desk.ask("cases", options)
    names = Names(desk.view.text, desk.view.city)
    rows = [grid_row(entry, names, desk.view) for entry in answer["cases"]]
    end = start + len(rows)
    if answer["next"]:
        known[str(end)] = answer["next"]
    response = {"rowData": rows, "rowCount": None if answer["next"] else end}
    words = total_words(answer, desk.view, of_actions=_is_of_actions(given))
    return response, {"list": of_list, "after": known}, words


def exported(desk: Desk, address: Address) -> Iterator[list[dict[str, Any]]]:
    """The entries of the list, page by page, at most MOST_EXPORTED of them."""
    options: dict[str, str | None] = {**filters_of(address), "limit": str(_LONGEST_PAGE)}
    left = MOST_EXPORTED
    while left > 0:
        answer = desk.ask("cases", options)
        yield answer["cases"][:left]
        left -= len(answer["cases"])
        if not answer["next"]:
            return
        options["cursor"] = answer["next"]


def _sorting(request: Mapping[str, Any]) -> dict[str, str]:
    model = request.get("sortModel") or []
    if not model or model[0].get("colId") not in SORTS:
        return {}
    return {"sort": SORTS[model[0]["colId"]], "order": "asc" if model[0].get("sort") == "asc" else "desc"}


def _last_day(given: Mapping[str, str]) -> str:
    """Last day of the period: `to` is the first moment behind it."""
    end = given.get("to", "")
    try:
        behind = date.fromisoformat(end)
    except ValueError:
        return end[:10]
    return (behind - timedelta(days=1)).isoformat()


def _recent(desk: Desk) -> dict[str, str | None]:
    """The time whose departments are offered: a year."""
    today = desk.today
    return {"from": (today - timedelta(days=365)).isoformat(), "to": None}


def _query(given: Mapping[str, str], *without: str) -> str:
    return urlencode({name: value for name, value in given.items() if name not in without})


def _is_timed(given: Mapping[str, str]) -> bool:
    measure = MEASURES.get(given.get("measure", ""))
    return measure is not None and measure.time is not None


def _is_of_actions(given: Mapping[str, str]) -> bool:
    measure = MEASURES.get(given.get("measure", ""))
    return measure is not None and measure.time in ACTION_TIMES


PAGE = Page("cases", "cases", render, register, libraries=("dash_ag_grid",))
