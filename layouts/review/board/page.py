"""The coordination board: reasons with their counts, the list, and beside it where cases wait or one case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

import dash_ag_grid as dag
from dash import dcc, html
from dash.development.base_component import Component

from data_access.domain.coordination import Reason
from layouts import format as fmt
from layouts.review.board.choice import SINCE, BoardChoice
from layouts.review.board.focus import focus
from layouts.review.board.ids import BoardIds as B
from layouts.review.board.rows import TONES, board_row
from layouts.review.board.waits import csv_link, definition, waits
from layouts.review.filters.bar import filter_bar
from layouts.review.overview.card import heading
from layouts.review.parts import attributes
from layouts.review.states import empty_state
from layouts.review.view import ReviewView

Answer = Mapping[str, Any]
PROPERTIES = {B.GRID.value: "rowData"}
"""Properties that an answer fills where it is not the children."""
_COLUMNS = (
    ("severity", 50, "BoardPoints"),
    ("case_id", 152, "BoardCase"),
    ("what", 118, ""),
    ("where", 90, ""),
    ("reasons", 246, "BoardReasons"),
    ("waiting", 200, "BoardWaiting"),
    ("path", 112, ""),
    ("mark", 70, ""),
)


@dataclass(frozen=True, slots=True)
class BoardFigures:
    """What the page is made of."""

    board: Answer
    focused: Answer | None = None
    """The case in focus; None without one, or when it is not on the board."""
    earlier: int = 0
    """Open cases reported before those that are looked at."""
    may_mark: bool = False


def board_page(
    view: ReviewView, choice: BoardChoice, figures: BoardFigures, today: date, departments: Sequence[str]
) -> Component:
    """The page with its figures."""
    text, shown = view.text, panels(view, choice, figures)
    grid = dag.AgGrid(
        id=B.GRID,
        rowData=shown[B.GRID],
        columnDefs=[
            {
                "field": name,
                "headerName": text(f"board.column.{name}"),
                "width": width,
                "sortable": False,
                "cellDataType": False,
                **({"cellRenderer": renderer} if renderer else {"tooltipField": name}),
                **({"flex": 1, "minWidth": width} if name == "path" else {}),
            }
            for name, width, renderer in _COLUMNS
        ],
        defaultColDef={"resizable": True, "suppressMovable": True, "suppressHeaderMenuButton": True},
        dashGridOptions={
            "rowHeight": 34,
            "headerHeight": 34,
            "ensureDomOrder": True,
            "enableCellTextSelection": True,
            "localeText": {"noRowsToShow": text("board.empty")},
        },
        getRowId="params.data.case_id",
        className="ag-theme-quartz",
        columnSize=None,
        style={"height": "100%"},
    )
    main = html.Div(
        [
            html.Div(
                shown[B.TILES],
                id=B.TILES,
                className="card kpis tiles",
                role="group",
                **attributes(aria_label=text("board.reasons")),
            ),
            html.Section(
                [
                    html.Div(shown[B.LIST_NOTE], id=B.LIST_NOTE),
                    html.Div(grid, className="board-grid"),
                ],
                className="card list-card",
            ),
        ],
        className="board-main",
    )
    return html.Div(
        [
            html.H1(text("review.page.coordination"), className="sr"),
            filter_bar(view, choice.filters, today, departments),
            html.Div(shown[B.SCOPE], id=B.SCOPE, className="scope note", **attributes(aria_live="polite")),
            html.Div(
                [main, html.Aside(shown[B.SIDE], id=B.SIDE, **attributes(aria_label=text("board.side")))],
                className="board-body",
            ),
        ]
    )


def panels(view: ReviewView, choice: BoardChoice, figures: BoardFigures) -> dict[str, Any]:
    """Content of every panel by its id; of the grid its rows."""
    answer = figures.board
    return {
        B.TILES: [_tile(view, choice, answer, reason) for reason in Reason],
        B.SCOPE: _scope(view, choice, figures),
        B.LIST_NOTE: _list_head(view, choice, answer),
        B.GRID: [board_row(view, entry) for entry in answer["cases"]],
        B.SIDE: _side(view, choice, figures),
    }


def _tile(view: ReviewView, choice: BoardChoice, answer: Answer, reason: Reason) -> Component:
    """A reason with its count; a click shows its cases alone, another one all again."""
    text, count = view.text, answer["reasons"][reason.value]
    chosen = choice.reasons == (reason.value,)
    return html.Button(
        [
            html.Span(text(f"board.reason.{reason}"), className="kpi-name"),
            html.Span(
                [html.Strong(fmt.count(count)), html.Span(text("figures.cases"), className="unit")],
                className="kpi-value",
            ),
            html.Span(text(f"board.short.{reason}"), className="kpi-change note"),
        ],
        type="button",
        className=f"kpi tile {TONES[reason]} {'chosen' if chosen else ''}".rstrip(),
        title=text(f"board.definition.{reason}"),
        **attributes(
            aria_pressed="true" if chosen else "false",
            data_filter="reason",
            data_value="" if chosen else reason.value,
        ),
    )


def _scope(view: ReviewView, choice: BoardChoice, figures: BoardFigures) -> list[Component | str]:
    text, answer = view.text, figures.board
    parts: list[Component | str] = [
        html.Span(
            text(
                "board.scope",
                board=fmt.count(answer["on_board"]),
                looked=fmt.count(answer["looked_at"]),
                since=text(f"board.since.{choice.since}"),
            )
        )
    ]
    if answer["not_judged"]:
        parts.append(html.Span(text("board.not_judged", count=fmt.count(answer["not_judged"]))))
    if answer["unreadable"]:
        words = text("board.unreadable", count=fmt.count(answer["unreadable"]))
        parts.append(html.Span(words, className="bad-text"))
    if figures.earlier:
        parts.append(html.Span(text("board.earlier", count=fmt.count(figures.earlier))))
    switches = [
        html.Button(
            text(f"board.since.{name}"),
            type="button",
            className="tool chosen" if name == choice.since else "tool",
            **attributes(
                data_filter="since",
                data_value="" if name == SINCE[0] else name,
                aria_pressed="true" if name == choice.since else "false",
            ),
        )
        for name in SINCE
    ]
    parts.append(
        html.Div(
            switches, className="switches", role="group", **attributes(aria_label=text("board.reported"))
        )
    )
    return parts


def _list_head(view: ReviewView, choice: BoardChoice, answer: Answer) -> Component:
    text = view.text
    listed = len(answer["cases"])
    note = text("board.listed", total=fmt.count(answer["total"]))
    tools: list[Component] = [definition(view, "severity"), csv_link(view, "board", query(choice))]
    if answer["next"] or choice.cursor:
        first = html.Button(
            text("board.first_page"),
            type="button",
            className="tool",
            **attributes(data_filter="cursor", data_value=""),
        )
        following = html.Button(
            text("board.next_page", count=fmt.count(listed)),
            type="button",
            className="tool",
            disabled=answer["next"] is None,
            **attributes(data_filter="cursor", data_value=answer["next"] or ""),
        )
        tools = [*([first] if choice.cursor else []), following, *tools]
    return heading(text("board.list"), note, *tools)


def query(choice: BoardChoice) -> str:
    """The address's query string without its focus, for links to files."""
    given = dict(part.split("=", 1) for part in choice.filters.query().split("&") if part)
    own = {"since": choice.since if choice.since != SINCE[0] else "", "reason": ",".join(choice.reasons)}
    extra = urlencode({name: value for name, value in own.items() if value})
    return "&".join(part for part in ("&".join(f"{k}={v}" for k, v in given.items()), extra) if part)


def _side(view: ReviewView, choice: BoardChoice, figures: BoardFigures) -> list[Component]:
    text, answer = view.text, figures.board
    if not choice.focus:
        return waits(view, answer, query(choice))
    if figures.focused is not None:
        entry = {**figures.focused, "as_of": answer["as_of"]}
        return focus(view, entry, may_mark=figures.may_mark)
    close = html.Button(
        text("overview.close"), className="button", type="button", **attributes(data_focus="")
    )
    case = dcc.Link(text("board.open_case"), href=view.href(f"case/{choice.focus}"), className="button")
    gone = empty_state(text("board.gone"), text("board.gone_hint", case=choice.focus), close, case)
    return [html.Div(gone, className="card")]
