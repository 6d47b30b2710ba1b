"""The scene of the public's voice: what residents report, how soon they are answered, how content."""

from dash import html

from layouts.wall.header import Titles, banner, headers
from layouts.wall.ids import Ids
from layouts.wall.view import Snapshot, WallView
from layouts.wall.voice.channels import daily_channels, participation
from layouts.wall.voice.figures import figures
from layouts.wall.voice.response import response
from layouts.wall.voice.satisfaction import area_satisfaction, satisfaction
from layouts.wall.voice.subjects import subjects
from layouts.wall.voice.waiting import oldest_waiting, waiting_bands

TITLES = Titles(
    one="wall.voice.title",
    left="wall.voice.title_response",
    middle="wall.voice.title_reports",
    right="wall.voice.title_content",
    rule="wall.voice.rule",
)


def voice_page(snapshot: Snapshot, view: WallView) -> html.Div:
    """The whole scene; an empty snapshot gives the scene before the first data, of the same shape."""
    return html.Div(
        [
            *banner(view),
            *headers(snapshot, view, TITLES),
            figures(snapshot, view),
            html.Div(
                [response(snapshot, view), waiting_bands(snapshot, view), oldest_waiting(snapshot, view)],
                className="part part-response",
            ),
            html.Div(
                [daily_channels(snapshot, view), participation(snapshot, view), subjects(snapshot, view)],
                className="part part-reports",
            ),
            html.Div(
                [satisfaction(snapshot, view), area_satisfaction(snapshot, view)],
                className="part part-content",
            ),
        ],
        id=Ids.PAGE,
        className="wall scene-voice",
        lang=view.text.language,
    )
