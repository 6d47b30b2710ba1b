"""The case in focus beside the board: why it is there, who had it for how long, and its mark."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from data_access.domain.coordination import LONGEST_NOTE, MarkState, following
from layouts import format as fmt
from layouts.review.board.ids import BoardIds
from layouts.review.board.rows import TONES, kind_words, place_words
from layouts.review.parts import attributes
from layouts.review.view import ReviewView

Entry = Mapping[str, Any]


def focus(view: ReviewView, entry: Entry, *, may_mark: bool) -> list[Component]:
    """The side about one case of the board; the form only for those who may mark."""
    text = view.text
    return [
        html.Section(
            [
                html.Div(
                    [
                        html.H2(kind_words(view, entry)),
                        html.Button(
                            text("overview.close"),
                            className="quiet",
                            type="button",
                            **attributes(data_focus=""),
                        ),
                    ],
                    className="drawer-head",
                ),
                html.P(f"{entry['case_id']} · {place_words(view, entry)}", className="note"),
                html.Ul([_reason(view, entry, reason) for reason in entry["reasons"]], className="why"),
                html.H3(text("board.path")),
                _path(view, entry),
                html.H3(text("board.mark")),
                _trail(view, entry),
                *([_form(view, entry)] if may_mark else []),
                html.Div(
                    dcc.Link(
                        text("board.open_case"),
                        href=view.href(f"case/{quote(entry['case_id'], safe='')}"),
                        className="button",
                    ),
                    className="drawer-actions",
                ),
            ],
            className="card focus",
        )
    ]


def _reason(view: ReviewView, entry: Entry, reason: str) -> Component:
    text = view.text
    values = {
        "returns": entry["return_count"],
        "waiting": fmt.age(text, entry["waiting_seconds"]),
        "usual": fmt.age(text, entry["usual_seconds"]),
        "leg": "" if entry["leg"] is None else text(f"board.leg.{entry['leg']}"),
        "near": "、".join(town["name"] for town in entry["neighbours"])
        if text.language == "zh"
        else ", ".join(town["name"] for town in entry["neighbours"]),
    }
    return html.Li(
        [
            html.Span(text(f"board.reason.{reason}"), className=f"badge {TONES[reason]}"),
            html.Span(text(f"board.because.{reason}", **values)),
        ]
    )


def _path(view: ReviewView, entry: Entry) -> Component:
    text, path = view.text, entry["path"]
    if path is None:
        return html.P(text("board.path_unknown"), className="note")
    if not path:
        return html.P(text("board.path_none"), className="note")
    lengths = [_seconds(stint["from"], stint["to"] or entry["as_of"]) for stint in path]
    most = max(*lengths, 1.0)
    return html.Ol(
        [
            html.Li(
                [
                    html.Div(
                        [
                            html.B(stint["department"] or text("board.nobody")),
                            html.Span(fmt.age(text, length)),
                        ],
                        className="stint-head",
                    ),
                    html.Div(html.I(style={"width": f"{100 * length / most:.1f}%"}), className="stint-bar"),
                    html.Span(
                        f"{stint['from'][5:16].replace('T', ' ')} – "
                        + (stint["to"][5:16].replace("T", " ") if stint["to"] else text("board.still_there")),
                        className="note",
                    ),
                ],
                className="still" if stint["to"] is None else "",
            )
            for stint, length in zip(path, lengths, strict=True)
        ],
        className="stints",
    )


def _seconds(start: str, end: str) -> float:
    return max(0.0, (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds())


def _trail(view: ReviewView, entry: Entry) -> Component:
    text, mark = view.text, entry["mark"]
    if mark is None:
        return html.P(text("board.not_raised"), className="note")
    return html.Ol(
        [
            html.Li(
                [
                    html.Div(
                        [
                            html.B(text(f"board.state.{one['state']}")),
                            html.Span(f"{one['by']} · {one['at'][:16].replace('T', ' ')}", className="note"),
                        ],
                        className="stint-head",
                    ),
                    html.P(one["note"]),
                ]
            )
            for one in mark["trail"]
        ],
        className="trail",
    )


def _form(view: ReviewView, entry: Entry) -> Component:
    text, mark = view.text, entry["mark"]
    states = following(None if mark is None else MarkState(mark["state"]))
    seen = 0 if mark is None else len(mark["trail"])
    return html.Div(
        [
            dcc.Store(id=BoardIds.MARK_SEEN, data={"case": entry["case_id"], "seen": seen}),
            dmc.Textarea(
                id=BoardIds.NOTE,
                label=text("board.note"),
                placeholder=text("board.note_hint"),
                attributes={"input": {"maxLength": LONGEST_NOTE}},
                autosize=True,
                minRows=2,
                maxRows=6,
            ),
            html.Div(
                [
                    dmc.Select(
                        id=BoardIds.MARK_STATE,
                        value=states[0].value,
                        data=[{"value": one.value, "label": text(f"board.act.{one}")} for one in states],
                        allowDeselect=False,
                        w=150,
                        size="sm",
                        attributes={"input": {"aria-label": text("board.mark")}},
                    ),
                    html.Button(
                        text("board.save"),
                        id=BoardIds.MARK,
                        className="button primary",
                        n_clicks=0,
                        type="button",
                    ),
                ],
                className="drawer-actions",
            ),
            html.P("", id=BoardIds.MARK_PROBLEM, className="bad-text", role="alert"),
        ],
        className="mark-form",
    )
