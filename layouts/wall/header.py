"""Headers of the wall: one on a single screen, three side by side on a wide one, each with its pill.

Pill, date and clock are written by browser code, from the server's time; here they are placed.
"""

from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts.wall.ids import Ids
from layouts.wall.view import Snapshot, WallView, last_weekday

OVERVIEW = ("wall.title", "wall.title_city", "wall.title_trends")


def headers(
    snapshot: Snapshot,
    view: WallView,
    titles: tuple[str, str, str] = OVERVIEW,
    rule: Component | None = None,
) -> list[Component]:
    """The header of each screen; the sheet shows the first alone where there is one screen.

    `titles` are the keys of the three screens' titles; `rule` stands in place of the rule of comparison.
    """
    text = view.text
    city = view.city.name_en if text.language == "en" else view.city.name_zh
    return [
        html.Header(
            [
                html.H1(city),
                html.Span(text(titles[0]), className="title one-screen"),
                html.Span(
                    text("wall.title_load" if rule is None else titles[0]), className="title wide-screen"
                ),
                _demo_badge(view),
                rule
                or html.Span(
                    text("wall.comparison", reference=last_weekday(snapshot, view)),
                    id=Ids.LAST_WEEKDAY,
                    className="rule one-screen",
                ),
                html.Span(className="spring wide-screen"),
                _pill(),
                html.Span(className="date"),
                html.Time(className="clock one-screen"),
            ],
            className="head head-a",
        ),
        html.Header(
            [
                html.H1(text(titles[1])),
                html.Span(text("wall.comparison_plain") if rule is None else None, className="rule"),
                html.Span(className="spring"),
                _pill(),
                html.Time(className="clock"),
            ],
            className="head head-b wide-screen",
        ),
        html.Header(
            [
                html.H1(text(titles[2])),
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
    # Said once to those who listen: the second and third screen repeat it for the eye only.
    silent: dict[str, Any] = {"aria-hidden": "true"}
    return [
        html.Div(words, className="banner banner-a", role="alert"),
        html.Div(words, className="banner banner-b second", **silent),
        html.Div(words, className="banner banner-c second", **silent),
    ]


def _pill() -> html.Span:
    return html.Span([html.I(), html.Span(className="pill-text")], className="pill")


def _demo_badge(view: WallView) -> html.Span:
    if not view.city.demo:
        return html.Span(className="badge off")
    return html.Span(view.text("wall.demo"), className="badge")
