"""The form of tracking: sent to `/public/track`, answered as a page, or as the answer alone to a script."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from flask import Flask, Response, make_response, request

from dashboard.apps.public_plain import plain_document
from dashboard.apps.public_views import PublicViews
from layouts.markup import markup
from layouts.public.address import Place
from layouts.public.pages import make_page
from layouts.public.track import LONGEST, track_page, tracked

FRAGMENT = "X-Fragment"
"""Header with which a script asks for the answer alone."""


class Answer(Protocol):
    """What became of a look-up."""

    @property
    def found(self) -> str:
        """One of case, none, limited, away."""
        ...

    @property
    def document(self) -> dict[str, Any] | None:
        """The steps."""
        ...

    @property
    def wait_seconds(self) -> int:
        """Until the next try, when there were too many."""
        ...


class Tracking(Protocol):
    """Looks cases up; limits how often."""

    def ask(self, number: str, check: str, address: str) -> Answer:
        """The steps of the case that number and check code fit; `address` is that of the asker."""
        ...


def add_tracking(
    server: Flask, views: PublicViews, tracking: Tracking, sheets: Sequence[str], scripts: Sequence[str],
    origin: Callable[[], str],
) -> None:  # fmt: skip
    """Add `POST /public/track`."""

    def track() -> Response:
        place = Place.read(request.path, request.query_string.decode(errors="replace"))
        number, check = (request.form.get(name, "")[: LONGEST + 1] for name in ("number", "check"))
        view = views.view(place, origin())
        if 0 < len(number) <= LONGEST and 0 < len(check) <= LONGEST:
            answer = tracking.ask(number, check, request.remote_addr or "")
            found, steps, wait = str(answer.found), answer.document, answer.wait_seconds
        else:
            found, steps, wait = "none", None, 0
        shown = tracked(view, found, steps, wait)
        if request.headers.get(FRAGMENT):
            response = make_response(markup(shown))
        else:
            made = make_page(view, track_page(view, shown))
            response = make_response(
                plain_document(
                    made.tree, language=view.text.language, title=made.title, description="", sheets=sheets,
                    scripts=scripts, metas='<meta name="robots" content="noindex">',
                )
            )  # fmt: skip
        response.headers["Cache-Control"] = "no-store"
        return response

    server.add_url_rule("/public/track", "public_track_form", track, methods=["POST"])
