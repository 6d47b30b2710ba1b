"""Rows of what is overdue and due, one a class or department: a bar in three parts and its figures."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from layouts import format as fmt
from layouts.wall.deadlines import ids
from layouts.wall.fitted import fitted
from layouts.wall.parts import classes, panel, span
from layouts.wall.subclasses import class_name
from layouts.wall.view import Snapshot, WallView, entries

CLASSES = 12
DEPARTMENTS = 10
_NAME = {"zh": 156, "en": 176}
"""Units of the column of names on one screen."""
_AREA = {"zh": 98, "en": 128}
"""The same of areas, whose names are set larger."""
_PARTS = ("overdue", "soon", "today")

Row = Mapping[str, Any]


def pressure(row: Row) -> int:
    """What rows are sorted by: overdue now, or due within two hours."""
    return int(row["overdue"]) + int(row["soon"])


def class_rows(snapshot: Snapshot, view: WallView) -> html.Section:
    """Every class, most pressing first."""
    rows = sorted(entries(snapshot, "classes"), key=lambda row: (-pressure(row), -row["today"], row["code"]))
    named = [(class_name(row["code"], view), row) for row in rows]
    return group_panel("c", "classes", view.text("wall.deadlines.classes"), named, CLASSES, view)


def department_rows(snapshot: Snapshot, view: WallView) -> html.Section:
    """The ten departments most pressed, and the others in one row."""
    rows = sorted(
        entries(snapshot, "departments"), key=lambda row: (-pressure(row), -row["today"], row["name"])
    )
    named = [(row["name"] or view.text("wall.deadlines.no_department"), row) for row in rows]
    rest = rows[DEPARTMENTS:]
    if rest:
        sums = {part: sum(row[part] for row in rest) for part in _PARTS}
        named[DEPARTMENTS:] = [(view.text("wall.deadlines.others", count=len(rest)), sums)]
    return group_panel(
        "d", "departments", view.text("wall.deadlines.departments"), named, DEPARTMENTS + 1, view
    )


def group_panel(
    group: str, name: str, title: Any, named: Sequence[tuple[str, Row]], places: int, view: WallView
) -> html.Section:
    """A panel of such rows; the first `places` of them, and empty places for those that are not there."""
    top = scale_top([row for _, row in named])
    return panel(
        name,
        title,
        None,
        group_head(view),
        html.Div(
            [
                group_row(group, place, named[place] if place < len(named) else None, top, view)
                for place in range(places)
            ],
            className="group-rows",
        ),
    )


def group_head(view: WallView) -> html.Div:
    """Heads of the columns."""
    text = view.text
    return html.Div(
        [
            html.Span(),
            html.Span(),
            html.Span(text("wall.deadlines.overdue_short"), className="late"),
            html.Span(text("wall.deadlines.soon_short"), className="soon"),
            html.Span(text("wall.deadlines.today_short")),
        ],
        className="group group-head",
    )


def scale_top(rows: Sequence[Row]) -> int:
    """Upper end of the scale of a panel's bars."""
    return max([int(row["overdue"]) + max(int(row["soon"]), int(row["today"])) for row in rows] + [1])


def group_row(
    group: str, place: int, named: tuple[str, Row] | None, top: int, view: WallView, kind: str = ""
) -> html.Div:
    """A row: name, bar of overdue, due in two hours and later today, the three figures."""
    name, row = named or ("", {})
    overdue, soon, today = (row.get(part) for part in _PARTS)
    ends = [overdue or 0, (overdue or 0) + (soon or 0), (overdue or 0) + max(soon or 0, today or 0)]
    lo, hi, share = (f"{min(1, end / top):.1%}" for end in ends)
    return html.Div(
        [
            fitted(name, ids.row(group, place, "n"), "group-name", _name_room(group, view)),
            html.Span(
                id=ids.row(group, place, "b"),
                className="group-bar",
                style={"--lo": lo, "--hi": hi, "--share": share},
            ),
            *[
                span(
                    fmt.overdue_count(value) if named else "",
                    ids.row(group, place, part[0]),
                    classes("group-figure", part, not value and "zero"),
                )
                for part, value in zip(_PARTS, (overdue, soon, today), strict=True)
            ],
        ],
        id=ids.row(group, place, "r"),
        className=classes("group", kind, named is None and "off"),
    )


def _name_room(group: str, view: WallView) -> float:
    return (_AREA if group == "a" else _NAME)[view.text.language]
