"""The Flask app of a web process: surfaces, API and streams behind one table of who may open what."""

import functools
import math
import time
from collections.abc import Callable
from importlib.metadata import version
from urllib.parse import quote

import redis
import structlog
from flask import Flask, Response, g, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from callbacks.review.desk import BadFilter
from dashboard.access import EVERYBODY, SURFACES, Role, is_page, rule_for
from dashboard.api import health, openapi
from dashboard.api.actions import LARGEST_BODY, ActionsEndpoint
from dashboard.api.errors import api_error, attach_errors
from dashboard.api.metrics import Metrics
from dashboard.api.questions import ask, ask_case
from dashboard.api.stream import current_snapshot, number_stream, wall_poll, wall_stream
from dashboard.apps.review import create_review_app
from dashboard.apps.screens import add_screen_routes, admit_screen, screen_gauge
from dashboard.apps.wall import create_wall_app
from dashboard.apps.wall_limits import limit_wall
from dashboard.apps.wall_sources import WallSources
from dashboard.apps.wall_views import WallViews
from dashboard.auth.cookies import behind_proxies, cookie_settings
from dashboard.auth.forgery import is_forged
from dashboard.auth.login import login_blueprint, provider_of
from dashboard.auth.screens import ScreenDoors, screen_named
from dashboard.auth.secret import secret_key
from dashboard.auth.sessions import ANONYMOUS, visitor_of
from dashboard.basemap import base_map_of
from dashboard.compression import compress
from dashboard.encoding import to_json
from dashboard.headers import app_policy, attach_headers
from dashboard.live.hub import StreamHub
from dashboard.pages.forbidden import attach_forbidden_page
from dashboard.public.mount import mount_public
from dashboard.public.pages import add_pages
from dashboard.public.services import PublicServices, open_public
from dashboard.questions import QUESTIONS
from dashboard.release import build, running_walls
from dashboard.services import Services
from data_access.domain.showing import Scene, Showing
from data_access.store.archive import ArchiveUnreadable
from data_access.store.intake import backlog
from data_access.store.live import LiveFeed
from data_access.store.table import TableBehind

_log = structlog.get_logger("web")


def create_app(
    services: Services,
    *,
    surfaces: tuple[str, ...] = SURFACES,
    open_wall: bool = False,
    now: Callable[[], float] = time.time,
    public: PublicServices | None = None,
) -> tuple[Flask, StreamHub]:
    """The app, and its hub, which the serving process starts and stops.

    `open_wall` is the demo's: the wall needs no login then. `now` is the clock that walls go by. `public` is
    what the public surface works with, started and closed by whoever opened it; without it one is opened that
    follows nothing.
    """
    app = Flask("zhiwang", static_folder=None)
    app.config.update(
        SECRET_KEY=secret_key(services.settings),
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=64 * 1024,
        **cookie_settings(services.settings),
    )
    city, views = services.city, WallViews(services.city, base_map_of(services.settings))
    running = running_walls(services.settings, views)
    hub = StreamHub(
        LiveFeed(services.connection.redis, services.keys),
        Showing(Scene.OVERVIEW, city.tree.city.code),
        views.renderer,
        about={"build": running.build, "protocol": running.protocol},
        now=now,
    )
    metrics, release = Metrics(), build()
    screen_gauge(metrics, services, release)
    metrics.gauge("zhiwang_viewers", "Streams open now.", lambda: hub.viewers)
    metrics.gauge("zhiwang_store_up", "Whether the store answers.", lambda: float(hub.store_up))
    metrics.gauge("zhiwang_tick_timestamp_seconds", "Time of the last tick.", lambda: hub.tick_at or 0)
    metrics.gauge("zhiwang_table_rows", "Rows held by this process.", lambda: services.answers.rows)
    metrics.gauge(
        "zhiwang_table_lag_seconds",
        "Age of the rows that this process answers from, after an attempt to catch up.",
        lambda: age.lag_seconds if (age := services.answers.check()) else 0.0,
    )
    metrics.gauge("zhiwang_intake_entries", "Entries that wait in the intake.", lambda: _backlog(services))
    metrics.attach(app, time.monotonic)
    compress(app)
    behind_proxies(app, services.settings)
    doors = ScreenDoors(services.screens, views)
    _guard(app, services, surfaces, open_wall, doors)
    limit_wall(app, views)
    policies = {}
    if "wall" in surfaces:
        app.add_url_rule(
            "/wall/stream",
            "wall_stream",
            lambda: wall_stream(hub, city, services.settings.language or city.language, doors),
        )
        app.add_url_rule(
            "/wall/poll",
            "wall_poll",
            lambda: wall_poll(hub, city, services.settings.language or city.language),
        )
        add_screen_routes(app, services, release)
        wall = create_wall_app(app, WallSources(services, hub, views, doors, running, now))
        tiles = views.base_map.origin if views.base_map else None
        policies["/wall"] = app_policy(wall.csp_hashes(), tiles)
    if "review" in surfaces:
        review = create_review_app(app, services, has_wall="wall" in surfaces)
        policies["/review"] = app_policy(review.csp_hashes())
    if "public" in surfaces:
        public = public or open_public(services.settings, services.city, services.keys)
        held = public.held
        metrics.gauge(
            "zhiwang_public_age_seconds",
            "Time since the store last confirmed the published documents that are held.",
            lambda: math.nan if (age := held.age_seconds) is None else age,
        )
        policies |= add_pages(app, public)
        mount_public(app, public, metrics.count)
    attach_headers(app, policies)
    attach_forbidden_page(app, services)
    _api_routes(app, services, hub, metrics)
    _page_routes(app, services, surfaces, open_wall)
    _errors(app)
    return app, hub


