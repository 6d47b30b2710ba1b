"""The tab of what-if: sliders of weights, marks and grades beside the ranks that they make."""

from collections.abc import Mapping, Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from layouts.evaluation.sentence import title_of
from layouts.review.evaluation.choice import Choice
from layouts.review.evaluation.drawer import field
from layouts.review.evaluation.ids import RULE
from layouts.review.evaluation.ids import EvaluationIds as E
from layouts.review.evaluation.versus import versus_table, versus_words
from layouts.review.parts import attributes
from layouts.review.view import ReviewView

Json = Mapping[str, Any]
LARGEST_WEIGHT = 50.0


def trial_tab(view: ReviewView, choice: Choice, found: Json, next_month: str, *, may_save: bool) -> Component:
    """The controls and the ranking, side by side."""
    text = view.text
    titles = {rule["name"]: title_of(text, rule) for rule in found["rules"]}
    shown = {
        f"{rule['name']}.{what}": round(rule[what], 2) if what == "weight" else rule[what]
        for rule in found["rules"]
        for what in ("weight", "zero", "full")
    }
    shown |= {f"{level['code']}.least": level["least"] for level in found["levels"][:-1]}
    reset = (
        dcc.Link(text("evaluation.trial.reset"), href=choice.query(trial=""), className="button")
        if choice.trial
        else None
    )
    controls = html.Section(
        [
            html.Div(
                [html.H2(text("evaluation.trial.rules")), html.Div(reset, className="card-tools")],
                className="card-head",
            ),
            html.P(text("evaluation.trial.about"), className="note"),
            html.Div(
                [*(_item(view, item, found) for item in found["items"]), _grades(view, found["levels"])],
                className="rules",
                tabIndex=0,
                role="region",
                **attributes(aria_label=text("evaluation.trial.rules")),
            ),
            _save(view, next_month) if may_save and choice.trial else None,
            dcc.Store(id=E.RULES, data=shown),
        ],
        className="card trial-rules",
    )
    ranks = html.Section(
        [
            html.Div(
                [
                    html.H2(text("evaluation.trial.ranks")),
                    html.Span(
                        versus_words(view, found) if choice.trial else text("evaluation.trial.untouched"),
                        className="note",
                        **attributes(aria_live="polite"),
                    ),
                ],
                className="card-head",
            ),
            versus_table(view, choice, found, titles),
        ],
        className="card trial-ranks",
    )
    return html.Div([controls, ranks], className="trial")


def _item(view: ReviewView, item: Json, found: Json) -> Component | None:
    rules = [rule for rule in found["rules"] if rule["item"] == item["code"]]
    if not rules:
        return None
    base = {rule["name"]: rule for rule in found["base"]}
    weight = sum(rule["weight"] for rule in rules)
    return html.Details(
        [
            html.Summary([html.B(title_of(view.text, item)), html.Span(f"{weight:.1f}", className="note")]),
            *(_rule(view, rule, base[rule["name"]]) for rule in rules),
        ],
        open=True,
    )


def _rule(view: ReviewView, rule: Json, base: Json) -> Component:
    text, name = view.text, title_of(view.text, rule)
    changed = any(abs(rule[what] - base[what]) > 1e-9 for what in ("zero", "full"))
    weight = dmc.Slider(
        id={"type": RULE, "index": f"{rule['name']}.weight"},
        value=round(rule["weight"], 2),
        min=0.5,
        max=LARGEST_WEIGHT,
        step=0.5,
        label=None,
        size="sm",
        updatemode="mouseup",
        thumbLabel=text("evaluation.trial.weight", name=name),
    )
    marks = [
        html.Label(
            [
                html.Span(text(f"evaluation.trial.{what}")),
                dcc.Input(
                    id={"type": RULE, "index": f"{rule['name']}.{what}"},
                    type="number",
                    value=rule[what],
                    step=1 if rule["count"] else 0.005,
                    debounce=True,
                ),
            ]
        )
        for what in ("zero", "full")
    ]
    return html.Div(
        [
            html.Div(
                [
                    html.Span(name),
                    html.B(f"{rule['weight']:.1f}"),
                    html.Span(text("evaluation.trial.was", weight=f"{base['weight']:g}"), className="note"),
                ],
                className="rule-head",
            ),
            html.Div([weight, *marks], className="rule-marks"),
        ],
        className="rule changed" if changed else "rule",
    )


def _grades(view: ReviewView, levels: Sequence[Json]) -> Component:
    controls = [
        html.Div(
            [
                html.Div(
                    [html.Span(title_of(view.text, level)), html.B(f"≥ {level['least']:g}")],
                    className="rule-head",
                ),
                dmc.Slider(
                    id={"type": RULE, "index": f"{level['code']}.least"},
                    value=level["least"],
                    min=1,
                    max=100,
                    step=0.5,
                    label=None,
                    size="sm",
                    updatemode="mouseup",
                    thumbLabel=view.text("evaluation.trial.least", name=title_of(view.text, level)),
                ),
            ],
            className="rule",
        )
        for level in levels[:-1]
    ]
    return html.Details([html.Summary(html.B(view.text("evaluation.trial.grades"))), *controls], open=True)


def _save(view: ReviewView, next_month: str) -> Component:
    text = view.text
    return html.Div(
        [
            field(text("evaluation.trial.version"), dcc.Input(id=E.VERSION, type="text", maxLength=40)),
            field(
                text("evaluation.trial.since"),
                dcc.Input(id=E.SINCE, type="text", value=next_month, maxLength=7),
            ),
            html.Button(text("evaluation.trial.save"), id=E.SAVE, className="button primary", type="button"),
        ],
        className="row-form",
    )
