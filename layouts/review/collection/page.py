"""Quality of collection: figures of all, every team or area, and beside them how to read or one of them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import dash_ag_grid as dag
from dash import dcc, html
from dash.development.base_component import Component

from layouts import format as fmt
from layouts.review.collection.choice import BYS, ONLY, CollectionChoice
from layouts.review.collection.focus import cases_query, focus
from layouts.review.collection.ids import CollectionIds as Q
from layouts.review.collection.rows import DRIFTS, SHARES, group_row, interval, is_beyond
from layouts.review.filters.bar import filter_bar
from layouts.review.filters.words import days_words, name_of
from layouts.review.overview.card import heading
from layouts.review.parts import attributes
from layouts.review.view import ReviewView

Answer = Mapping[str, Any]
PROPERTIES = {Q.GRID.value: "rowData"}
_WIDTHS = {"name": 150, "town": 90, "reported": 76, "cover": 96} | dict.fromkeys((*SHARES, *DRIFTS), 122)


def collection_page(
    view: ReviewView, choice: CollectionChoice, answer: Answer, today: date, departments: Sequence[str]
) -> Component:
    """The page with its figures."""
    text, shown = view.text, panels(view, choice, answer)
    main = html.Div(
        [
            html.Div(
                shown[Q.TILES],
                id=Q.TILES,
                className="card kpis tiles",
                role="group",
                **attributes(aria_label=text("quality.whole")),
            ),
            html.Section(
                [
                    html.Div(shown[Q.NOTE], id=Q.NOTE),
                    html.Div(_grid(view, shown[Q.GRID]), className="board-grid"),
                ],
                className="card list-card",
            ),
        ],
        className="board-main",
    )
    return html.Div(
        [
            html.H1(text("review.page.quality"), className="sr"),
            filter_bar(view, choice.filters, today, departments),
            html.Div(shown[Q.SCOPE], id=Q.SCOPE, className="scope note", **attributes(aria_live="polite")),
            html.Div(
                [
                    main,
                    html.Aside(shown[Q.SIDE], id=Q.SIDE, **attributes(aria_label=text("quality.side_name"))),
                ],
                className="board-body",
            ),
        ]
    )


def _grid(view: ReviewView, rows: list[dict[str, Any]]) -> Component:
    text = view.text
    columns: list[dict[str, Any]] = []
    for name in ("name", "town", "reported", *SHARES, *DRIFTS, "cover"):
        column: dict[str, Any] = {
            "field": name,
            "headerName": text(f"quality.column.{name}"),
            "headerTooltip": text(f"quality.definition.{name}"),
            "width": _WIDTHS[name],
            "cellDataType": False,
            **({"flex": 1, "minWidth": _WIDTHS[name]} if name in SHARES or name in DRIFTS else {}),
        }
        if name == "name":
            column |= {"cellRenderer": "QualityName", "pinned": "left"}
        elif name in SHARES or name in DRIFTS:
            column |= {"cellRenderer": "QualityShare", "comparator": {"function": "byShare"}}
        elif name == "reported":
            column |= {"type": "rightAligned", "valueFormatter": {"function": "d3.format(',')(params.value)"}}
        elif name == "cover":
            column |= {"type": "rightAligned", "comparator": {"function": "byCover"}}
        columns.append(column)
    grid: Component = dag.AgGrid(
        id=Q.GRID,
        rowData=rows,
        columnDefs=columns,
        defaultColDef={
            "resizable": True,
            "sortable": True,
            "suppressMovable": True,
            "suppressHeaderMenuButton": True,
            "sortingOrder": ["desc", "asc", None],
        },
        dashGridOptions={
            "rowHeight": 38,
            "headerHeight": 34,
            "ensureDomOrder": True,
            "tooltipShowDelay": 400,
            "localeText": {"noRowsToShow": text("quality.empty")},
        },
        getRowId="params.data.code",
        className="ag-theme-quartz",
        columnSize=None,
        style={"height": "100%"},
    )
    return grid


def panels(view: ReviewView, choice: CollectionChoice, answer: Answer) -> dict[str, Any]:
    """Content of every panel by its id; of the grid its rows."""
    groups = listed(choice, answer)
    return {
        Q.TILES: _tiles(view, choice, answer),
        Q.SCOPE: _scope(view, choice, answer),
        Q.NOTE: _head(view, choice, answer, len(groups)),
        Q.GRID: [group_row(view, entry) for entry in groups],
        Q.SIDE: _side(view, choice, answer),
    }


def listed(choice: CollectionChoice, answer: Answer) -> list[Answer]:
    """The teams or areas that the address asks for."""
    groups: list[Answer] = list(answer["groups"])
    if choice.only == "drift":
        return [one for one in groups if any(is_beyond(one[name]) for name in DRIFTS)]
    if choice.only == "unpatrolled":
        return [one for one in groups if one["reported_count"] == 0]
    return groups


def _tiles(view: ReviewView, choice: CollectionChoice, answer: Answer) -> list[Component]:
    text, whole = view.text, answer["whole"]
    tiles = [
        _tile(
            view,
            choice,
            answer,
            "reported",
            fmt.count(whole["reported_count"]),
            text("figures.cases"),
            text("quality.of_collectors"),
        )
    ]
    for name in SHARES:
        share = whole[name]
        value = fmt.points(share["value"]) if share["value"] is not None else text("unit.no_data")
        below = interval(view, share) if share["value"] is not None else ""
        unit = "%" if share["value"] is not None else ""
        tiles.append(_tile(view, choice, answer, name, value, unit, below))
    cover = whole["cover"]
    without = cover["denominator"] - cover["numerator"]
    value = fmt.points(cover["value"]) if cover["value"] is not None else text("unit.no_data")
    tiles.append(
        html.Div(
            [
                html.Div(text("quality.column.cover"), className="kpi-name"),
                html.Div([html.Strong(value), html.Span("%", className="unit")], className="kpi-value"),
                dcc.Link(
                    text("quality.without_patrol", count=fmt.count(without)),
                    href=view.href("quality", _unpatrolled(choice)),
                    className="kpi-change",
                ),
            ],
            className="kpi plain-tile",
            title=text("quality.definition.cover"),
        )
    )
    return tiles


def _unpatrolled(choice: CollectionChoice) -> str:
    return CollectionChoice(choice.filters, "grid", "unpatrolled").query()


def _tile(
    view: ReviewView,
    choice: CollectionChoice,
    answer: Answer,
    name: str,
    value: str,
    unit: str,
    below: str,
) -> Component:
    text = view.text
    return html.Div(
        [
            html.Div(text(f"quality.column.{name}"), className="kpi-name"),
            dcc.Link(
                [html.Strong(value), html.Span(unit, className="unit")],
                href=view.href("cases", cases_query(choice, answer, name)),
                className="kpi-value",
                title=text("quality.to_cases"),
            ),
            html.Div(below, className="kpi-change note"),
        ],
        className="kpi plain-tile",
        title=text(f"quality.definition.{name}"),
    )


def _scope(view: ReviewView, choice: CollectionChoice, answer: Answer) -> list[Component]:
    text = view.text
    drifting = sum(any(is_beyond(one[name]) for name in DRIFTS) for one in answer["groups"])
    parts: list[Component] = [
        html.Span(days_words(text, choice.filters.days)),
        html.Span(
            text(
                "quality.scope",
                groups=fmt.count(len(answer["groups"])),
                by=text(f"quality.by.{choice.by}"),
                drifting=fmt.count(drifting),
            )
        ),
    ]
    switches = [_switch(view, "by", name, choice.by, BYS[0]) for name in BYS]
    parts.append(
        html.Div(switches, className="switches", role="group", **attributes(aria_label=text("quality.whose")))
    )
    return parts


def _switch(view: ReviewView, group: str, name: str, chosen: str, standard: str) -> Component:
    return html.Button(
        view.text(f"quality.{group}.{name}"),
        type="button",
        className="tool chosen" if name == chosen else "tool",
        **attributes(
            data_filter=group,
            data_value="" if name == standard else name,
            aria_pressed="true" if name == chosen else "false",
        ),
    )


def _head(view: ReviewView, choice: CollectionChoice, answer: Answer, count: int) -> Component:
    text = view.text
    words = text("quality.csv")
    csv = html.A(
        "CSV",
        href=f"/review/csv/quality.csv?{choice.query()}",
        className="tool",
        title=words,
        download="quality.csv",
        **attributes(aria_label=words),
    )
    note = text("quality.listed", count=fmt.count(count), least=answer["least_cases"])
    only = [_switch(view, "only", name, choice.only, ONLY[0]) for name in ONLY]
    return heading(text(f"quality.by.{choice.by}"), note, *only, _how(view, answer), csv)


def _side(view: ReviewView, choice: CollectionChoice, answer: Answer) -> list[Component]:
    entry = next((one for one in answer["groups"] if one["code"] == choice.focus), None)
    if choice.focus and entry is not None:
        return focus(view, choice, answer, entry)
    return []


def _how(view: ReviewView, answer: Answer) -> Component:
    """How to read the list, to be opened: the definitions of its columns."""
    text = view.text
    trivial = [name_of(view.city, text, "subclass", code) for code in answer["trivial"]]
    joined = ("、" if text.language == "zh" else ", ").join(trivial) or text("quality.none_trivial")
    lines: list[Component] = [html.P(text("quality.how_to"))]
    for name in (*SHARES, *DRIFTS, "cover"):
        words: list[Component | str] = [
            html.B(text(f"quality.column.{name}")),
            " ",
            text(f"quality.definition.{name}"),
        ]
        lines.append(html.P(words))
    lines.append(html.P(text("quality.trivial_list", names=joined)))
    return html.Details(
        [html.Summary(text("quality.how")), html.Div(lines, className="definition")], className="popup"
    )
