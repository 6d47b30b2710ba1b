"""The wall's overview scene as one tree: what the first load shows and what the live stream compares."""

from dash import html

from layouts.wall.centre import city_centre
from layouts.wall.charts import daily_chart, hourly_chart
from layouts.wall.header import banner, headers
from layouts.wall.ids import Ids
from layouts.wall.kpis import kpi_strip
from layouts.wall.map import city_map
from layouts.wall.ranking import ranking
from layouts.wall.steps import seven_steps
from layouts.wall.subclasses import top_subclasses
from layouts.wall.ticker import pulses, ticker
from layouts.wall.towns import town_list
from layouts.wall.view import Snapshot, WallView
from layouts.wall.villages import village_list


def wall_page(snapshot: Snapshot, view: WallView) -> html.Div:
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
                [city_centre(snapshot, view), town_list(snapshot, view), village_list(snapshot, view)],
                className="column column-left",
            ),
            city_map(snapshot, view),
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
        className="wall",
        lang=view.text.language,
    )
