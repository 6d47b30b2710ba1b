"""Every public page by its name: content, title and description."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts.public import figures
from layouts.public.accessibility import accessibility_page
from layouts.public.area import area_page
from layouts.public.embed import embed_page
from layouts.public.frame import framed
from layouts.public.headline import plain_headline
from layouts.public.home import home_page
from layouts.public.log import log_page
from layouts.public.method import method_page
from layouts.public.opendata import data_page
from layouts.public.parts import link
from layouts.public.ranking import ordered, ranking_page
from layouts.public.track import track_page
from layouts.public.trends import row_of, trends_page
from layouts.public.view import PublicView

_CONTENT: dict[str, Callable[[PublicView], list[Any] | None]] = {
    "": home_page,
    "ranking": ranking_page,
    "trends": trends_page,
    "area": area_page,
    "method": method_page,
    "log": log_page,
    "data": data_page,
    "track": track_page,
    "accessibility": accessibility_page,
}


@dataclass(frozen=True, slots=True)
class Made:
    """A page that was made."""

    tree: list[Component]
    title: str
    description: str
    found: bool
    """False for what does not exist: an unknown page, area or month."""


def make_page(view: PublicView, content: list[Any] | None = None) -> Made:
    """The page of a place; `content` stands in for what is usually there."""
    place, text = view.place, view.text
    if place.embed and place.known:
        return Made(embed_page(view), text(f"public.embed.{place.embed}"), _description(view), True)
    found = content
    unknown_month = bool(place.month) and place.month not in view.months
    if found is None and place.known and not unknown_month:
        found = _CONTENT[place.page](view)
    if found is None:
        return Made(framed(view, _missing(view)), _titled(view, text("public.missing.title")), "", False)
    return Made(framed(view, found), _title(view), _description(view), True)


def _missing(view: PublicView) -> list[Any]:
    text = view.text
    return [
        html.H1(text("public.missing.title")),
        html.P(text("public.missing.hint"), className="lead"),
        html.P(link(text("public.missing.home"), view.place.to(""))),
    ]


def _title(view: PublicView) -> str:
    text, place = view.text, view.place
    name = text(f"public.nav.{place.page or 'home'}")
    if place.page == "area" and place.area:
        name = view.name(place.area, short=False)
    return _titled(view, name)


def _titled(view: PublicView, name: str) -> str:
    return view.text("public.document_title", page=name, city=view.city_name)


def _description(view: PublicView) -> str:
    """The finding of the page: for search engines and previews of links."""
    text, place, month = view.text, view.place, view.month
    if place.page == "ranking" and (ranking := view.ranking) is not None:
        first = [view.name(t["code"]) for t in ordered(ranking)[:3] if t["rank"] is not None]
        if first:
            return text("public.describe.ranking", month=figures.month_words(text, ranking["month"]),
                        names=text("public.list_comma").join(first))  # fmt: skip
    if place.page in ("", "trends") and month is not None:
        return plain_headline(view, month["figures"], month["month"])
    if place.area and month is not None and (row := row_of(month, place.area)) is not None:
        return plain_headline(view, row, month["month"], area=view.name(place.area))
    # The ranking's own words need a ranking.
    name = place.page if place.page in _CONTENT and place.page not in ("", "ranking") else "home"
    return text(f"public.describe.{name}", city=view.city_name)
