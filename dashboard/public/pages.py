"""The pages of the public surface."""

from flask import Flask, make_response
from werkzeug.wrappers import Response as AnyResponse

from dashboard.pages.language import text_of
from dashboard.pages.render import page
from dashboard.public.services import PublicServices


def add_pages(app: Flask, public: PublicServices) -> dict[str, str]:
    """Add the pages; content policies by the path that they are for."""

    def home() -> AnyResponse:
        return make_response(page("public.html", public, text_of(public)))

    app.add_url_rule("/public/", "public", home)
    return {}
