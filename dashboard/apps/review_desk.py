"""Makes the desk of a request: the one place where the viewer's areas go into every question."""

import time
from urllib.parse import parse_qs

from flask import g, request

from callbacks.review.desk import BadFilter, Desk, Options
from dashboard.auth.login import csrf_token
from dashboard.i18n.load import LANGUAGES, load_text
from dashboard.options import BadQuestion
from dashboard.services import Services
from data_access.domain.viewer import Duty, Viewer
from data_access.store.heartbeats import Heartbeats
from layouts.review.dataage import DataAge
from layouts.review.view import THEMES, ReviewView

THEME_COOKIE = "zhiwang-theme"


class ReviewDesks:
    """Desks over the services of a process."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._beats = Heartbeats(services.connection.redis, services.city, services.keys)

    def __call__(self, search: str | None) -> Desk:
        """The desk of the person whose request is being answered."""
        services, now = self._services, time.time()
        viewer = viewer_of_request()

        def ask(name: str, options: Options) -> object:
            try:
                return services.answers.ask(name, options, viewer.within)
            except BadQuestion as error:
                raise BadFilter(error.option, str(error)) from error

        def frame(name: str, options: Options) -> object:
            try:
                return services.answers.frame(name, options, viewer.within)
            except BadQuestion as error:
                raise BadFilter(error.option, str(error)) from error

        return Desk(
            view=self.view(language_of(search), viewer),
            now=now,
            ask=ask,
            frame=frame,  # type: ignore[arg-type]
            age=lambda: self._age(now),
            csrf=csrf_token,
        )

    def view(self, language: str | None, viewer: Viewer) -> ReviewView:
        """What a page is rendered with; in the city's language for None or an unknown one."""
        services = self._services
        wished = (language, services.settings.language, services.city.language)
        known = next((name for name in wished if name in LANGUAGES), LANGUAGES[0])
        theme = request.cookies.get(THEME_COOKIE, THEMES[0])
        return ReviewView(
            services.city, viewer, load_text(known or LANGUAGES[0]), theme if theme in THEMES else THEMES[0]
        )

    def _age(self, now: float) -> DataAge:
        """By the feed that lags most."""
        beats = self._beats.all().values()
        if not beats:
            return DataAge(now, None)
        latest = max(beats, key=lambda beat: (now - beat.at) / max(beat.expected_seconds, 1.0))
        return DataAge(now, latest.at, latest.expected_seconds)


def viewer_of_request() -> Viewer:
    """Who is logged in, as the guard has found out."""
    return Viewer(g.visitor.user or "", Duty.ADMINISTRATOR)


def language_of(search: str | None) -> str | None:
    """The language that a query string names."""
    return parse_qs((search or "").removeprefix("?")).get("lang", [None])[-1]
