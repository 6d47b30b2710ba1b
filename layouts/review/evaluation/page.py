"""The evaluation page: what is evaluated, the tabs, the ranking, and the drawer of the object in focus."""

from collections.abc import Mapping, Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from data_access.domain.areas import AreaLevel
from layouts.evaluation.sentence import title_of
from layouts.review.evaluation.choice import KINDS, TABS, Choice
from layouts.review.evaluation.drawer import moment
from layouts.review.evaluation.ids import CHOOSE
from layouts.review.evaluation.ids import EvaluationIds as E
from layouts.review.evaluation.table import ranking, summary
from layouts.review.parts import attributes
from layouts.review.states import empty_state
from layouts.review.view import PREFIX, ReviewView

Json = Mapping[str, Any]
EXPORT = f"{PREFIX}export/evaluation"


def evaluation_page(view: ReviewView, body: Sequence[Component], token: str, month: str) -> Component:
    """The page around what answers change; `month` is the one of an address without any."""
    return html.Div(
        [
            html.H1(view.text("review.page.evaluation"), className="sr"),
            html.Div(id=E.SAID, className="said", role="status"),
            html.Div(list(body), id=E.BODY),
            dcc.Store(id=E.TURN, data=0),
            dcc.Store(id=E.TOKEN, data=token),
        ],
        id=E.PAGE,
        className="evaluation",
        **attributes(data_month=month),
    )


def body(
    view: ReviewView,
    choice: Choice,
    table: Json,
    main: Sequence[Component],
    drawer: Sequence[Component],
    *,
    months: Sequence[str],
    schemes: Sequence[Json],
    may_freeze: bool,
) -> list[Component]:
    """Everything that an answer draws anew."""
    aside = (
        html.Aside(
            list(drawer),
            className="drawer evaluation-drawer",
            **attributes(aria_label=view.text("evaluation.drawer")),
        )
        if drawer
        else None
    )
    return [
        _bar(view, choice, table, months, schemes, may_freeze=may_freeze),
        html.Div(
            [html.Div([_tabs(view, choice, table), *main], className="evaluation-main"), aside],
            className="evaluation-body",
        ),
    ]


def _bar(
    view: ReviewView,
    choice: Choice,
    table: Json,
    months: Sequence[str],
    schemes: Sequence[Json],
    *,
    may_freeze: bool,
) -> Component:
    text = view.text
    known = list(dict.fromkeys([choice.month, *months]))
    known.sort(reverse=True)
    towns = [{"value": "", "label": text("evaluation.whole_city")}]
    if not view.viewer.within:
        towns += [
            {"value": town.code, "label": text("evaluation.villages_of", name=town.name(text.language))}
            for town in view.city.tree.at(AreaLevel.TOWN)
        ]
    rules = [
        {
            "value": "",
            "label": text("evaluation.in_force", version=table["scheme"]["version"])
            if not choice.scheme
            else text("evaluation.of_month"),
        }
    ]
    rules += [{"value": s["version"], "label": s["version"]} for s in schemes]
    kinds = [
        dcc.Link(
            html.Span(
                text(f"evaluation.kind.{kind}"),
                **(attributes(aria_current="true") if kind == choice.kind else {}),
            ),
            href=choice.query(kind=kind, area="", focus="", cause="", trial=""),
            className="current" if kind == choice.kind else "",
        )
        for kind in KINDS
    ]
    return html.Div(
        [
            _select(
                text("evaluation.month"),
                "month",
                [{"value": m, "label": m} for m in known],
                choice.month,
                104,
            ),
            html.Nav(kinds, className="kinds", **attributes(aria_label=text("evaluation.kinds"))),
            _select(text("evaluation.area"), "area", towns, choice.area, 136)
            if choice.kind == "town"
            else None,
            _select(text("evaluation.scheme"), "scheme", rules, choice.scheme, 164),
            html.Div(
                [
                    _status(view, table),
                    html.A("CSV", href=f"/review/export/evaluation.csv{choice.query()}", className="button"),
                    html.A(
                        "Excel", href=f"/review/export/evaluation.xlsx{choice.query()}", className="button"
                    ),
                    _freeze(view, choice, table) if may_freeze else None,
                ],
                className="filter-actions",
            ),
        ],
        className="filters",
    )


