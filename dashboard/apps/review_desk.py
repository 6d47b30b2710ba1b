"""Makes the desk of a request: the one place where the viewer's areas go into every question."""

import time
from typing import Any
from urllib.parse import parse_qs

from flask import g, request

from callbacks.review.desk import BadFilter, Desk, Options
from dashboard.apps.evaluation_desk import ViewersEvaluations
from dashboard.apps.events_desk import ViewersEvents
from dashboard.apps.people_desk import ViewersPeople
from dashboard.auditing import note
from dashboard.auth.forgery import csrf_token
from dashboard.evaluations import EvaluationRefused, Evaluations, Wanted
from dashboard.i18n.load import LANGUAGES, load_text
from dashboard.marking import mark_case
from dashboard.options import BadQuestion
from dashboard.release import build
from dashboard.services import Services
from data_access.cities.area_shapes import AreaShapes
from data_access.domain.auditing import AuditAction
from data_access.domain.coordination import MarkState
from data_access.domain.rights import Right, may
from data_access.domain.screens import ScreenEntry
from data_access.domain.viewer import Viewer
from data_access.queries.screens import roll
from data_access.store.heartbeats import Heartbeats
from layouts.review.dataage import DataAge
from layouts.review.view import THEMES, ReviewView

THEME_COOKIE = "zhiwang-theme"


class ReviewDesks:
    """Desks over the services of a process."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.shapes = AreaShapes(services.city.folder, services.city.tree)
        self._evaluations = Evaluations(services)
        self._beats = Heartbeats(services.connection.redis, services.city, services.keys)

    def __call__(self, search: str | None) -> Desk:
        """The desk of the person whose request is being answered."""
        services, now = self._services, time.time()
        viewer = viewer_of_request()
        view = self.view(language_of(search), viewer)

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

        def mark(case_id: str, state: MarkState, note: str, seen: int) -> object:
            return mark_case(services, viewer, case_id, state, note, seen=seen)

        def case(case_id: str, private: bool) -> object:
            if private and not may(viewer, Right.PRIVATE):
                return None
            found = services.answers.case(case_id, {}, private=private, within=viewer.within)
            if private and found is not None:
                # Before it is shown: what is not in the log is not told.
                note(services, AuditAction.PRIVATE, case_id)
            return found

        return Desk(
            view=view,
            now=now,
            ask=ask,
            frame=frame,  # type: ignore[arg-type]
            mark=mark,
            case=case,
            age=lambda: self._age(now),
            evaluate=lambda month: self._evaluate(month, viewer),
            outline=self.shapes.outline,
            csrf=csrf_token,
            screens=lambda: self._screens(viewer, now),
            people=ViewersPeople(services, viewer),
            events=ViewersEvents(services, viewer),
            evaluation=ViewersEvaluations(services, self._evaluations, viewer, view.text.language, ask),
        )

    def _screens(self, viewer: Viewer, now: float) -> list[ScreenEntry]:
        """The roll; of a person who sees some areas only, the screens that hang there."""
        entries = roll(self._services.screens, build(), now, trends=True)
        tree, within = self._services.city.tree, viewer.within
        if not within:
            return entries
        seen = {tree.at(level)[index].code for level, index in within}
        return [
            entry for entry in entries if all(key.partition("/")[2] in seen for key in entry.screen.showings)
        ]

    def view(self, language: str | None, viewer: Viewer) -> ReviewView:
        """What a page is rendered with; in the city's language for None or an unknown one."""
        services = self._services
        wished = (language, services.settings.language, services.city.language)
        known = next((name for name in wished if name in LANGUAGES), LANGUAGES[0])
        theme = request.cookies.get(THEME_COOKIE, THEMES[0])
        return ReviewView(
            services.city, viewer, load_text(known or LANGUAGES[0]), theme if theme in THEMES else THEMES[0]
        )

    def _evaluate(self, month: str, viewer: Viewer) -> dict[str, Any] | None:
        if viewer.within:
            return None
        try:
            return self._evaluations.answer(Wanted(month))
        except EvaluationRefused:
            return None

    def _age(self, now: float) -> DataAge:
        """By the feed that lags most."""
        beats = self._beats.all().values()
        if not beats:
            return DataAge(now, None)
        latest = max(beats, key=lambda beat: (now - beat.at) / max(beat.expected_seconds, 1.0))
        return DataAge(now, latest.at, latest.expected_seconds)


def viewer_of_request() -> Viewer:
    """Who is logged in, as the guard has found out."""
    viewer: Viewer | None = g.visitor.viewer
    if viewer is None:
        raise RuntimeError("the guard lets nobody in who is not logged in")
    return viewer


def language_of(search: str | None) -> str | None:
    """The language that a query string names."""
    return parse_qs((search or "").removeprefix("?")).get("lang", [None])[-1]
