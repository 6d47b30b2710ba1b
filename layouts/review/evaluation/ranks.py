"""Ranks over twelve months: small lines in the ranking, and in the drawer one object among all of them."""

from collections.abc import Mapping, Sequence
from typing import Any

import dash_svg
from dash import html
from dash.development.base_component import Component

from layouts import format as fmt
from layouts.review.evaluation.choice import Choice
from layouts.review.parts import attributes
from layouts.review.view import ReviewView
from layouts.wall import svg

Json = Mapping[str, Any]
Ranks = Sequence[int | None]
MOST_OTHERS = 60
"""Objects whose lines can be told apart behind the own one; more would be a grey area."""


def rank_line(view: ReviewView, history: Json, code: str) -> Component:
    """The line of an object for a cell of the ranking: the first rank on top, not ranked is a gap."""
    ranks: Ranks = history["ranks"].get(code, ())
    said = view.text("evaluation.history.said", ranks=" ".join(_rank(rank) for rank in ranks))
    return html.Div(
        [
            html.Div(_picture(history, ranks), className="rank-line", **attributes(aria_hidden="true")),
            html.Span(said, className="sr"),
        ],
        title=said,
    )


def rank_chart(
    view: ReviewView, choice: Choice, history: Json | None, signed: Mapping[str, int | None]
) -> list[Component]:
    """The object in focus among all others, with the months behind it as a table; nothing without a history.

    `signed` are the ranks of frozen months as they were signed.
    """
    ranks: Ranks = () if history is None else history["ranks"].get(choice.focus, ())
    if history is None or not ranks:
        return []
    text, months = view.text, history["months"]
    head = html.Div(
        [
            html.H3(text("evaluation.history.title")),
            html.Span(
                text(
                    "evaluation.history.note",
                    count=len(history["ranks"]),
                    kind=text(f"evaluation.kind.{choice.objects}_many"),
                ),
                className="note",
            ),
        ],
        className="drawer-line",
    )
    if all(rank is None for rank in ranks):
        never = html.P(text("evaluation.history.never"), className="note")
        return [html.Section([head, never], className="rank-history")]
    others = [line for code, line in history["ranks"].items() if code != choice.focus]
    if len(others) > MOST_OTHERS:
        others = []
    middle = (1 + history["lowest"]) // 2
    said = text("evaluation.history.said", ranks=" ".join(_rank(rank) for rank in ranks))
    chart = html.Div(
        [
            html.Div(_picture(history, ranks, others), className="rank-picture"),
            *(
                html.Span(str(rank), className="rank-tick", style={"top": _height(rank, history["lowest"])})
                for rank in dict.fromkeys((1, middle, history["lowest"]))
            ),
            *(
                html.Span(
                    text("evaluation.history.scheme_from", version=history["schemes"][place]),
                    className="scheme-tick" + (" late" if 2 * place > len(months) else ""),
                    style={"left": _across(place - 0.5, len(months))},
                )
                for place in history["changes"]
            ),
            *_last(ranks, history["lowest"]),
            *(
                html.Span(months[place], className="rank-month", style={"left": _across(place, len(months))})
                for place in dict.fromkeys((0, len(months) // 2, len(months) - 1))
            ),
        ],
        className="rank-chart" + (" changed" if history["changes"] else ""),
        role="img",
        **attributes(aria_label=said),
    )
    return [html.Section([head, chart, _table(view, history, ranks, signed)], className="rank-history")]


def _rank(rank: int | None) -> str:
    return fmt.NONE if rank is None else str(rank)


def _picture(history: Json, ranks: Ranks, others: Sequence[Ranks] = ()) -> Component:
    limits, places = (-float(max(2, history["lowest"])), -1.0), len(history["months"])

    def upwards(line: Ranks) -> list[float | None]:
        return [None if rank is None else -float(rank) for rank in line]

    own = upwards(ranks)
    crowd = "".join(svg.line_path(upwards(line), limits, places) for line in others)
    changes = "".join(
        f"M{svg.WIDTH * (place - 0.5) / max(1, places - 1):.1f} 0v{svg.HEIGHT}"
        for place in history["changes"]
    )
    paths = [
        dash_svg.Path(d=path, className=name)
        for path, name in (
            (crowd, "rank-others"),
            (changes, "rank-scheme"),
            (svg.line_path(own, limits, places), "spark-line"),
            (svg.lone_path(own, limits, places), "rank-lone"),
            (svg.dot_path(own, limits, places), "spark-dot"),
        )
        if path
    ]
    box = f"0 0 {svg.WIDTH} {svg.HEIGHT}"
    picture: Component = dash_svg.Svg(paths, viewBox=box, preserveAspectRatio="none")
    return picture


def _height(rank: int, lowest: int) -> str:
    """Where a rank stands in the picture, from its upper edge."""
    margin = svg.MARGIN / svg.HEIGHT
    return f"{margin + (1 - 2 * margin) * (rank - 1) / (max(2, lowest) - 1):.1%}"


def _across(place: float, places: int) -> str:
    return f"{place / max(1, places - 1):.1%}"


def _last(ranks: Ranks, lowest: int) -> list[Component]:
    """The rank of the evaluated month, beside its dot."""
    if ranks[-1] is None:
        return []
    return [html.B(str(ranks[-1]), className="rank-last", style={"top": _height(ranks[-1], lowest)})]


def _table(view: ReviewView, history: Json, ranks: Ranks, signed: Mapping[str, int | None]) -> Component:
    """Month by month, the latest first; a frozen month with the rank that was signed."""
    text = view.text
    heads = ["month", "rank", *(["signed"] if signed else []), "scheme"]
    rows = [
        html.Tr(
            [
                html.Th(month, scope="row"),
                html.Td(_rank(rank)),
                *([html.Td(_rank(signed[month]) if month in signed else "")] if signed else []),
                html.Td(scheme, className="note"),
            ]
        )
        for month, rank, scheme in zip(history["months"], ranks, history["schemes"], strict=True)
    ][::-1]
    table = html.Table(
        [
            html.Thead(html.Tr([html.Th(text(f"evaluation.history.{head}"), scope="col") for head in heads])),
            html.Tbody(rows),
        ],
        className="figures",
    )
    return html.Details([html.Summary(text("evaluation.history.table")), table], className="all-indicators")
