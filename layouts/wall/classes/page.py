"""The scene of heat by class: one small map a class, all on one fixed scale, the busiest class first."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts import format as fmt
from layouts.wall.classes.ids import ClassIds
from layouts.wall.classes.tile import class_tile
from layouts.wall.header import Titles, banner, headers
from layouts.wall.ids import Ids
from layouts.wall.legend import HeatScale, heat_legend
from layouts.wall.parts import classes, empty_note, span
from layouts.wall.smallmaps import ground
from layouts.wall.view import Snapshot, WallView, entries, section

MOST = 12
"""Maps on one screen; of a city with more classes the busiest are shown and the rest is counted."""
SCALE = HeatScale("classes", (0.25, 8), kernel_km=1.6)
"""A wider kernel than the large map's: one case has to be seen on a map two hand widths wide."""
TITLES = Titles(
    one="wall.classes.title",
    left="wall.classes.title",
    middle="wall.classes.title_b",
    right="wall.classes.title_b",
    rule="wall.classes.rule",
    rule_middle="wall.classes.rule_plain",
)
_ACROSS = {
    # Maps: columns on one screen, on two, on three, and on one that stands upright. The columns of
    # several screens are the same number on each, so that no map crosses a seam.
    1: (1, 2, 3, 1),
    2: (2, 2, 3, 1),
    3: (3, 4, 3, 1),
    4: (2, 4, 6, 1),
    5: (3, 6, 6, 1),
    6: (3, 6, 6, 2),
    7: (4, 4, 6, 2),
    8: (4, 4, 6, 2),
    9: (3, 6, 6, 2),
    10: (4, 6, 6, 2),
    11: (4, 6, 6, 2),
    12: (4, 6, 6, 2),
}


def classes_page(snapshot: Snapshot, view: WallView) -> html.Div:
    """The whole scene; the tree has the same shape for every snapshot of a city."""
    shown = min(MOST, len(view.city.taxonomy.classes))
    counted = entries(snapshot, "classes")
    one, two, three, upright = _ACROSS[max(1, shown)]
    tiles = [
        class_tile(place, counted[place] if place < len(counted) else {}, view) for place in range(shown)
    ]
    return html.Div(
        [
            *banner(view),
            *headers(snapshot, view, TITLES),
            html.Div(
                tiles,
                id=ClassIds.MAPS,
                className="smallmaps",
                style={
                    "--one": str(one),
                    "--two": str(two),
                    "--three": str(three),
                    "--upright": str(upright),
                },
                **ground(view, SCALE),
            ),
            html.Footer(
                [_totals(snapshot, view), heat_legend(SCALE, view), _notes(counted[shown:], view)],
                className="class-foot",
            ),
            empty_note(ClassIds.EMPTY, view.text("wall.classes.empty"), not counted),
        ],
        id=Ids.PAGE,
        className="wall scene-classes",
        lang=view.text.language,
    )


def _totals(snapshot: Snapshot, view: WallView) -> html.Div:
    text, total = view.text, section(snapshot, "total")
    change = fmt.relative_change(text, total.get("reported"), total.get("last_week"))
    overdue = total.get("overdue")
    return html.Div(
        [
            html.Span(text("wall.classes.total"), className="label"),
            span(fmt.count(total.get("reported")), ClassIds.TOTAL, "value"),
            span(change.text if change else "", ClassIds.TOTAL_CHANGE, "change"),
            span(
                text("wall.kpi.last_week", value=fmt.count(total.get("last_week"))) if change else "",
                ClassIds.TOTAL_NOTE,
                "note",
            ),
            html.Span(text("wall.classes.open"), className="label"),
            span(fmt.count(total.get("open")), ClassIds.TOTAL_OPEN, "value"),
            html.Span(text("wall.classes.overdue"), className="label"),
            span(fmt.count(overdue), ClassIds.TOTAL_OVERDUE, classes("value", bool(overdue) and "bad")),
        ],
        className="class-totals",
    )


def _notes(rest: Sequence[Mapping[str, Any]], view: WallView) -> Component:
    """What the bars mean, the classes that have no map of their own, and the boundaries' caveat."""
    text = view.text
    left_out = sum(one["reported"] for one in rest)
    return html.Div(
        [
            html.Span(text("wall.classes.bars")),
            span(
                text("wall.classes.rest", classes=len(rest), count=fmt.count(left_out)) if rest else "",
                "h-rest",
            ),
            html.Span(text("wall.map.schematic") if view.city.schematic else None),
        ],
        className="class-notes",
    )