def _select(label: str, name: str, data: Sequence[Mapping[str, str]], value: str, width: int) -> Component:
    return html.Div(
        [
            html.Span(label, className="filter-label"),
            dmc.Select(
                id={"type": CHOOSE, "index": name},
                value=value,
                data=list(data),
                allowDeselect=False,
                searchable=len(data) > 12,
                variant="unstyled",
                size="sm",
                w=width,
                maxDropdownHeight=360,
                comboboxProps={"width": "max-content", "position": "bottom-start", "shadow": "md"},
                attributes={"input": {"aria-label": label}},
            ),
        ],
        className="filter",
    )


def _status(view: ReviewView, table: Json) -> Component:
    """Whether the month still runs, is over, or is signed; and whose rules these are."""
    text, frozen = view.text, table["frozen"]
    if frozen is not None:
        words = text(
            "evaluation.frozen", at=moment(frozen["at"])[:10], by=frozen["by"] or text("evaluation.somebody")
        )
        return html.Span([html.Span("🔒", **attributes(aria_hidden="true")), words], className="badge fine")
    if table["running"]:
        return html.Span(text("evaluation.running"), className="badge")
    example = "" if table["scheme"]["confirmed"] else f" · {text('evaluation.example')}"
    return html.Span(text("evaluation.not_frozen") + example, className="badge")


def _freeze(view: ReviewView, choice: Choice, table: Json) -> Component | None:
    text = view.text
    if table["frozen"] is not None or table["running"] or choice.trial:
        return None
    what = text(
        "evaluation.freeze_what", month=choice.month, kind=text(f"evaluation.kind.{choice.objects}_many")
    )
    warned = (
        html.P(text("evaluation.freeze_open", count=table["open_appeals"]), className="bad-text")
        if table["open_appeals"]
        else None
    )
    return html.Details(
        [
            html.Summary(text("evaluation.freeze"), className="strong"),
            html.Div(
                [
                    html.P(what),
                    html.P(text("evaluation.freeze_about"), className="note"),
                    warned,
                    html.Button(
                        text("evaluation.freeze_now"), id=E.FREEZE, className="button primary", type="button"
                    ),
                ],
            ),
        ],
        className="popup freeze",
    )


def _tabs(view: ReviewView, choice: Choice, table: Json) -> Component:
    text = view.text
    counts = {"appeals": table["open_appeals"], "revisions": table["revisions"]}
    links = []
    for tab in TABS:
        if tab == "revisions" and table["frozen"] is None and choice.tab != tab:
            continue
        words = text(f"evaluation.tab.{tab}")
        count = counts.get(tab, 0)
        current = attributes(aria_current="page") if tab == choice.tab else {}
        links.append(
            dcc.Link(
                html.Span([words, html.Span(str(count), className="count") if count else None], **current),
                href=choice.query(tab=tab),
                className="current" if tab == choice.tab else "",
            )
        )
    return html.Nav(links, className="tabs", **attributes(aria_label=text("evaluation.tabs")))


def ranking_tab(view: ReviewView, choice: Choice, table: Json, history: Json | None) -> list[Component]:
    """The summary of the month and its ranking, with the ranks of twelve months where there are any."""
    text = view.text
    if not table["rows"]:
        return [empty_state(text("evaluation.nobody", month=choice.month), text("evaluation.nobody_hint"))]
    note = text("evaluation.ranking_note", month=choice.month, scheme=table["scheme"]["version"])
    return [
        summary(view, table),
        html.Section(
            [
                html.Div(
                    [html.H2(text("evaluation.tab.ranking")), html.Span(note, className="note")],
                    className="card-head",
                ),
                html.Div(
                    ranking(view, choice, table, history),
                    className="scroll",
                    tabIndex=0,
                    role="region",
                    **attributes(aria_label=text("evaluation.tab.ranking")),
                ),
            ],
            className="card ranking-card",
        ),
    ]


def versus_tab(
    view: ReviewView, choice: Choice, schemes: Sequence[Json], content: Sequence[Component], words: str
) -> Component:
    """Which other scheme, and what it would make of the month."""
    text = view.text
    known = [{"value": s["version"], "label": f"{s['version']} · {title_of(text, s)}"} for s in schemes]
    return html.Section(
        [
            html.Div(
                [
                    html.H2(text("evaluation.tab.versus")),
                    html.Span(words or text("evaluation.versus.about"), className="note"),
                    html.Div(
                        _select(text("evaluation.versus.other"), "against", known, choice.against, 240),
                        className="card-tools",
                    ),
                ],
                className="card-head",
            ),
            *(
                content
                or [empty_state(text("evaluation.versus.choose"), text("evaluation.versus.choose_hint"))]
            ),
        ],
        className="card",
    )
