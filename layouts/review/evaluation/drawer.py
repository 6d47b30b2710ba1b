"""Why one object changed: where it stands, the steps between two months, a sentence, groups, cases, notes."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from layouts import format as fmt
from layouts.evaluation.sentence import rounded, signed, title_of, why_sentence
from layouts.review.evaluation.behind import cases_buttons, cases_href, failed_links
from layouts.review.evaluation.choice import Choice
from layouts.review.evaluation.ids import EvaluationIds as E
from layouts.review.evaluation.table import grade_badge
from layouts.review.evaluation.waterfall import waterfall
from layouts.review.parts import attributes
from layouts.review.view import ReviewView

Json = Mapping[str, Any]
MOST_GROUPS = 4
_SHOWN = ("subclass", "place")


def drawer(
    view: ReviewView, choice: Choice, why: Json, levels: Sequence[Json], notes: Sequence[Json],
    course: Sequence[Component] = (),
) -> list[Component]:  # fmt: skip
    """Content of the drawer; `course` is the chart of ranks."""
    text = view.text
    return [
        html.Div(
            [
                html.H2(text("evaluation.why_title", name=why["name"])),
                html.Button(
                    text("evaluation.close"), className="quiet", type="button", **attributes(data_focus="")
                ),
            ],
            className="drawer-head",
        ),
        *(
            [html.P(why_sentence(text, why, choice.objects)), *course]
            if why["parts"] is None
            else _changed(view, choice, why, levels, course)
        ),
        cases_buttons(view, choice, why),
        _appeal(view, choice),
        _notes(view, notes),
    ]


def _changed(
    view: ReviewView, choice: Choice, why: Json, levels: Sequence[Json], course: Sequence[Component]
) -> list[Component]:
    text = view.text
    low, high = why["rank_interval"]
    before, after = (grade_badge(view, levels, why[f"grade_{when}"]) for when in ("then", "now"))
    graded = [after] if why["grade_then"] == why["grade_now"] else [before, " → ", after]
    return [
        html.P(
            [
                text("evaluation.ranks", then=why["rank_then"], now=why["rank_now"], low=low, high=high),
                *graded,
            ],
            className="standing",
        ),
        html.Div(
            [
                html.H3(
                    text("evaluation.scores", then=f"{why['score_then']:.1f}", now=f"{why['score_now']:.1f}")
                ),
                html.Span(text("evaluation.sum", points=signed(why["change"])), className="note"),
            ],
            className="drawer-line",
        ),
        waterfall(view, why),
        html.P(why_sentence(text, why, choice.objects), className="sentence"),
        *course,
        *(_groups(view, choice, why, name) for name in _SHOWN if why["groups"].get(name)),
        _all(view, choice, why),
    ]


def _groups(view: ReviewView, choice: Choice, why: Json, name: str) -> Component:
    """The groups that contributed most, and all others in one line; with what they count and their cases."""
    text = view.text
    part = next(each for each in why["parts"] if each["name"] == why["cause"])
    groups = why["groups"][name]
    shown, others = groups[:MOST_GROUPS], groups[MOST_GROUPS:]
    largest = max([abs(group["points"]) for group in shown] or [1.0]) or 1.0
    rest = sum(group["points"] for group in others)
    # What weight alone changed belongs to no group.
    total = round(part["points"], 1) - round(why["split"]["weight"], 1)
    said = rounded([*(group["points"] for group in shown), *([rest] if others else [])], total)
    rows = [
        _group(
            view,
            group,
            largest,
            points,
            cases_href(view, choice, why, why["measure"], groups={name: group["code"]}),
            count=part["count"],
        )
        for group, points in sorted(zip(shown, said, strict=False), key=lambda pair: -abs(pair[1]))
    ]
    if others:
        label = text(f"evaluation.other.{name}", count=len(others))
        rows.append(_bar(label, rest, largest, "", said[-1]))
    heading = text(f"evaluation.groups.{name}", name=title_of(text, part), points=signed(part["points"]))
    return html.Section(
        [
            html.Div(
                [html.H3(heading), html.Span(text("evaluation.contribution"), className="note")],
                className="drawer-line",
            ),
            html.Div(rows, className="groups"),
        ]
    )


def _group(
    view: ReviewView, group: Json, largest: float, points: float, href: str | None, *, count: bool
) -> Component:
    text = view.text
    now, of = group["now"]
    said = fmt.count(now) if count else text("evaluation.of", part=fmt.count(now), whole=fmt.count(of))
    name = group["name"] or text("evaluation.nowhere")
    label = html.A(name, href=href, title=name) if href and group["code"] else html.Span(name, title=name)
    return _bar(label, group["points"], largest, said, points)


def _bar(label: Component | str, points: float, largest: float, said: str, shown: float) -> Component:
    """A bar to the right of the middle for points won, to the left for points lost."""
    width = min(1.0, abs(points) / largest) / 2
    side = {"left": "50%"} if points > 0 else {"right": "50%"}
    return html.Div(
        [
            html.Div(label, className="group-name"),
            html.Div(
                html.I(className="rise" if points > 0 else "fall", style={"width": f"{width:.1%}", **side}),
                className="group-bar",
                **attributes(aria_hidden="true"),
            ),
            html.B(signed(shown)),
            html.Span(said, className="note"),
        ],
        className="group",
    )


def _all(view: ReviewView, choice: Choice, why: Json) -> Component:
    """Every indicator of the object, to be opened."""
    text = view.text
    rows = [
        html.Tr(
            [
                html.Th(title_of(text, part), scope="row"),
                html.Td(_value(part, part["value_then"])),
                html.Td(_value(part, part["value_now"])),
                html.Td(signed(part["points"])),
                html.Td(f"{part['weight'] - part['lost']:.1f} / {part['weight']:.1f}"),
                html.Td(failed_links(view, choice, why, part)),
            ]
        )
        for part in why["parts"]
        if part["weight"] or part["points"]
    ]
    heads = [
        text(f"evaluation.all.{name}") for name in ("indicator", "then", "now", "points", "score", "failed")
    ]
    table = html.Table(
        [
            html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
            html.Tbody(rows),
        ],
        className="figures",
    )
    return html.Details([html.Summary(text("evaluation.all.title")), table], className="all-indicators")


def _value(part: Json, value: float | None) -> str:
    return fmt.count(value) if part["count"] else fmt.points(value)


def _appeal(view: ReviewView, choice: Choice) -> Component:
    text = view.text
    return html.Details(
        [
            html.Summary(text("evaluation.appeal.raise")),
            html.P(text("evaluation.appeal.about", month=choice.month), className="note"),
            field(text("evaluation.appeal.case"), dcc.Input(id=E.CASE, type="text", maxLength=64)),
            field(text("evaluation.appeal.reason"), dcc.Input(id=E.REASON, type="text", maxLength=400)),
            html.Button(text("evaluation.appeal.send"), id=E.RAISE, className="button", type="button"),
        ],
        className="drawer-form",
    )


def _notes(view: ReviewView, notes: Sequence[Json]) -> Component:
    text = view.text
    said = [
        html.Li([html.P(note["text"]), html.Span(f"{note['by']} · {moment(note['at'])}", className="note")])
        for note in notes
    ]
    return html.Details(
        [
            html.Summary(text("evaluation.notes", count=len(notes))),
            html.Ul(said, className="notes"),
            field(text("evaluation.note"), dcc.Textarea(id=E.NOTE, maxLength=1000, rows=2)),
            html.Button(text("evaluation.add_note"), id=E.ADD_NOTE, className="button", type="button"),
        ],
        className="drawer-form",
        open=bool(notes),
    )


def field(label: str, control: Component, note: str = "") -> Component:
    """A control under its label."""
    return html.Label(
        [html.Span(label), control, html.Span(note, className="note") if note else None], className="field"
    )


def moment(at: str) -> str:
    """A time of the city as 2026-11-05 14:32."""
    return at[:16].replace("T", " ")
