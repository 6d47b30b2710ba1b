"""Cards for other pages: the headline, the map or the ranking, for the city or one area, with what runs."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts.public.area import villages_card
from layouts.public.frame import freshness
from layouts.public.headline import four, headline
from layouts.public.home import map_card
from layouts.public.now import now_strip
from layouts.public.parts import empty
from layouts.public.ranking import ranking_card
from layouts.public.trends import row_of
from layouts.public.view import PublicView
from layouts.review.parts import attributes

_PLACES = 10


def embed_page(view: PublicView) -> list[Component]:
    """The whole document of an embedded card; its links open the page that it is a part of."""
    text, month = view.text, view.month
    content: list[Any]
    if month is None:
        content = [empty(text("public.nothing"), text("public.none_hint"))]
    elif view.place.embed == "map":
        villages = villages_card(view, month, view.place.area) if view.place.area else None
        content = [villages or map_card(view, month, embedded=True)]
    elif view.place.embed == "ranking":
        content = [ranking_card(view, top=_PLACES)]
    else:
        area = view.place.area
        row = row_of(month, area)
        if row is None:
            content = [empty(text("public.area.no_row"), text("public.area.no_row_hint"))]
        else:
            name = view.name(area) if area else ""
            content = [headline(view, row, month["month"], area=name), four(view, row)
                       if "response_24h_rate" in row else None]  # fmt: skip
            content += [] if area else [now_strip(view)]
    whole = view.place.to("area", view.place.area) if view.place.area else view.place.to("")
    return [
        html.Main(
            [
                html.H1(text(f"public.embed.{view.place.embed}"), className="sr")
                if view.place.embed != "headline" or month is None
                else None,
                freshness(view),
                *content,
                html.P(
                    html.A(
                        text("public.embed.whole", city=view.city_name),
                        href=whole.href, target="_blank", rel="noopener",
                    ),
                    className="note whole",
                ),
            ],
            className="page embed",
            id="main",
            **attributes(data_page="embed"),
        )
    ]  # fmt: skip
