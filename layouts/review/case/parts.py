"""Words and small parts that the cards of a case share."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts import format as fmt
from layouts.text import Text

Case = Mapping[str, Any]
STAGE_BADGES = {"closed": "good", "rejected": "warn", "void": "warn"}
"""Ends of a case and the badge that each wears; stages on the way wear a plain one."""


def seconds_of(iso: str | None) -> float | None:
    """Unix seconds of a time of an answer."""
    return None if iso is None else datetime.fromisoformat(iso).timestamp()


def moment(iso: str | None) -> str:
    """A time of an answer as it stands on a page: 2026-11-24 09:34:10, city time."""
    return fmt.moment(iso, seconds=True)


def span_words(text: Text, seconds: float) -> str:
    """A length of time with its two largest units: 45 秒; 3 分; 5 时 40 分; 2 天 3 时."""
    whole = max(0, round(seconds))
    if whole < 60:
        return text("case.seconds", seconds=whole)
    if whole < fmt.HOUR:
        return text("unit.minutes", minutes=whole // 60)
    if whole < 2 * fmt.DAY:
        minutes = whole % fmt.HOUR // 60
        hours = text("unit.hours", hours=whole // fmt.HOUR)
        return f"{hours} {text('unit.minutes', minutes=minutes)}" if minutes else hours
    return fmt.age(text, whole)


def card(title: str, *content: Component, name: str, note: str = "") -> Component:
    """A card with its heading; `name` is its class in the sheets."""
    return html.Section(
        [html.Div([html.H2(title), html.Span(note, className="note")], className="card-head"), *content],
        className=f"card {name}",
    )


def stage_badge(text: Text, stage: str) -> Component:
    """The stage as a word in its badge."""
    return html.Span(text(f"case.stage.{stage}"), className=f"badge {STAGE_BADGES.get(stage, '')}".strip())
