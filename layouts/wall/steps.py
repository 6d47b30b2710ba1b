"""The seven steps of a case today: passed, waiting now, and in time. A flow, not a funnel."""

from collections.abc import Mapping
from typing import Any

from dash import html

from layouts import format as fmt
from layouts.text import Text
from layouts.wall import ids
from layouts.wall.parts import classes, panel, span
from layouts.wall.view import Snapshot, WallView, section

STEPS = ("report", "file", "dispatch", "dispose", "verify", "close", "rate")


def seven_steps(snapshot: Snapshot, view: WallView) -> html.Section:
    """One cell a step; later steps may exceed earlier ones, as they finish cases of days before."""
    text = view.text
    steps = section(snapshot, "steps")
    most = max([(steps.get(name) or {}).get("waiting") or 0 for name in STEPS] + [1])
    heads = html.Div(
        [
            html.Span(text("wall.steps.step")),
            html.Span(text("wall.steps.passed")),
            html.Span(text("wall.steps.backlog")),
            html.Span(),
            html.Span(text("wall.steps.limit")),
        ],
        className="step step-head wide-screen",
    )
    cells = [_cell(name, steps.get(name) or {}, most, text) for name in STEPS]
    return panel(
        "steps",
        text("wall.steps.title"),
        text("wall.steps.note"),
        html.Div([heads, *cells], className="steps"),
    )


def _cell(name: str, figures: Mapping[str, Any], most: float, text: Text) -> html.Div:
    waiting = figures.get("waiting")
    return html.Div(
        [
            html.Span(text(f"wall.steps.{name}"), className="step-name"),
            span(fmt.count(figures.get("passed")), ids.step(name, "p"), "step-passed"),
            html.Span(
                id=ids.step(name, "b"),
                className="step-bar wide-screen",
                style={"--share": f"{(waiting or 0) / most:.0%}"},
            ),
            html.Span(
                [
                    html.Span(text(f"wall.steps.waiting_{name}")),
                    span(fmt.count(waiting), ids.step(name, "w"), "step-count"),
                ],
                id=ids.step(name, "l"),
                # Nothing is known to wait at some steps; an empty place is honest, a zero is not.
                className=classes("step-waiting", waiting is None and "off"),
            ),
            span(_limit(name, figures, text), ids.step(name, "r"), "step-rate"),
        ],
        className="step",
    )


def _limit(name: str, figures: Mapping[str, Any], text: Text) -> str:
    """Compliance with the time limit of the step; a step without one says what it counts."""
    rate = figures.get("rate")
    if rate is None:
        return text(f"wall.steps.no_rate_{name}")
    return text(f"wall.steps.rate_{name}", rate=fmt.rate(text, rate.get("value")))
