"""Track my case: a form that any browser can send, and the seven steps that answer it."""

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from layouts.public import figures
from layouts.public.parts import card
from layouts.public.view import Json, PublicView
from layouts.review.parts import attributes

LONGEST = 64
_MARKS = {"done": "●", "next": "◐", "open": "○"}


def track_form(view: PublicView) -> Component:
    """Number and check code; sent to the page itself, and answered in place where scripts run."""
    text = view.text
    return html.Form(
        [
            html.Label([html.Span(text("public.track.number")), _field("number", "A0123456")]),
            html.Div(
                [
                    html.Label([html.Span(text("public.track.check")), _field("check", "0000")]),
                    html.Button(text("public.track.ask"), type="submit", className="primary"),
                ],
                className="row",
            ),
        ],
        action=view.place.to("track").href,
        method="post",
        className="track-form",
        **attributes(data_failed=text("public.track.failed")),
    )


def _field(name: str, example: str) -> Component:
    found: Component = dcc.Input(
        name=name, type="text", placeholder=example, maxLength=LONGEST, required=True, autoComplete="off",
        className="field", spellCheck=False,
    )  # fmt: skip
    return found


def track_card(view: PublicView, *, level: str = "track") -> Component:
    """The form with its heading, for the home page."""
    return card(
        level,
        view.text("public.track.title"),
        [
            track_form(view),
            html.Div(className="track-answer", role="status", **attributes(aria_live="polite")),
        ],
        note=view.text("public.track.note"),
    )


def track_page(view: PublicView, answer: Component | None = None) -> list[Any]:
    """The form, what it is answered with, and where the two codes are found."""
    text = view.text
    return [
        html.H1(text("public.track.title")),
        html.P(text("public.track.lead"), className="lead"),
        html.Div(
            [
                html.Section(
                    [
                        track_form(view),
                        html.Div(answer, className="track-answer", role="status",
                                 **attributes(aria_live="polite")),
                    ],
                    className="card track",
                    **attributes(aria_label=text("public.track.title")),
                ),
                card("where", text("public.track.where_title"),
                     [html.P(text("public.track.where")), html.P(text("public.track.private"))]),
            ],
            className="columns-2",
        ),
    ]  # fmt: skip


def tracked(view: PublicView, found: str, document: Json | None, wait_seconds: int) -> Component:
    """The answer of a look-up: `found` is one of case, none, limited, away."""
    text = view.text
    if found != "case" or document is None:
        minutes = max(1, -(-wait_seconds // 60))
        return html.P(text(f"public.track.{found}", minutes=minutes), className="said-no")
    steps = document["steps"]
    state = document["state"]
    entries = []
    for step in steps:
        at = step["at"]
        kind = "done" if at else "next" if step["step"] == document["next"] and state == "open" else "open"
        entries.append(
            html.Li(
                [
                    html.Span(_MARKS[kind], className="mark", **attributes(aria_hidden="true")),
                    html.B(text(f"public.step.{step['step']}")),
                    html.Span(
                        figures.moment(text, at) if at else text(f"public.track.step_{kind}"),
                        className="note",
                    ),
                ],
                className=kind,
            )
        )
    lines: list[Any] = [
        html.P(
            [html.B(text(f"public.track.state_{state}")), text("public.between"),
             document["class"][text.language]],
            className="lead",
        )
    ]  # fmt: skip
    if document.get("due_at"):
        lines.append(html.P(text("public.track.due", time=figures.moment(text, document["due_at"]))))
    if document.get("suspended"):
        lines.append(html.P(text("public.track.suspended")))
    return html.Div([*lines, html.Ol(entries, className="steps")])
