"""The live figures over HTTP: server-sent events of the wall and of its numbers, and the current snapshot."""

import socket
from collections.abc import Callable, Iterator
from functools import partial

from flask import Response, g, request

from dashboard.api.errors import api_error
from dashboard.auth.screens import ScreenDoors
from dashboard.i18n.load import LANGUAGES
from dashboard.live.events import HEADERS
from dashboard.live.hub import FIRST_SNAPSHOT_SECONDS, StreamHub
from dashboard.live.viewer import Viewer
from dashboard.live.wire import Wire
from data_access.domain.city import City
from data_access.domain.home import home_of, homes_within, may_show
from data_access.domain.showing import Scene, Showing
from layouts.wall.address import BadAddress, read_address
from layouts.wall.look import Look

_JSON = "application/json"
_SEND_BUFFER = 64 * 1024
"""Bytes the kernel holds for one viewer: a stalled one is noticed after half a minute, not after hours."""


def wall_stream(hub: StreamHub, city: City, language: str, doors: ScreenDoors) -> Response:
    """`GET /wall/stream?scene=overview&area=CODE&lang=zh&theme=dark&heat=density&after=SEQ`."""
    asked = _asked(city, language)
    if isinstance(asked, Response):
        return asked
    screen = g.get("screen")
    may_stay = None if screen is None else partial(doors.still_open, screen)
    return _stream(lambda after, viewer: hub.watch_wall(*asked, after, viewer), may_stay)


def wall_poll(hub: StreamHub, city: City, language: str) -> Response:
    """`GET /wall/poll`: the message that `/wall/stream` of the same query would begin with, as JSON."""
    asked = _asked(city, language)
    if isinstance(asked, Response):
        return asked
    after = request.args.get("after")
    if after is not None and not _is_number(after):
        return _no_number()
    found = hub.poll_wall(*asked, None if after is None else int(after))
    return Response(found, mimetype=_JSON, headers={"Cache-Control": "no-store"})


def _asked(city: City, language: str) -> tuple[Showing, Look] | Response:
    """Showing and look of a request, or what is wrong with it."""
    chosen = request.args.get("lang") or language
    if chosen not in LANGUAGES:
        return api_error(400, "language", f"lang must be one of {', '.join(LANGUAGES)}.")
    try:
        address = read_address(request.query_string.decode(errors="replace"), city.tree)
    except BadAddress as error:
        return api_error(400, error.what, f"There is no {error.what} {error.value[:40]!r}.")
    return address.at(0), address.look_at(0, chosen)


def number_stream(hub: StreamHub, city: City) -> Response:
    """`GET /api/v1/stream?area=CODE&after=SEQ`."""
    showing = _numbers_of(city)
    if isinstance(showing, Response):
        return showing
    return _stream(lambda after, viewer: hub.watch_numbers(after, viewer, showing))


def current_snapshot(hub: StreamHub, city: City) -> Response:
    """`GET /api/v1/snapshot?area=CODE`: what the stream begins with; 304 when the asker has it already."""
    showing = _numbers_of(city)
    if isinstance(showing, Response):
        return showing
    if showing != hub.main.showing:
        # A town that nobody has looked at lately: the worker is asked for it now.
        hub.wait_for_snapshot(showing, FIRST_SNAPSHOT_SECONDS)
    encoded = hub.encoded_snapshot(showing)
    if encoded is None:
        return api_error(503, "no_snapshot", "No worker has published figures yet; try again.")
    headers = {"ETag": f'W/"{encoded.tag}"', "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if request.if_none_match.contains_weak(encoded.tag):
        return Response(status=304, headers=headers)
    if request.accept_encodings.quality("gzip"):
        return Response(encoded.packed, headers={**headers, "Content-Encoding": "gzip"}, mimetype=_JSON)
    return Response(encoded.plain, headers=headers, mimetype=_JSON)


def _numbers_of(city: City) -> Showing | Response:
    """Whose figures are asked for: those of `area`, else of the city or of the only town that may be seen."""
    within = g.visitor.within
    homes = homes_within(city.tree, within) if within else (city.tree.city.code,)
    area = request.args.get("area") or (homes[0] if len(homes) == 1 else None)
    if area is None:
        return api_error(400, "area", "Name one of your towns: area=CODE.", option="area")
    try:
        home = home_of(city.tree, area)
    except KeyError:
        return api_error(400, "area", f"There is no city or town {area[:40]!r}.", option="area")
    if not may_show(city.tree, within, area):
        return api_error(403, "outside", "This lies outside the areas of this login or token.")
    return Showing(Scene.OVERVIEW, home.area.code)


def _stream(
    watch: Callable[[int | None, Viewer], Iterator[bytes]], may_stay: Callable[[], bool] | None = None
) -> Response:
    # A browser that connects again sends the number of the last event that it has seen.
    text = request.headers.get("Last-Event-ID") or request.args.get("after")
    if text is not None and not _is_number(text):
        return _no_number()
    packs = bool(request.accept_encodings.quality("gzip"))
    connection = request.environ.get("gunicorn.socket")
    if connection is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)
    viewer = Viewer(takes_packed=packs, wire=Wire.of(request.environ), may_stay=may_stay)
    events = watch(None if text is None else int(text), viewer)
    encoding = {"Content-Encoding": "gzip"} if packs else {}
    return Response(events, headers={**HEADERS, **encoding}, direct_passthrough=True)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _no_number() -> Response:
    return api_error(400, "after", "after must be the number of an event.")
