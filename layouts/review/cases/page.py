"""The list of cases: what it is narrowed to, how many there are, and a grid that loads as it is scrolled."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import dash_ag_grid as dag
from dash import dcc, html
from dash.development.base_component import Component

from layouts import format as fmt
from layouts.names import Names
from layouts.review.cases.ids import CasesIds
from layouts.review.parts import attributes
from layouts.review.states import empty_state
from layouts.review.view import ReviewView

BLOCK = 100
"""Rows that the grid asks for at a time."""
SORTS = {
    "reported_at": "reported",
    "filed_at": "filed",
    "due_at": "due",
    "disposed_at": "disposed",
    "ended_at": "ended",
    "age_seconds": "age",
    "counted_at": "counted",
}
"""Columns that the grid can be sorted by, and the orders of the question `cases`."""
_WIDTHS = {
    "case_id": 190,
    "what": 150,
    "where": 240,
    "department": 150,
    "source": 112,
    "stage": 124,
    "reported_at": 140,
    "filed_at": 140,
    "due_at": 140,
    "disposed_at": 140,
    "ended_at": 140,
    "age_seconds": 120,
    "late": 120,
    "marks": 220,
    "counted_at": 140,
}
_NUMERIC = {"age_seconds", "late"}


@dataclass(frozen=True, slots=True)
class Chip:
    """A condition that the list is narrowed by."""

    words: str
    without: str
    """Address of the list without it."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list as its address narrows it."""

    chips: Sequence[Chip]
    """Conditions that no control shows."""
    total: str
    """How many cases there are, in words."""
    empty: bool
    measured: bool
    """Whether it is what a measure counts, so that it has times by which it is counted."""
    export: str
    """Address of the list as CSV, of at most `most` rows."""
    most: int


def cases_page(filters: Component, listed: Listed, view: ReviewView) -> Component:
    """The page: controls, and the list; its rows come when the grid asks."""
    text = view.text
    return html.Div(
        [
            html.Div([html.H1(text("review.page.cases")), _find(view)], className="cases-head"),
            filters,
            html.Div(results(listed, view), id=CasesIds.RESULTS, className="cases-results"),
        ],
        className="cases-body",
    )


def results(listed: Listed, view: ReviewView) -> list[Component]:
    """What a change of the address replaces."""
    text = view.text
    line = html.Div(
        [
            html.Span(listed.total, id=CasesIds.TOTAL, className="total", role="status"),
            html.Div([_chip(chip, view) for chip in listed.chips], className="chips"),
            html.A(text("cases.clear"), href=view.href("cases"), className="clear"),
            _export(view, listed),
        ],
        className="cases-line",
    )
    empty = empty_state(text("cases.empty"), text("cases.empty_hint"))
    grid = empty if listed.empty else _grid(view, measured=listed.measured)
    return [line, dcc.Store(id=CasesIds.CURSORS), grid]


def total_words(answer: dict[str, Any], view: ReviewView, *, of_actions: bool) -> str:
    """How many there are, and of when."""
    key = "cases.total_actions" if of_actions else "cases.total"
    total = view.text(key, count=fmt.count(answer["total"]))
    return f"{total} · {view.text('cases.as_of', time=answer['as_of'][11:19])}"


def _chip(chip: Chip, view: ReviewView) -> Component:
    remove = view.text("cases.remove", filter=chip.words)
    return html.Span(
        [chip.words, html.A("×", href=chip.without, title=remove, **attributes(aria_label=remove))],
        className="chip",
    )


def _find(view: ReviewView) -> Component:
    text = view.text
    return html.Div(
        [
            html.Label(
                [
                    html.Span(text("cases.find"), className="sr"),
                    dcc.Input(
                        id=CasesIds.FIND,
                        type="search",
                        placeholder=text("cases.find"),
                        maxLength=64,
                        debounce=True,
                        className="find",
                    ),
                ]
            ),
            html.Button(text("cases.open"), id=CasesIds.OPEN, className="button", n_clicks=0),
        ],
        className="find-case",
    )


def _export(view: ReviewView, listed: Listed) -> Component:
    note = view.text("cases.csv_note", count=fmt.count(listed.most))
    return html.A(view.text("cases.csv"), href=listed.export, className="button", title=note, download="")


def _grid(view: ReviewView, *, measured: bool) -> Component:
    text = view.text
    shown = [name for name in _WIDTHS if measured or name != "counted_at"]
    if measured:
        # By what it is counted stands beside what it is.
        shown = ["case_id", "counted_at", *(name for name in shown if name not in ("case_id", "counted_at"))]
    columns: list[dict[str, Any]] = [
        {
            "field": name,
            "headerName": text(f"cases.column.{name}"),
            "width": _WIDTHS[name],
            "sortable": name in SORTS,
            **({"type": "rightAligned"} if name in _NUMERIC else {}),
            **({"cellRenderer": "CaseLink", "pinned": "left"} if name == "case_id" else {}),
            **({"cellRenderer": "Late"} if name == "late" else {}),
        }
        for name in shown
    ]
    grid: Component = dag.AgGrid(
        id=CasesIds.GRID,
        columnDefs=columns,
        rowModelType="infinite",
        defaultColDef={"resizable": True, "suppressMovable": True, "suppressHeaderMenuButton": True},
        dashGridOptions={
            "cacheBlockSize": BLOCK,
            # Pages follow one another by cursors, so only the next one can be asked for.
            "maxConcurrentDatasourceRequests": 1,
            "infiniteInitialRowCount": 1,
            "cacheOverflowSize": 1,
            "rowBuffer": 0,
            "rowHeight": 31,
            "headerHeight": 34,
            "enableCellTextSelection": True,
            "ensureDomOrder": True,
        },
        className="ag-theme-quartz",
        columnSize=None,
        style={"height": "100%"},
    )
    return html.Div(grid, className="cases-grid card")


def name_of_filter(option: str, value: str, names: Names) -> str:
    """A condition in words."""
    text = names.text
    if option == "polygon":
        return text("overview.draw.inside")
    said = text("report.comma").join(_value(option, part, names) for part in value.split(","))
    return text(f"cases.filter.{option}", value=said)


def _value(option: str, value: str, names: Names) -> str:
    text = names.text
    if option == "area":
        return names.area_of(value)
    if option == "class":
        return names.case_class(value)
    if option == "subclass":
        return names.subclass(value)
    if option == "source":
        return names.source(value) if f"wall.source.{value}" in text.messages else value
    if option == "stage":
        return text(f"case.stage.{value}") if f"case.stage.{value}" in text.messages else value
    if option in ("measure", "without"):
        key = f"case.measure.{value}"
        return text(key) if key in text.messages else value
    return text(f"cases.{value}") if value in ("yes", "no") else value
