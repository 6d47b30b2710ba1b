"""The wall's overview scene as one tree: what the first load shows and what the live stream compares."""

from dash import html

from layouts.wall.centre import home_centre
from layouts.wall.charts import daily_chart, hourly_chart
from layouts.wall.children import child_list
from layouts.wall.fullest import fullest_list
from layouts.wall.header import banner, headers
from layouts.wall.hot_areas import hot_areas
from layouts.wall.ids import Ids
from layouts.wall.kpis import kpi_strip
from layouts.wall.map import home_map
from layouts.wall.parts import classes
from layouts.wall.ranking import ranking
from layouts.wall.steps import seven_steps
from layouts.wall.subclasses import top_subclasses
from layouts.wall.ticker import pulses, ticker
from layouts.wall.view import Snapshot, WallView


def overview_page(snapshot: Snapshot, view: WallView) -> html.Div:
    """The whole scene of a snapshot; an empty snapshot gives the scene before the first data.

    The tree has the same shape for every snapshot of a city, so that `layouts.patch` finds changed
    properties only.
    """
    return html.Div(
        [
            *banner(view),
            *headers(snapshot, view),
            kpi_strip(snapshot, view),
            html.Div(
                [home_centre(snapshot, view), child_list(snapshot, view), fullest_list(snapshot, view)],
                className="column column-left",
            ),
            home_map(snapshot, view),
            hot_areas(snapshot, view),
            seven_steps(snapshot, view),
            html.Div(
                [
                    ranking(snapshot, view),
                    hourly_chart(snapshot, view),
                    daily_chart(snapshot, view),
                    top_subclasses(snapshot, view),
                ],
                className="column column-right",
            ),
            ticker(snapshot, view),
            pulses(snapshot),
        ],
        id=Ids.PAGE,
        className=classes(
            "wall scene-overview", f"home-{view.home_level}", view.child_level != "town" and "long-names"
        ),
        lang=view.text.language,
    )
