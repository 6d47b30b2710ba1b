"""The pages of the public surface on the held copies."""

from flask import Flask

from dashboard.apps.public import create_public_pages
from dashboard.apps.public_views import PublicViews
from dashboard.public.services import PublicServices


def add_pages(app: Flask, public: PublicServices) -> dict[str, str]:
    """Add the pages; content policies by the path that they are for."""
    views = PublicViews(public.city, public.held, public.settings.language)
    return create_public_pages(app, views, public.tracker, public.settings.base_url)
