"""Tells search engines where the public pages are: `robots.txt`, and `sitemap.xml` in both languages."""

from collections.abc import Callable, Iterator
from html import escape

from flask import Flask, Response

from dashboard.apps.public_views import PublicViews
from data_access.domain.areas import AreaLevel
from layouts.public.address import LANGUAGES, PAGES, PREFIX, Place

ROBOTS = "/robots.txt"
SITEMAP = f"{PREFIX}sitemap.xml"
_KEPT = "public, max-age=3600, stale-if-error=86400"
_TAGS = {"zh": "zh-CN", "en": "en"}
_ALONE = ("track",)
"""Pages that nobody should come to from a search: what they show is somebody's own."""


def add_sitemap(server: Flask, views: PublicViews, origin: Callable[[], str]) -> None:
    """Add the routes; `origin` is scheme and host of the addresses."""

    def robots() -> Response:
        lines = ("User-agent: *", "Disallow: /", f"Allow: {PREFIX}", f"Disallow: {PREFIX}api/", "")
        return _answer(f"{chr(10).join(lines)}\nSitemap: {origin()}{SITEMAP}\n", "text/plain")

    def sitemap() -> Response:
        entries = "\n".join(_entry(place, views.language, origin()) for place in _places(views))
        return _answer(_MAP.format(entries=entries), "application/xml")

    server.add_url_rule(ROBOTS, "robots", robots)
    server.add_url_rule(SITEMAP, "public_sitemap", sitemap)


def _places(views: PublicViews) -> Iterator[Place]:
    """Every page, and that of each area."""
    yield from (Place(page) for page in PAGES if page not in _ALONE)
    for level in (AreaLevel.TOWN, AreaLevel.VILLAGE):
        yield from (Place("area", area.code) for area in views.city.tree.at(level))


def _entry(place: Place, own: str, origin: str) -> str:
    """A page once for each of its languages, each naming all of them."""
    addresses = {of: escape(origin + place.in_language("" if of == own else of).href) for of in LANGUAGES}
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{_TAGS[of]}" href="{href}"/>'
        for of, href in addresses.items()
    )
    return "\n".join(f"<url><loc>{href}</loc>{links}</url>" for href in addresses.values())


def _answer(body: str, mimetype: str) -> Response:
    return Response(body, mimetype=mimetype, headers={"Cache-Control": _KEPT})


_MAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
{entries}
</urlset>
"""
