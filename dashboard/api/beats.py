"""`POST /wall/beat`: what a screen says of itself, checked field by field and kept small."""

import time
from typing import Annotated, Literal

import msgspec
from flask import Response, g, request

from dashboard.api.errors import api_error
from dashboard.auth.screens import COOKIE, give_cookie
from data_access.domain.screens import Beat, Level, Screen
from data_access.store.screens import Screens

LARGEST_BEAT = 2048
"""Bytes; a heartbeat has about 400."""

_Word = Annotated[str, msgspec.Meta(max_length=64, pattern=r"^[\x21-\x7e]*$")]
_Count = Annotated[int, msgspec.Meta(ge=0, le=10**13)]
_Milliseconds = Annotated[float, msgspec.Meta(ge=0, le=10**8)]
_Moment = Annotated[float, msgspec.Meta(ge=0, le=10**11)]
_Pixels = Annotated[int, msgspec.Meta(ge=0, le=100_000)]


class Said(msgspec.Struct):
    """The body of a heartbeat; members that are not here are left out, so that no page can store more."""

    build: _Word
    showing: _Word
    level: Level
    hidden: bool
    width: _Pixels
    height: _Pixels
    uptime_seconds: _Moment
    reason: Literal["stream", "store", "tick", "feed", "figures"] | None = None
    data_at: _Moment | None = None
    message_at: _Moment | None = None
    heap_bytes: _Count | None = None
    paint_p50_ms: _Milliseconds | None = None
    paint_p95_ms: _Milliseconds | None = None
    problems: _Count = 0
    renew: bool = False
    """Whether the browser should keep the cookie of the screen for another year."""


class BeatsEndpoint:
    """Takes heartbeats; the guard has found out which screen sends them (`g.screen`)."""

    def __init__(self, screens: Screens, build: str) -> None:
        self._screens = screens
        self._build = build

    def post(self) -> Response:
        """204 when it was kept; 400 or 413 when the body is no heartbeat of this screen."""
        request.max_content_length = LARGEST_BEAT
        screen: Screen = g.screen
        try:
            said = msgspec.json.decode(request.get_data(cache=False), type=Said)
        except msgspec.DecodeError as error:
            return api_error(400, "not_a_beat", f"The body is no heartbeat: {error}.")
        if said.showing not in screen.showings:
            return api_error(400, "showing", "This screen may not show that.")
        self._screens.beat(screen, _beat(said, time.time(), self._build))
        response = Response(status=204)
        if said.renew:
            secret = request.cookies[f"{COOKIE}{screen.identity}"]
            give_cookie(response, screen, secret, secure=request.is_secure)
        return response


def _beat(said: Said, now: float, build: str) -> Beat:
    fields = msgspec.structs.asdict(said)
    del fields["renew"]
    return Beat(received_at=round(now, 3), server_build=build, **fields)
