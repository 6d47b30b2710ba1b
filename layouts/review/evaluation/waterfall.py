"""From the score of one month to that of the next: a step an indicator, the small ones together."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts import format as fmt
from layouts.evaluation.sentence import SHOWN_FROM, rounded, signed, title_of
from layouts.review.parts import attributes
from layouts.review.view import ReviewView

MOST_STEPS = 5


def steps_of(parts: Sequence[Mapping[str, Any]]) -> tuple[list[Mapping[str, Any]], float]:
    """The largest parts in the order of the scheme, and the sum of all others: nothing is left out."""
    largest = sorted(parts, key=lambda part: -abs(part["points"]))[:MOST_STEPS]
    shown = [part for part in parts if part in largest and abs(part["points"]) >= SHOWN_FROM]
    return shown, sum(part["points"] for part in parts) - sum(part["points"] for part in shown)


def waterfall(view: ReviewView, why: Mapping[str, Any]) -> Component:
    """The chart; a click on a step parts that indicator into groups."""
    text = view.text
    shown, rest = steps_of(why["parts"])
    levels, at = [why["score_then"], why["score_now"]], why["score_then"]
    for part in shown:
        at += part["points"]
        levels.append(at)
    low, high = min(levels), max(levels)
    floor = low - max(0.5, (high - low) * 0.6)
    scale = 1 / ((high - floor) * 1.14)

    def share(points: float) -> str:
        return f"{points * scale:.2%}"

    def whole(score: float, month: str) -> Component:
        height = share(score - floor)
        return html.Div(
            [
                html.Div(
                    html.I(html.B(f"{score:.1f}"), className="whole", style={"height": height}),
                    className="well",
                ),
                html.Span(fmt.month(text, month), className="under"),
            ],
            className="step",
        )

    steps, at = [whole(why["score_then"], why["before"])], why["score_then"]
    others: list[dict[str, Any]] = []
    if abs(rest) >= SHOWN_FROM:
        others = [
            {
                "name": "",
                "points": rest,
                "zh": text("evaluation.why_others"),
                "en": text("evaluation.why_others"),
            }
        ]
    steps_shown = [*shown, *others]
    total = round(why["score_now"], 1) - round(why["score_then"], 1)
    said = rounded([part["points"] for part in steps_shown], total)
    for part, points in zip(steps_shown, said, strict=True):
        base = min(at, at + part["points"])
        at += part["points"]
        bar = html.I(
            html.B(signed(points)),
            className="rise" if part["points"] > 0 else "fall",
            style={"height": share(abs(part["points"])), "bottom": share(base - floor)},
        )
        words = text.of("wall.evaluation.short").get(part["name"], title_of(text, part))
        label: Component = html.Span(words, className="under")
        if part["name"]:
            chosen = part["name"] == why["cause"]
            label = html.Button(
                words,
                className="under",
                type="button",
                **attributes(
                    data_filter="cause", data_value=part["name"], aria_pressed="true" if chosen else "false"
                ),
            )
        steps.append(html.Div([html.Div(bar, className="well"), label], className="step"))
    steps.append(whole(why["score_now"], why["month"]))
    return html.Div(
        steps,
        className="waterfall",
        role="group",
        **attributes(aria_label=text("evaluation.waterfall")),
    )
