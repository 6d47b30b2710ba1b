"""Lists of single cases: the next to breach with a running countdown, and those overdue longest."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dash import html

from layouts import format as fmt
from layouts.wall.countdown import countdown
from layouts.wall.deadlines import ids
from layouts.wall.deadlines.ids import Ids
from layouts.wall.fitted import fitted
from layouts.wall.parts import classes, empty_note, panel, span
from layouts.wall.subclasses import class_name, subclass_name
from layouts.wall.view import Snapshot, WallView, entries, seconds_since

NEXT = 14
LONGEST = 5
SIGNS = {"green": "●", "yellow": "▲", "red": "■"}
"""Shapes of the traffic light: colour is never alone."""
_WHAT = {"zh": 176, "en": 312}
"""Units of the column of subclasses on one screen, and what the mark of an urgent case takes of it."""
_URGENT = {"zh": 56, "en": 84}
_WHERE = {"zh": 170, "en": 222}
_DEPARTMENT = 184


def next_cases(snapshot: Snapshot, view: WallView) -> html.Section:
    """Fourteen cases, the first to breach on top."""
    text = view.text
    cases = entries(snapshot, "next")[:NEXT]
    return panel(
        "next",
        text("wall.deadlines.next"),
        text("wall.deadlines.light"),
        _head("wall.deadlines.left", "wall.deadlines.due", view),
        html.Div(
            [
                _next_row(place, cases[place] if place < len(cases) else {}, snapshot, view)
                for place in range(NEXT)
            ],
            className="case-rows",
        ),
        empty_note(
            Ids.NEXT_EMPTY,
            text("wall.deadlines.none_next" if "next" in snapshot else "wall.deadlines.wait"),
            not cases,
        ),
    )


def longest_overdue(snapshot: Snapshot, view: WallView) -> html.Section:
    """Five cases, the longest overdue on top."""
    text = view.text
    cases = entries(snapshot, "longest")[:LONGEST]
    return panel(
        "longest",
        text("wall.deadlines.longest"),
        text("wall.deadlines.longest_note"),
        _head("wall.deadlines.late", "wall.deadlines.due", view),
        html.Div(
            [
                _late_row(place, cases[place] if place < len(cases) else {}, snapshot, view)
                for place in range(LONGEST)
            ],
            className="case-rows",
        ),
        empty_note(
            Ids.LONGEST_EMPTY,
            text("wall.deadlines.none_late" if "longest" in snapshot else "wall.deadlines.wait"),
            not cases,
        ),
    )


def _head(first: str, last: str, view: WallView) -> html.Div:
    text = view.text
    words = [
        text("wall.deadlines.state"),
        text(first),
        text("wall.deadlines.what"),
        text("wall.deadlines.where"),
        text("wall.deadlines.department"),
        text("wall.deadlines.stage"),
        text(last),
    ]
    return html.Div([html.Span(word) for word in words], className="case case-head")


def _next_row(place: int, case: Mapping[str, Any], snapshot: Snapshot, view: WallView) -> html.Div:
    left = countdown(ids.case("n", place, "t"), case.get("due_at"), "case-left")
    return _row("n", place, case, left, _due(case, snapshot, view), view)


def _late_row(place: int, case: Mapping[str, Any], snapshot: Snapshot, view: WallView) -> html.Div:
    late = fmt.age(view.text, seconds_since(snapshot, case.get("due_at"))) if case else ""
    since = ""
    if case:
        due = view.local_date(case["due_at"])
        same_year = due.year == view.local_date(snapshot.get("at") or case["due_at"]).year
        since = fmt.short_day(view.text, due) if same_year else f"{due:%Y-%m}"
    return _row("l", place, case, span(late, ids.case("l", place, "t"), "case-left"), since, view)


def _row(
    group: str, place: int, case: Mapping[str, Any], first: html.Span, last: str, view: WallView
) -> html.Div:
    there = bool(case)
    text = view.text
    light = case.get("light")
    return html.Div(
        [
            span(
                f"{SIGNS[light]} {text(f'wall.deadlines.light_{light}')}" if light else "",
                ids.case(group, place, "s"),
                "case-state",
            ),
            first,
            _what(group, place, case, view),
            fitted(
                _where(case, view),
                ids.case(group, place, "p"),
                "case-where",
                _WHERE[view.text.language],
            ),
            fitted(_department(case, view), ids.case(group, place, "d"), "case-department", _DEPARTMENT),
            span(
                text(f"wall.deadlines.stage_{case['stage']}") if there else "",
                ids.case(group, place, "g"),
                "case-stage",
            ),
            span(last, ids.case(group, place, "e"), "case-due"),
        ],
        id=ids.case(group, place, "r"),
        className=classes("case", light, bool(case.get("urgent")) and "is-urgent", not there and "off"),
    )


def _what(group: str, place: int, case: Mapping[str, Any], view: WallView) -> html.Span:
    """Subclass; an urgent case has its mark before it."""
    name = (subclass_name(case.get("subclass"), view) or class_name(case.get("class"), view)) if case else ""
    urgent = bool(case.get("urgent"))
    language = view.text.language
    room = _WHAT[language] - (_URGENT[language] if urgent else 0)
    return html.Span(
        [
            span(
                view.text("wall.deadlines.urgent") if urgent else "",
                ids.case(group, place, "u"),
                "case-urgent",
            ),
            fitted(name, ids.case(group, place, "w"), "case-name", room),
        ],
        className="case-what",
    )


def _where(case: Mapping[str, Any], view: WallView) -> str:
    """Town and village; never an address. A case of no town is the city's own."""
    if not case:
        return ""
    names = [view.area_name(case.get(level)) for level in ("town", "village") if case.get(level)]
    return " ".join(names) or view.text("wall.home.direct")


def _department(case: Mapping[str, Any], view: WallView) -> str:
    if not case:
        return ""
    return case.get("department") or view.text("wall.deadlines.no_department")


def _due(case: Mapping[str, Any], snapshot: Snapshot, view: WallView) -> str:
    """Time of day at which the case is due; with its weekday when that is not today."""
    if not case:
        return ""
    due = datetime.fromtimestamp(case["due_at"], view.city.zone)
    now = snapshot.get("at")
    today = now is None or view.local_date(now) == due.date()
    return f"{due:%H:%M}" if today else f"{fmt.weekday(view.text, due.date())} {due:%H:%M}"
