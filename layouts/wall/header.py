"""Headers of the wall: one on a single screen, three side by side on a wide one, each with its pill.

Pill, date and clock are written by browser code, from the server's time; here they are placed.
"""

from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts.wall.ids import Ids
from layouts.wall.parts import classes
from layouts.wall.view import Snapshot, WallView, last_weekday


@dataclass(frozen=True, slots=True)
class Titles:
    """Keys of the words in a scene's headers."""

    one: str
    """The only header of a single screen."""
    left: str
    middle: str
    right: str
    rule: str | None = None
    """How its figures are to be read, said once; without it, what the overview's are compared with."""
    rule_middle: str | None = None
    """The same on the second of three screens; without it, `rule`."""


OVERVIEW = Titles("wall.title", "wall.title_load", "wall.title_city", "wall.title_trends")


def headers(
    snapshot: Snapshot, view: WallView, titles: Titles = OVERVIEW, said: Component | None = None
) -> list[Component]:
    """The header of each screen; the sheet shows the first alone where there is one screen.

    `said` stands in place of the words about how the figures are to be read.
    """
    text = view.text
    rule = titles.rule or "wall.comparison"
    rule_middle = titles.rule_middle or titles.rule or "wall.comparison_plain"
    return [
        html.Header(
            [
                html.H1(home_name(view)),
                html.Span(text(titles.one), className="title one-screen"),
                html.Span(text(titles.left), className="title wide-screen"),
                _demo_badge(view),
                said
                or html.Span(
                    text(rule, reference=last_weekday(snapshot, view)),
                    id=Ids.LAST_WEEKDAY,
                    className="rule one-screen",
                ),
                html.Span(className="spring wide-screen"),
                _pill(),
                html.Span(className="date"),
                html.Time(className="clock one-screen"),
            ],
            className=classes("head head-a", not view.home.is_city and "of-town"),
        ),
        html.Header(
            [
                html.H1(text(titles.middle)),
                html.Span(
                    text(rule_middle, reference="") if said is None else None,
                    className="rule",
                ),
                html.Span(className="spring"),
                _pill(),
                html.Time(className="clock"),
            ],
            className="head head-b wide-screen",
        ),
        html.Header(
            [
                html.H1(text(titles.right)),
                html.Span(className="spring"),
                _pill(),
                html.Span(className="date"),
            ],
            className="head head-c wide-screen",
        ),
    ]


def home_name(view: WallView) -> str:
    """Full name of the city, or of the city and the town whose wall it is."""
    language = view.text.language
    city = view.city.name_en if language == "en" else view.city.name_zh
    return city if view.home.is_city else f"{city} · {view.home.area.name(language, short=False)}"


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
