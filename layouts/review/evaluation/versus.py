"""A month under two sets of rules, side by side; and what has changed since a month was frozen."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts import format as fmt
from layouts.evaluation.sentence import signed
from layouts.review.evaluation.choice import Choice
from layouts.review.evaluation.table import grade_badge, moved
from layouts.review.parts import attributes
from layouts.review.states import empty_state
from layouts.review.view import ReviewView

Json = Mapping[str, Any]
_MOST_CAUSES = 2


def versus_table(view: ReviewView, choice: Choice, found: Json, titles: Mapping[str, str]) -> Component:
    """Rank, score and grade under both, and which indicators made the difference."""
    text = view.text
    heads = [
        text("evaluation.versus.rank"),
        text("evaluation.column.change"),
        text(f"evaluation.kind.{choice.objects}"),
        text("evaluation.versus.rank_there"),
        text("evaluation.column.score"),
        text("evaluation.versus.difference"),
        text("evaluation.column.grade"),
        text("evaluation.versus.causes"),
    ]
    left = {2, 6, 7}
    rows = [_row(view, found["levels"], row, titles) for row in found["objects"]]
    return html.Div(
        html.Table(
            [
                html.Thead(
                    html.Tr(
                        [
                            html.Th(head, scope="col", className="name" if place in left else "")
                            for place, head in enumerate(heads)
                        ]
                    )
                ),
                html.Tbody(rows),
            ],
            className="ranking versus",
        ),
        className="scroll",
        tabIndex=0,
        role="region",
        **attributes(aria_label=text("evaluation.tab.versus")),
    )


def _row(view: ReviewView, levels: Sequence[Json], row: Json, titles: Mapping[str, str]) -> Component:
    causes = sorted((row["causes"] or {}).items(), key=lambda item: -abs(item[1]))[:_MOST_CAUSES]
    said = view.text("evaluation.joint").join(
        f"{titles.get(name, name)} {signed(points)}" for name, points in causes if abs(points) >= 0.05
    )
    now, then = (grade_badge(view, levels, row[f"grade_{when}"]) for when in ("now", "then"))
    graded = [now] if row["grade_now"] == row["grade_then"] else [then, " → ", now]
    return html.Tr(
        [
            html.Td(_rank(row["rank_now"])),
            html.Td(moved(row["change"]), className="moved"),
            html.Th(row["short"], scope="row", className="name"),
            html.Td(_rank(row["rank_then"]), className="note"),
            html.Td(fmt.NONE if row["score_now"] is None else f"{row['score_now']:.1f}", className="value"),
            html.Td("" if row["score_change"] is None else signed(row["score_change"])),
            html.Td(graded, className="name"),
            html.Td(said, className="name note"),
        ],
        className="moved-row" if row["change"] or row["grade_now"] != row["grade_then"] else "",
    )


def _rank(rank: int | None) -> str:
    return fmt.NONE if rank is None else str(rank)


def versus_words(view: ReviewView, found: Json) -> str:
    """How much differs, in a sentence."""
    return view.text("evaluation.versus.words", moved=found["moved"], regraded=found["regraded"])


def revisions_tab(
    view: ReviewView,
    choice: Choice,
    frozen: Json | None,
    revisions: Sequence[Json],
    labels: Mapping[str, Json],
    titles: Mapping[str, str],
) -> Component:
    """Every figure that is not what it was when the month was frozen."""
    text = view.text
    body: Component
    if frozen is None:
        body = empty_state(
            text("evaluation.revision.never", month=choice.month), text("evaluation.revision.never_hint")
        )
    elif not revisions:
        body = empty_state(text("evaluation.revision.none"), text("evaluation.revision.none_hint"))
    else:
        heads = [text(f"evaluation.revision.{name}") for name in ("object", "figure", "frozen", "now")]
        body = html.Table(
            [
                html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
                html.Tbody([_revision(view, one, labels, titles) for one in revisions]),
            ],
            className="figures plain",
        )
    return html.Section(
        [
            html.Div(
                [
                    html.H2(text("evaluation.tab.revisions")),
                    html.Span(text("evaluation.revision.about"), className="note"),
                ],
                className="card-head",
            ),
            html.Div(
                body,
                className="scroll",
                tabIndex=0,
                role="region",
                **attributes(aria_label=text("evaluation.tab.revisions")),
            ),
        ],
        className="card",
    )


def _revision(
    view: ReviewView, one: Json, labels: Mapping[str, Json], titles: Mapping[str, str]
) -> Component:
    text = view.text
    name, _, part = one["figure"].partition(".")
    words = text(f"evaluation.figure.{part or name}", name=titles.get(name, name))
    label = labels.get(one["code"], {"short": one["code"]})["short"]
    return html.Tr(
        [
            html.Th(label, scope="row"),
            html.Td(words),
            html.Td(_figure(one["frozen"])),
            html.Td(_figure(one["now"])),
        ]
    )


def _figure(value: object) -> str:
    if value is None:
        return fmt.NONE
    return f"{value:.2f}" if isinstance(value, float) else str(value)
