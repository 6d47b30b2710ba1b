"""What the wall's app takes from the composition root: snapshots, the screen that asks, release and clock."""

from collections.abc import Callable, Mapping
from typing import Any

import redis
from flask import abort, g, request

from dashboard.apps.wall_limits import refuse_outside
from dashboard.apps.wall_views import WallViews
from dashboard.auth.screens import ScreenDoors, screen_named
from dashboard.live.hub import FIRST_SNAPSHOT_SECONDS, StreamHub
from dashboard.release import build
from dashboard.services import Services
from data_access.domain.showing import Showing
from layouts.wall.browser import Running, ScreenPage


class WallSources:
    """What the wall's app asks for."""

    def __init__(
        self,
        services: Services,
        hub: StreamHub,
        views: WallViews,
        doors: ScreenDoors,
        running: Running,
        now: Callable[[], float],
    ) -> None:
        self.views = views
        self.running = running
        self.now = now
        self._doors = doors
        self._answers = services.answers
        self._hub = hub

    def snapshot(self, showing: Showing) -> Mapping[str, Any]:
        """The newest snapshot; computed here while no worker has published one."""
        refuse_outside(self.views.city, showing)
        try:
            found = self._hub.wait_for_snapshot(showing, FIRST_SNAPSHOT_SECONDS)
            return found or self._answers.snapshot(showing)
        except redis.RedisError:
            return {}

    def screen(self, search: str | None) -> ScreenPage | None:
        """The screen whose page asks, None where no screen does; answers 403 what it may not see."""
        named = screen_named(search or "")
        if named is None:
            # The guard lets a screen's cookie reach the callback: without a name it opens nothing.
            if g.get("screen") is not None:
                abort(403)
            return None
        screen = self._doors.screen_of(request, named)
        if screen is None or not self._doors.covers(screen, search or ""):
            abort(403)
        return ScreenPage(screen.identity, build())
