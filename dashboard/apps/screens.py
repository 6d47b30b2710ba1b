"""Screens on the shared server: what their links open, who gets in, heartbeats, what Prometheus hears."""

import time
from collections import Counter
from urllib.parse import parse_qs

import redis
from flask import Flask, Response, g, make_response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from dashboard.access import is_page
from dashboard.api.beats import BeatsEndpoint
from dashboard.api.errors import api_error
from dashboard.api.metrics import Metrics
from dashboard.apps.wall_views import PREFIX
from dashboard.auth.screens import PARAMETER, ScreenDoors, give_cookie
from dashboard.i18n.load import LANGUAGES, load_text
from dashboard.pages.render import page
from dashboard.services import Services
from data_access.domain.screens import ScreenState
from data_access.queries.screens import roll

LINK = "/screen/"
_CLOSED_SECONDS = 300
_WAITING_SECONDS = 10
"""How often a screen that cannot be shown tries again by itself."""


def admit_screen(services: Services, doors: ScreenDoors, named: str) -> AnyResponse | None:
    """Let in a request that names a screen, which is that screen's and nobody else's; else the refusal.

    `g.screen` is the screen from then on.
    """
    try:
        screen = doors.screen_of(request, named)
    except redis.RedisError:
        if not _wants_page():
            raise
        # A screen that is switched on while the store is away must come up by itself.
        return _standing_page(services, "waiting", 503, _WAITING_SECONDS)
    if screen is not None and doors.may_see(screen, request):
        g.screen = screen
        return None
    if screen is not None:
        return api_error(403, "not_this_screen", "The link of this screen does not open that.")
    if _wants_page():
        return _standing_page(services, "closed", 403, _CLOSED_SECONDS)
    return api_error(403, "screen_closed", "The link of this screen was revoked, or its cookie is gone.")


def add_screen_routes(app: Flask, services: Services, build: str) -> None:
    """`/screen/SECRET`, what the links of screens open, and `/wall/beat`, what screens say of themselves."""

    def open_link(secret: str) -> AnyResponse:
        try:
            screen = services.screens.opened_by(secret)
        except redis.RedisError:
            return _standing_page(services, "waiting", 503, _WAITING_SECONDS)
        if screen is None:
            return _standing_page(services, "closed", 403, _CLOSED_SECONDS)
        # The secret leaves the address at once and goes into the cookie of this screen alone.
        response = make_response(redirect(f"{PREFIX}?{PARAMETER}={screen.identity}&{screen.query}", 303))
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-store"
        give_cookie(response, screen, secret, secure=request.is_secure)
        return response

    app.add_url_rule(f"{LINK}<secret>", "screen_link", open_link)
    app.add_url_rule(
        f"{PREFIX}beat", "screen_beat", BeatsEndpoint(services.screens, build).post, methods=["POST"]
    )


def screen_gauge(metrics: Metrics, services: Services, build: str) -> None:
    """Tell Prometheus how many screens are in each state, and how many of them need somebody."""

    def read() -> dict[tuple[str, ...], float]:
        try:
            listed = roll(services.screens, build, time.time())
        except redis.RedisError:
            return {}
        found = Counter(entry.fare.state for entry in listed)
        return {(state.value,): float(found[state]) for state in ScreenState}

    def alarming() -> float:
        try:
            return float(sum(entry.fare.alarming for entry in roll(services.screens, build, time.time())))
        except redis.RedisError:
            return float("nan")

    metrics.gauges("zhiwang_screens", "Screens by state.", ("state",), read)
    metrics.gauge("zhiwang_screens_alarming", "Screens that somebody should look after.", alarming)


def _wants_page() -> bool:
    return request.path in (PREFIX, PREFIX.rstrip("/")) and is_page(request.path) and request.method == "GET"


def _standing_page(services: Services, what: str, status: int, again_seconds: int) -> Response:
    asked = parse_qs(request.query_string.decode(errors="replace")).get("lang", [None])[-1]
    wished = (asked, services.settings.language, services.city.language)
    text = load_text(next((name for name in wished if name in LANGUAGES), LANGUAGES[0]) or LANGUAGES[0])
    content = page("screen.html", services, text, what=what, again=again_seconds)
    response = make_response(content, status)
    response.headers["Refresh"] = str(again_seconds)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
