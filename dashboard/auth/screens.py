"""Doors of screens: a link becomes a cookie, and the cookie opens one view and what belongs to it."""

import time
from collections.abc import Iterator
from urllib.parse import parse_qs

import redis
from flask import Request, Response

from dashboard.apps.wall_views import MAP_PREFIX, PREFIX, WallViews
from dashboard.i18n.load import LANGUAGES
from data_access.domain.screens import Screen
from data_access.domain.showing import Showing
from data_access.store.screens import Screens, digest_of
from layouts.wall.address import BadAddress, read_address
from layouts.wall.look import Look

PARAMETER = "screen"
"""Part of a wall's address that names the screen whose cookie the request has to bring."""
COOKIE = "zhiwang-screen-"
"""Begins the name of the cookie of each screen: several may share one browser."""
COOKIE_SECONDS = 400 * 86_400
"""The longest that browsers keep one; heartbeats renew it."""
CHECK_SECONDS = 2.0
"""How often an open stream looks whether its screen may still see it."""
_VIEWS = (PREFIX, f"{PREFIX}stream", f"{PREFIX}poll")
"""What answers with the figures or the page of what its address names."""
_SHARED = (f"{PREFIX}assets/", f"{PREFIX}_dash-", f"{PREFIX}_favicon")
"""What pages are made from, the same for all; the callback behind it looks at its address itself."""


def screen_named(query: str | bytes) -> str | None:
    """The screen that a query string names, None without one."""
    text = query.decode(errors="replace") if isinstance(query, bytes) else query
    return parse_qs(text.lstrip("?")).get(PARAMETER, [None])[-1]


def give_cookie(response: Response, screen: Screen, secret: str, *, secure: bool) -> None:
    """Let a browser keep the secret of a screen, out of reach of scripts and other sites."""
    response.set_cookie(
        f"{COOKIE}{screen.identity}",
        secret,
        max_age=COOKIE_SECONDS,
        path=PREFIX,
        secure=secure,
        httponly=True,
        samesite="Lax",
    )


class ScreenDoors:
    """Tells what the cookies of a request open. Raises redis.RedisError when the store cannot be reached."""

    def __init__(self, screens: Screens, views: WallViews) -> None:
        self._screens = screens
        self._views = views
        self._known: dict[str, Screen] = {}
        self._known_at = float("-inf")

    def screen_of(self, request: Request, identity: str) -> Screen | None:
        """The screen of an identity, if the request brings its secret."""
        return next(iter(self._of_cookies(request, [identity])), None)

    def may_see(self, screen: Screen, request: Request) -> bool:
        """Whether a screen may see what the request asks for in its name."""
        query = request.query_string.decode(errors="replace")
        return request.path not in _VIEWS or self.covers(screen, query)

    def of_parts(self, request: Request) -> Screen | None:
        """A screen among the request's cookies to whose page the file of its path belongs."""
        path = request.path
        shared, is_map = path.startswith(_SHARED), path.startswith(MAP_PREFIX)
        if not shared and not is_map:
            return None
        brought = [name.removeprefix(COOKIE) for name in request.cookies if name.startswith(COOKIE)]
        for screen in self._of_cookies(request, brought):
            if shared or path.startswith(tuple(self._maps(screen))):
                return screen
        return None

    def covers(self, screen: Screen, query: str) -> bool:
        """Whether a screen may show what a query string asks for."""
        try:
            return screen.covers(read_address(query, self._views.city.tree).showings)
        except BadAddress:
            return False

    def still_open(self, screen: Screen) -> bool:
        """Whether a screen seen before may still look; asks the store every CHECK_SECONDS for all of them.

        A store that is away closes no door: the stream tells that it is away.
        """
        if time.monotonic() - self._known_at >= CHECK_SECONDS:
            self._known_at = time.monotonic()
            try:
                self._known = {known.identity: known for known in self._screens.all()}
            except redis.RedisError:
                self._known.setdefault(screen.identity, screen)
        known = self._known.get(screen.identity)
        return known is not None and known.revoked_at is None and known.digest == screen.digest

    def _of_cookies(self, request: Request, identities: list[str]) -> list[Screen]:
        brought = {name: request.cookies.get(f"{COOKIE}{name}") for name in identities[:50]}
        return [
            screen
            for screen in self._screens.get([name for name, secret in brought.items() if secret])
            if screen.revoked_at is None and screen.digest == digest_of(brought[screen.identity] or "")
        ]

    def _maps(self, screen: Screen) -> Iterator[str]:
        for key in screen.showings:
            try:
                yield self._views.of(Showing.from_key(key), Look(LANGUAGES[0])).map_url
            except (KeyError, ValueError):
                continue  # An earlier version had this scene, or an earlier pack this area.