def _backlog(services: Services) -> float:
    try:
        return backlog(services.connection.redis, services.keys)
    except redis.RedisError:
        return math.nan


def _guard(
    app: Flask, services: Services, surfaces: tuple[str, ...], open_wall: bool, doors: ScreenDoors
) -> None:
    @app.before_request
    def _check() -> AnyResponse | None:
        rule = rule_for(request.path)
        g.visitor = ANONYMOUS
        if rule.surface is not None and rule.surface not in surfaces:
            return _refuse(404, "not_found", "There is nothing here.")
        for_screens = Role.SCREEN in rule.roles and rule.roles != EVERYBODY
        if for_screens and (named := screen_named(request.query_string)) is not None:
            return admit_screen(services, doors, named)
        if rule.roles != EVERYBODY and not (rule.demo and open_wall):
            g.visitor = visitor_of(request, services)
        if g.visitor.session is not None and is_forged(request, services.settings.base_url):
            return _refuse(403, "forged", "This request comes from another site, or does not say where from.")
        if request.path == "/" or (rule.demo and open_wall):
            return None
        if rule.roles & g.visitor.roles:
            if rule.roles == EVERYBODY or g.visitor.may(rule.right):
                return None
            return _refuse(403, "forbidden", f"This login or token has not the right to {rule.right}.")
        if for_screens and (screen := doors.of_parts(request)) is not None:
            g.screen = screen
            return None
        if g.visitor.roles != ANONYMOUS.roles:
            needed = ", ".join(sorted(rule.roles - {Role.ANONYMOUS, Role.REVIEWER, Role.SCREEN})) or "none"
            return _refuse(403, "forbidden", f"This login or token may not do that; scope needed: {needed}.")
        if is_page(request.path) and request.method in ("GET", "HEAD") and "review" in surfaces:
            after = request.full_path if request.query_string else request.path
            return redirect(f"/login?next={quote(after)}")
        return _refuse(401, "unauthorized", "Send a valid token: Authorization: Bearer TOKEN.")


def _refuse(status: int, code: str, message: str) -> Response:
    return api_error(status, code, message)


def _api_routes(app: Flask, services: Services, hub: StreamHub, metrics: Metrics) -> None:
    endpoint = ActionsEndpoint(services, metrics)
    app.add_url_rule("/healthz", "healthz", health.healthz)
    app.add_url_rule("/readyz", "readyz", lambda: health.readyz(services, hub))
    app.add_url_rule("/metrics", "metrics", metrics.page)
    app.add_url_rule("/api/v1/actions", "actions", endpoint.post, methods=["POST"])
    city = services.city
    app.add_url_rule("/api/v1/stream", "stream", lambda: number_stream(hub, city))
    app.add_url_rule("/api/v1/snapshot", "snapshot", lambda: current_snapshot(hub, city))
    described = to_json(openapi.document(version("zhiwang")))
    app.add_url_rule(
        "/api/v1/openapi.json", "openapi", lambda: Response(described, mimetype="application/json")
    )
    for name in QUESTIONS:
        app.add_url_rule(f"/api/v1/{name}", name, functools.partial(ask, services.answers, name))
    # An id may hold a slash.
    app.add_url_rule("/api/v1/cases/<path:case_id>", "case", lambda case_id: ask_case(services, case_id))


def _page_routes(app: Flask, services: Services, surfaces: tuple[str, ...], open_wall: bool) -> None:
    def home() -> AnyResponse:
        if open_wall and "wall" in surfaces:
            return redirect("/wall/")
        visitor = visitor_of(request, services)
        if Role.REVIEWER in visitor.roles and "review" in surfaces:
            return redirect("/review/")
        return redirect("/public/" if "public" in surfaces else "/login")

    app.add_url_rule("/", "home", home)
    if "review" in surfaces:
        app.register_blueprint(login_blueprint(services, provider_of(services.settings)))


def _errors(app: Flask) -> None:
    attach_errors(app, LARGEST_BODY)

    @app.errorhandler(BadFilter)
    def _filter(error: BadFilter) -> AnyResponse:
        return api_error(400, "bad_request", f"{error}.")

    @app.errorhandler(redis.RedisError)
    def _store(error: redis.RedisError) -> AnyResponse:
        _log.warning("the store does not answer", error=str(error), path=request.path)
        return api_error(503, "store_down", "The store does not answer; try again.")

    @app.errorhandler(TableBehind)
    def _behind(error: TableBehind) -> AnyResponse:
        _log.warning("the table lags behind the store", path=request.path)
        return api_error(503, "behind", f"{error}; try again.")

    @app.errorhandler(ArchiveUnreadable)
    def _archive(error: ArchiveUnreadable) -> AnyResponse:
        _log.error("the archive cannot be read", error=str(error), path=request.path)
        return api_error(
            503, "archive_unreadable", "A case is archived and cannot be read now; send the same again later."
        )
