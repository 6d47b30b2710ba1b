"""The page of one case: what it is, what was done, its clock, its place, and where it counts."""

from enum import StrEnum
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from layouts import format as fmt
from layouts.names import Names
from layouts.review.case.clock import clock_card
from layouts.review.case.counted import counted_card
from layouts.review.case.parts import Case, card, moment, span_words, stage_badge
from layouts.review.case.place import Outlines, place_card
from layouts.review.case.timeline import timeline
from layouts.review.view import ReviewView


class CaseIds(StrEnum):
    """Components that callbacks of the page reach."""

    PRIVATE = "case-private"
    """Where description and reporter appear."""
    SHOW_PRIVATE = "case-show-private"
    CASE_ID = "case-id"
    """Store: id of the case."""


def case_page(case: Case, view: ReviewView, outlines: Outlines) -> Component:
    """The page; `case` is the answer of `query case` without what is private, `outlines`: of its areas."""
    names, text = Names(view.text, view.city), view.text
    back = dcc.Link(text("case.to_list"), href=view.href("cases"), className="button")
    if not case["complete"]:
        title = html.H1(case["case_id"])
        note = html.P(text("case.incomplete"), className="note")
        return html.Div([html.Div([title, note, back], className="case-head"), timeline(case, text)])
    return html.Div(
        [
            dcc.Store(id=CaseIds.CASE_ID, data=case["case_id"]),
            _head(case, names, back),
            html.Div(
                [
                    html.Div([timeline(case, text), counted_card(case, names)], className="case-main"),
                    html.Div(
                        [
                            clock_card(case, text),
                            place_card(case, names, outlines),
                            _facts(case, names),
                            _private(view),
                        ],
                        className="case-side",
                    ),
                ],
                className="case-columns",
            ),
        ]
    )


def private_words(case: Case, view: ReviewView) -> Component:
    """Description and reporter, for those who asked to see them; `case` is the private answer."""
    text = view.text
    return html.Dl(
        [
            part
            for name in ("description", "reporter")
            for part in (
                html.Dt(text(f"case.private_{name}")),
                html.Dd(case.get(name) or text("case.not_given")),
            )
        ]
    )


def _head(case: Case, names: Names, back: Component) -> Component:
    text = names.text
    marks = [stage_badge(text, case["stage"])]
    if case["overdue"]:
        late = text("case.overdue", time=span_words(text, case["overdue_seconds"]))
        marks.append(html.Span(late, className="badge bad"))
    marks += [
        html.Span(text(f"case.flag.{name}"), className=f"badge {kind}")
        for name, kind in (("urgent", "bad"), ("suspended", "warn"), ("self_handled", ""), ("confirmed", ""))
        if case[name]
    ]
    return html.Div(
        [
            html.Div(
                [
                    html.H1(
                        names.subclass(case["subclass"])
                        if case["subclass"]
                        else names.case_class(case["class"])
                    ),
                    html.Span(case["case_id"], className="case-id"),
                    *marks,
                ],
                className="case-title",
            ),
            back,
        ],
        className="case-head",
    )


def _facts(case: Case, names: Names) -> Component:
    text = names.text
    rows: list[tuple[str, Any]] = [
        ("class", names.case_class(case["class"])),
        ("subclass", names.subclass(case["subclass"])),
        ("source", names.source(case["source"])),
        ("team", case["team"]),
        ("department", case["department"]),
        ("town", names.area_of(case["town"])),
        ("village", names.area_of(case["village"])),
        ("grid", names.area_of(case["grid"])),
        ("position", _position(case)),
        ("reported_at", moment(case["reported_at"])),
        ("age", span_words(text, case["age_seconds"])),
        ("counts", _counts(case, names)),
        ("score", case["score"]),
    ]
    told = [(text(f"case.attribute.{name}"), value or fmt.NONE) for name, value in rows]
    return card(
        text("case.attributes"),
        html.Dl([part for label, value in told for part in (html.Dt(label), html.Dd(str(value)))]),
        name="case-facts",
    )


def _position(case: Case) -> str:
    return "" if case["lon"] is None else f"{case['lon']:.5f}, {case['lat']:.5f}"


def _counts(case: Case, names: Names) -> str:
    text = names.text
    counted = ("return_count", "rework_count", "extension_count", "anomaly_count")
    return text("report.comma").join(
        text(f"case.count.{name}", count=case[name]) for name in counted if case[name]
    )


def _private(view: ReviewView) -> Component:
    text = view.text
    return card(
        text("case.private"),
        html.Div(
            html.Button(text("case.show_private"), id=CaseIds.SHOW_PRIVATE, className="button", n_clicks=0),
            id=CaseIds.PRIVATE,
        ),
        html.P(text("case.private_note"), className="note"),
        name="case-private",
    )
