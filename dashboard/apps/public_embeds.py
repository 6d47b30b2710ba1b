"""Embedded cards: the only documents that pages of other sites may put into a frame."""

import hashlib
from collections.abc import Callable, Sequence

from flask import Flask, Response, abort, make_response, request
from werkzeug.wrappers import Response as AnyResponse

from dashboard.apps.public_plain import plain_document
from dashboard.apps.public_views import PublicViews
from layouts.public.address import Place

_OUTSIDE = '<base target="_blank">\n<meta name="robots" content="noindex">'
"""Links open beside the page that holds the card: other pages of the surface refuse to be framed."""


def add_embeds(
    server: Flask, views: PublicViews, sheets: Sequence[str], scripts: Sequence[str],
    origin: Callable[[], str], cached: str,
) -> None:  # fmt: skip
    """Add `/public/embed/NAME`."""

    def embed(name: str) -> AnyResponse:
        place = Place.read(request.path, request.query_string.decode(errors="replace"))
        if not place.known or not place.embed:
            abort(404)
        made = views.made(place, origin())
        body = plain_document(
            made.tree, language=place.language or views.language, title=made.title,
            description=made.description, sheets=sheets, scripts=scripts, metas=_OUTSIDE,
        )  # fmt: skip
        response: Response = make_response(body)
        response.headers["Cache-Control"] = cached
        response.set_etag(hashlib.blake2b(body.encode(), digest_size=10).hexdigest(), weak=True)
        return response.make_conditional(request)

    server.add_url_rule("/public/embed/<name>", "public_embed", embed)
