"""The ten subclasses with most cases filed today."""

from collections.abc import Mapping
from typing import Any

from dash import html

from layouts import format as fmt
from layouts.names import Names
from layouts.wall import ids
from layouts.wall.ids import Ids
from layouts.wall.labels import squeeze
from layouts.wall.parts import classes, empty_note, panel, span
from layouts.wall.view import Snapshot, WallView, entries

ROWS = 10
LONG = 7
"""Characters from which a name is set smaller."""
_COLUMN = {"zh": 212, "en": 448}
"""Units of a column on one screen; Chinese has two columns, English one."""
_MARK, _DIGIT, _GAP = 31, 12, 10
"""Units of the mark of growth, of a digit of the count, and of the space before it."""
RISE = 0.2
"""Growth against the same weekday last week from which a subclass is marked."""


def top_subclasses(snapshot: Snapshot, view: WallView) -> html.Section:
    """Ten rows in two columns, most cases first."""
    text = view.text
    rows = entries(snapshot, "subclasses")[:ROWS]
    most = max([row["count"] for row in rows] + [1])
    note = [html.Span("▲", className="warn"), " ", text("wall.subclasses.note", rise=f"{RISE:.0%}")]
    cells = [_cell(place, rows[place] if place < len(rows) else {}, most, view) for place in range(ROWS)]
    return panel(
        "subclasses",
        text("wall.subclasses.title"),
        note,
        html.Div(cells, className="subclasses"),
        empty_note(Ids.SUBCLASSES_EMPTY, text("wall.subclasses.empty"), not rows),
    )


def subclass_name(code: str | None, view: WallView) -> str:
    """Name of a subclass; its code when the taxonomy does not know it."""
    return Names(view.text, view.city).subclass(code) if code else ""


def class_name(code: str | None, view: WallView) -> str:
    """Name of a class; its code when the taxonomy does not know it."""
    return Names(view.text, view.city).case_class(code)


def _cell(place: int, row: Mapping[str, Any], most: float, view: WallView) -> html.Div:
    there = bool(row)
    name = subclass_name(row.get("code"), view)
    number, before = row.get("count"), row.get("last_week")
    rises = there and number is not None and bool(before) and number / before > 1 + RISE
    shown = fmt.count(number) if there else ""
    fit = squeeze(name, _COLUMN[view.text.language] - _GAP - _DIGIT * len(shown) - (_MARK if rises else 0))
    growth = _growth(number, before) if there else ""
    return html.Div(
        [
            html.Span(
                [
                    html.Span(
                        name,
                        id=ids.subclass(place, "n"),
                        className=classes("sub-name", len(name) > LONG and "long", fit < 1 and "fit"),
                        style={"--fit": f"{fit:.2f}"},
                    ),
                    span("▲" if rises else "", ids.subclass(place, "m"), "warn sub-mark"),
                ],
                className="sub-names",
            ),
            span(growth, ids.subclass(place, "g"), classes("sub-growth wide-screen", rises and "warn")),
            span(shown, ids.subclass(place, "v"), "sub-count"),
        ],
        id=ids.subclass(place, "c"),
        className=classes("subclass", not there and "off"),
        style={"--share": f"{(number or 0) / most:.0%}"},
    )


def _growth(number: float | None, before: float | None) -> str:
    """Growth in per cent of last week; nothing where there was none to compare with."""
    if number is None or not before:
        return ""
    percent = round((number - before) / before * 100)
    sign = "+" if percent > 0 else fmt.MINUS if percent < 0 else "±"
    return f"{sign}{abs(percent)}%"
