"""Headers of the wall: one on a single screen, three side by side on a wide one, each with its pill.

Pill, date and clock are written by browser code, from the server's time; here they are placed.
"""

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts.wall.ids import Ids
from layouts.wall.view import Snapshot, WallView, last_weekday

OVERVIEW = ("wall.title", "wall.title_load", "wall.title_city", "wall.title_trends")


def headers(
    snapshot: Snapshot,
    view: WallView,
    titles: Sequence[str] = OVERVIEW,
    rules: tuple[str, str] = ("wall.comparison", "wall.comparison_plain"),
) -> list[Component]:
    """The header of each screen; the sheet shows the first alone where there is one screen.

    `titles` are the keys for one screen and for each of three; `rules` those of the sentence that says what
    the figures are of, for one screen and for the second of three. They may name the `{reference}`, the day
    that is compared with.
    """
    text = view.text
    reference = last_weekday(snapshot, view)
    city = view.city.name_en if text.language == "en" else view.city.name_zh
    return [
        html.Header(
            [
                html.H1(city),
                html.Span(text(titles[0]), className="title one-screen"),
                html.Span(text(titles[1]), className="title wide-screen"),
                _demo_badge(view),
                html.Span(
                    text(rules[0], reference=reference),
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
                html.H1(text(titles[2])),
                html.Span(text(rules[1]), className="rule"),
                html.Span(className="spring"),
                _pill(),
                html.Time(className="clock"),
            ],
            className="head head-b wide-screen",
        ),
        html.Header(
            [
                html.H1(text(titles[3])),
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
