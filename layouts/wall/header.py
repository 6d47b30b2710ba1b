"""Headers of the wall: one on a single screen, three side by side on a wide one, each with its pill.

Pill, date and clock are written by browser code, from the server's time; here they are placed.
"""

from dash import html
from dash.development.base_component import Component

from layouts import format as fmt
from layouts.wall.ids import Ids
from layouts.wall.view import Snapshot, WallView


def headers(snapshot: Snapshot, view: WallView) -> list[Component]:
    """The header of each screen; the sheet shows the first alone where there is one screen."""
    text = view.text
    weekday = _weekday(snapshot, view)
    city = view.city.name_en if text.language == "en" else view.city.name_zh
    return [
        html.Header(
            [
                html.H1(city),
                html.Span(text("wall.title"), className="title one-screen"),
                html.Span(text("wall.title_load"), className="title wide-screen"),
                _demo_badge(view),
                html.Span(text("wall.comparison", weekday=weekday), id=Ids.LAST_WEEKDAY, className="rule one-screen"),
                html.Span(className="spring wide-screen"),
                _pill(),
                html.Span(className="date"),
                html.Time(className="clock one-screen"),
            ],
            className="head head-a",
        ),
        html.Header(
            [
                html.H1(text("wall.title_city")),
                html.Span(text("wall.comparison_plain"), className="rule"),
                html.Span(className="spring"),
                _pill(),
                html.Time(className="clock"),
            ],
            className="head head-b wide-screen",
        ),
        html.Header(
            [
                html.H1(text("wall.title_trends")),
                html.Span(className="spring"),
                _pill(),
                html.Span(className="date"),
            ],
            className="head head-c wide-screen",
        ),
    ]


def banner(view: WallView) -> list[Component]:
    """The banners of a broken connection, one a screen; browser code fills and shows them."""
    words = [
        html.Strong(className="banner-age"),
        html.Span(className="banner-frame"),
        html.Span(className="banner-tries"),
        html.Span(className="spring"),
        html.Span(view.text("wall.demo") if view.city.demo else None, className="banner-demo"),
        html.Span(className="date"),
        html.Time(className="clock"),
    ]
    return [
        html.Div(words, className=f"banner banner-{screen}", role="alert", **{"aria-live": "assertive"})
        if screen == "a"
        else html.Div(words, className=f"banner banner-{screen} second", **{"aria-hidden": "true"})
        for screen in "abc"
    ]


def _pill() -> html.Span:
    return html.Span([html.I(), html.Span(className="pill-text")], className="pill")


def _demo_badge(view: WallView) -> html.Span:
    if not view.city.demo:
        return html.Span(className="badge off")
    return html.Span(view.text("wall.demo"), className="badge")


def _weekday(snapshot: Snapshot, view: WallView) -> str:
    moment = snapshot.get("at")
    if moment is None:
        return view.text("wall.same_weekday")
    return fmt.weekday(view.text, view.local_date(moment))
