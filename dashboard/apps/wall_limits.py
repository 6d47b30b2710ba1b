"""Keeps people and tokens that may see some areas only to the walls of those: pages, streams and maps."""

from urllib.parse import urlencode

from flask import Flask, Response, abort, g, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from dashboard.api.errors import api_error
from dashboard.apps.wall_views import MAP_PREFIX, PREFIX, WallViews
from dashboard.i18n.load import LANGUAGES
from data_access.domain.city import City
from data_access.domain.home import homes_within, may_show
from data_access.domain.showing import Scene, Showing
from layouts.wall.address import BadAddress, read_address
from layouts.wall.look import Look

_PARTS = (f"{PREFIX}assets/", f"{PREFIX}_dash-", f"{PREFIX}_favicon")
"""What pages are made from, the same for all; the callback behind it asks `refuse_outside` itself."""


def limit_wall(app: Flask, views: WallViews) -> None:
    """Refuse what lies outside the areas of the visitor; to be attached behind the guard."""
    tree = views.city.tree

    @app.before_request
    def _limit() -> AnyResponse | None:
        within, path = g.visitor.within, request.path
        if not within or not path.startswith(PREFIX) or path.startswith(_PARTS):
            return None
        if path.startswith(MAP_PREFIX):
            return None if path.startswith(_maps(views, homes_within(tree, within))) else _no()
        query = request.query_string.decode(errors="replace")
        if path == PREFIX and not {"area", "playlist"} & set(request.args):
            homes = homes_within(tree, within)
            if homes:
                own = urlencode({**request.args.to_dict(), "area": homes[0]})
                return redirect(f"{PREFIX}?{own}")
        try:
            showings = read_address(query, tree).showings
        except BadAddress:
            # The page says what is wrong with it, and shows nothing else.
            return None
        return None if all(may_show(tree, within, showing.area) for showing in showings) else _no()


def refuse_outside(city: City, showing: Showing) -> None:
    """End a request of the wall's callback for what its visitor may not see."""
    if not may_show(city.tree, g.visitor.within, showing.area):
        abort(_no())


def _maps(views: WallViews, homes: tuple[str, ...]) -> tuple[str, ...]:
    """Beginnings of the addresses of the maps that walls of some homes are drawn on."""
    look = Look(LANGUAGES[0])
    return tuple(views.of(Showing(Scene.OVERVIEW, home), look).map_url for home in homes)


def _no() -> Response:
    return api_error(403, "outside", "This lies outside the areas of this login or token.")
