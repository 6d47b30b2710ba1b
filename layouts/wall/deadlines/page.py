"""The scene of time limits: what breaches next, what has, where, and whose it is."""

from dash import html

from layouts.wall.deadlines.areas import area_rows
from layouts.wall.deadlines.bands import overdue_bands
from layouts.wall.deadlines.cases import longest_overdue, next_cases
from layouts.wall.deadlines.figures import figures
from layouts.wall.deadlines.groups import class_rows, department_rows
from layouts.wall.deadlines.timeline import timeline
from layouts.wall.header import Titles, banner, headers
from layouts.wall.ids import Ids
from layouts.wall.view import Snapshot, WallView

TITLES = Titles(
    one="wall.deadlines.title",
    left="wall.deadlines.title_areas",
    middle="wall.deadlines.title_next",
    right="wall.deadlines.title_groups",
    rule="wall.deadlines.rule",
)


def deadlines_page(snapshot: Snapshot, view: WallView) -> html.Div:
    """The whole scene; an empty snapshot gives the scene before the first data, of the same shape."""
    return html.Div(
        [
            *banner(view),
            *headers(snapshot, view, TITLES),
            figures(snapshot, view),
            html.Div(area_rows(snapshot, view), className="part part-areas"),
            html.Div(
                [timeline(snapshot, view), next_cases(snapshot, view)],
                className="part part-next",
            ),
            html.Div(longest_overdue(snapshot, view), className="part part-longest"),
            html.Div(
                [overdue_bands(snapshot, view), class_rows(snapshot, view), department_rows(snapshot, view)],
                className="part part-groups",
            ),
        ],
        id=Ids.PAGE,
        className="wall scene-deadlines",
        lang=view.text.language,
    )
