"""What was done with a case: every action in its order, its effect, and the time that passed before it."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts import format as fmt
from layouts.review.case.parts import Case, card, moment, seconds_of, span_words
from layouts.text import Text

_LONG_SECONDS = 4 * fmt.HOUR
"""Waiting times from which the pause before a step is set off."""
_TOLD = ("department", "level", "score", "due_at")
"""What an action says besides its time, in the order of the page."""


def timeline(case: Case, text: Text) -> Component:
    """The card with all actions of a case."""
    steps = case["timeline"]
    return card(
        text("case.timeline"),
        html.Ol(
            [_step(step, _pause(steps, place), text) for place, step in enumerate(steps)],
            className="timeline",
        ),
        name="case-timeline",
        note=text("case.actions", count=len(steps)),
    )


def _pause(steps: Sequence[Mapping[str, Any]], place: int) -> float | None:
    if place == 0:
        return None
    now, before = seconds_of(steps[place]["at"]), seconds_of(steps[place - 1]["at"])
    assert now is not None
    assert before is not None
    return now - before


def _step(step: Mapping[str, Any], pause: float | None, text: Text) -> Component:
    effective = step["effective"]
    passed = "" if pause is None else text("case.after", time=span_words(text, pause))
    slow = pause is not None and pause >= _LONG_SECONDS
    return html.Li(
        [
            html.Span(passed, className="pause long" if slow else "pause"),
            html.Div(
                [
                    html.Div(
                        [
                            html.B(text(f"case.action.{step['action']}")),
                            html.Time(moment(step["at"]), dateTime=step["at"]),
                            html.Span(step.get("by", ""), className="note"),
                        ],
                        className="step-head",
                    ),
                    html.P(" · ".join(_details(step, text))),
                ],
                className="step-body",
            ),
        ],
        className="step" if effective else "step void",
    )


def _details(step: Mapping[str, Any], text: Text) -> list[str]:
    lines = []
    if not step["effective"]:
        lines.append(text("case.no_effect"))
    changes = step["changes"]
    if "stage" in changes:
        lines.append(text("case.becomes", stage=text(f"case.stage.{changes['stage']}")))
    told = {name: changes.get(name, step.get(name)) for name in _TOLD}
    lines += [
        text(f"case.told.{name}", value=moment(value) if name.endswith("_at") else value)
        for name, value in told.items()
        if value not in (None, 0, "")
    ]
    if "disposed_at" in changes and changes["disposed_at"] is None:
        lines.append(text("case.undone"))
    if step["implied"]:
        implied = text("report.comma").join(text(f"case.implied.{name}") for name in step["implied"])
        lines.append(text("case.implies", times=implied))
    return lines
