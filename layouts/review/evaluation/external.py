"""The tab of external values: the form, what holds, and what it replaced."""

from collections.abc import Mapping, Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from layouts import format as fmt
from layouts.evaluation.sentence import title_of
from layouts.review.evaluation.choice import Choice
from layouts.review.evaluation.drawer import field
from layouts.review.evaluation.ids import TAKE
from layouts.review.evaluation.ids import EvaluationIds as E
from layouts.review.states import empty_state
from layouts.review.view import ReviewView

Json = Mapping[str, Any]


def external_tab(
    view: ReviewView, choice: Choice, found: Json, labels: Mapping[str, Json], *, may_enter: bool
) -> Component:
    """The form for those who may enter values, and the values of the month."""
    text = view.text
    values = [value for value in found["values"] if value["code"] in labels]
    listed: Component = empty_state(
        text("evaluation.external.none", month=choice.month), text("evaluation.external.none_hint")
    )
    if values:
        listed = _values(view, found["indicators"], values, labels, may_enter=may_enter)
    return html.Section(
        [
            html.Div(
                [
                    html.H2(text("evaluation.tab.external")),
                    html.Span(text("evaluation.external.about"), className="note"),
                ],
                className="card-head",
            ),
            _form(view, choice, found["indicators"], labels) if may_enter and found["indicators"] else None,
            listed,
        ],
        className="card",
    )


def _form(
    view: ReviewView, choice: Choice, indicators: Sequence[Json], labels: Mapping[str, Json]
) -> Component:
    text = view.text
    objects = [{"value": code, "label": label["short"]} for code, label in labels.items()]
    names = [{"value": one["name"], "label": title_of(text, one)} for one in indicators]
    return html.Div(
        [
            _select(text(f"evaluation.kind.{choice.objects}"), E.CODE, objects, choice.focus or None),
            _select(text("evaluation.external.indicator"), E.INDICATOR, names, indicators[0]["name"]),
            field(
                text("evaluation.external.numerator"),
                _count(E.NUMERATOR),
            ),
            field(
                text("evaluation.external.denominator"),
                _count(E.DENOMINATOR),
            ),
            field(text("evaluation.note"), dcc.Input(id=E.ENTRY_NOTE, type="text", maxLength=400)),
            html.Button(
                text("evaluation.external.enter"), id=E.ENTER, className="button primary", type="button"
            ),
        ],
        className="row-form",
    )


def _count(identity: str) -> Component:
    control: Component = dcc.Input(id=identity, type="text", inputMode="numeric", maxLength=9, size="8")
    return control


def _select(label: str, identity: str, data: list[dict[str, str]], value: str | None) -> Component:
    control: Component = dmc.Select(
        id=identity,
        label=label,
        data=data,
        value=value,
        searchable=True,
        size="sm",
        w=170,
        comboboxProps={"shadow": "md"},
    )
    return control


def _values(
    view: ReviewView,
    indicators: Sequence[Json],
    values: Sequence[Json],
    labels: Mapping[str, Json],
    *,
    may_enter: bool,
) -> Component:
    text = view.text
    titles = {one["name"]: title_of(text, one) for one in indicators}
    rows = []
    for value in values:
        latest, *earlier = value["history"]
        index = f"{value['code']}|{value['indicator']}"
        rows.append(
            html.Tr(
                [
                    html.Th(labels[value["code"]]["short"], scope="row"),
                    html.Td(titles.get(value["indicator"], value["indicator"])),
                    html.Td(_share(text("evaluation.external.taken"), latest["counts"]), className="value"),
                    html.Td(_entry(latest)),
                    html.Td(
                        html.Details(
                            [
                                html.Summary(text("evaluation.external.earlier", count=len(earlier))),
                                html.Ul(
                                    [
                                        html.Li(
                                            f"{_share(text('evaluation.external.taken'), one['counts'])} · "
                                            f"{_entry(one)}"
                                        )
                                        for one in earlier
                                    ]
                                ),
                            ]
                        )
                        if earlier
                        else ""
                    ),
                    html.Td(
                        html.Button(
                            text("evaluation.external.take_back"),
                            id={"type": TAKE, "index": index},
                            className="tool",
                            type="button",
                        )
                        if may_enter and latest["counts"]
                        else ""
                    ),
                ]
            )
        )
    heads = [text(f"evaluation.external.head.{name}") for name in ("object", "indicator", "value", "entry")]
    return html.Table(
        [
            html.Thead(html.Tr([*(html.Th(head, scope="col") for head in heads), html.Td(), html.Td()])),
            html.Tbody(rows),
        ],
        className="figures plain",
    )


def _share(taken: str, counts: Sequence[int] | None) -> str:
    if counts is None:
        return taken
    numerator, denominator = counts
    return f"{numerator / denominator * 100:.1f}% ({fmt.count(numerator)} / {fmt.count(denominator)})"


def _entry(entry: Json) -> str:
    parts = [
        entry["by"],
        fmt.moment(entry["at"]),
        entry["origin"] if entry["origin"] != "form" else "",
        entry["note"],
    ]
    return " · ".join(part for part in parts if part)
