"""The tab of appeals: which cases are left out of the month or ask to be, and every step about them."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from layouts import format as fmt
from layouts.review.evaluation.choice import Choice
from layouts.review.evaluation.drawer import field
from layouts.review.evaluation.ids import STEP, WHY
from layouts.review.evaluation.ids import EvaluationIds as E
from layouts.review.states import empty_state
from layouts.review.view import ReviewView

_BADGES = {"open": "warn", "accepted": "good", "refused": "bad", "withdrawn": ""}


def appeals_tab(view: ReviewView, choice: Choice, appeals: Sequence[Mapping[str, Any]]) -> Component:
    """The list, and the form that raises another one."""
    text = view.text
    form: Component = html.Div(
        [
            field(text("evaluation.appeal.case"), dcc.Input(id=E.CASE, type="text", maxLength=64)),
            field(text("evaluation.appeal.reason"), dcc.Input(id=E.REASON, type="text", maxLength=400)),
            html.Button(text("evaluation.appeal.send"), id=E.RAISE, className="button", type="button"),
        ],
        className="row-form",
    )
    if choice.focus:
        form = html.P(text("evaluation.appeal.in_drawer"), className="note")
    listed: Component = empty_state(
        text("evaluation.appeal.none", month=choice.month), text("evaluation.appeal.none_hint")
    )
    if appeals:
        listed = html.Ul([_appeal(view, one) for one in appeals], className="appeals")
    return html.Section(
        [
            html.Div(
                [
                    html.H2(text("evaluation.tab.appeals")),
                    html.Span(text("evaluation.appeal.about", month=choice.month), className="note"),
                ],
                className="card-head",
            ),
            form,
            listed,
        ],
        className="card",
    )


def _appeal(view: ReviewView, appeal: Mapping[str, Any]) -> Component:
    text, case = view.text, appeal["case"]
    steps = [
        html.Li(
            [
                html.B(text(f"evaluation.step.{step['step']}")),
                html.Span(step["reason"]),
                html.Span(f"{step['by']} · {fmt.moment(step['at'])}", className="note"),
            ]
        )
        for step in appeal["steps"]
    ]
    buttons = [
        html.Button(
            text(f"evaluation.do.{step}"),
            id={"type": STEP, "index": f"{step}|{case}"},
            className="button primary" if step == "accept" else "button",
            type="button",
        )
        for step in appeal["possible"]
    ]
    label = text("evaluation.appeal.reason_of", case=case)
    reason = dcc.Input(
        id={"type": WHY, "index": case},
        type="text",
        maxLength=400,
        placeholder=text("evaluation.appeal.reason"),
    )
    deeds = (
        [html.Label([html.Span(label, className="sr"), reason], className="field"), *buttons]
        if buttons
        else []
    )
    return html.Li(
        [
            html.Div(
                [
                    html.A(case, href=view.href(f"case/{case}")),
                    html.Span(
                        text(f"evaluation.state.{appeal['state']}"),
                        className=f"badge {_BADGES[appeal['state']]}",
                    ),
                ],
                className="appeal-head",
            ),
            html.Ol(steps),
            html.Div(deeds, className="row-form"),
        ]
    )
