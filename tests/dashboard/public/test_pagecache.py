"""Pages are rendered once until something changes, and only those that everybody may keep."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from werkzeug.test import Client

from dashboard.public.copies import Copy
from dashboard.public.pagecache import LIVE_SECONDS, LONGEST_SECONDS, PageCache
from tests.dashboard.public.conftest import Surface
from tests.dashboard.public.parts import Clock


class Pages:
    """An app that counts what it renders."""

    def __init__(self) -> None:
        self.rendered: list[str] = []
        self.kept = "public, max-age=5"
        self.status = "200 OK"

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        self.rendered.append(environ["PATH_INFO"])
        packed = environ.get("HTTP_ACCEPT_ENCODING", "")
        start(self.status, [("Content-Type", "text/html"), ("Cache-Control", self.kept), ("ETag", 'W/"one"')])
        return [f"{environ['PATH_INFO']} {packed}".encode()]


@pytest.fixture
def pages() -> Pages:
    return Pages()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def cache(pages: Pages, clock: Clock) -> PageCache:
    return PageCache(pages, 100, clock)


def test_a_page_is_rendered_once_until_something_is_published(
    cache: PageCache, pages: Pages, clock: Clock
) -> None:
    client = Client(cache)
    assert {client.get("/public/ranking").data for _ in range(5)} == {b"/public/ranking "}
    assert len(pages.rendered) == 1
    copies = {name: Copy(name, b"{}") for name in ("index", "live")}
    cache.follow(copies)
    client.get("/public/ranking")
    assert len(pages.rendered) == 2
    clock.now += 1
    cache.follow({**copies, "live": Copy("live", b"{}")})
    client.get("/public/ranking")
    assert len(pages.rendered) == 2, "what runs is brought up to date by the page itself"
    clock.now += LIVE_SECONDS
    client.get("/public/ranking")
    assert len(pages.rendered) == 3


def test_languages_hosts_and_encodings_have_their_own(cache: PageCache, pages: Pages) -> None:
    client = Client(cache)
    for _ in range(2):
        client.get("/public/?lang=en")
        client.get("/public/?lang=zh")
        client.get("/public/", headers={"Host": "other"})
        assert client.get("/public/", headers={"Accept-Encoding": "br, gzip"}).data == b"/public/ gzip"
    assert len(pages.rendered) == 4


def test_a_browser_that_has_the_page_gets_304_from_what_is_kept(cache: PageCache, pages: Pages) -> None:
    client = Client(cache)
    first = client.get("/public/", headers={"If-None-Match": 'W/"one"'})
    assert (first.status_code, first.data) == (304, b"")
    assert client.get("/public/").data == b"/public/ "
    assert len(pages.rendered) == 1


def test_errors_private_pages_posts_and_parts_are_never_kept(cache: PageCache, pages: Pages) -> None:
    client = Client(cache)
    pages.kept = "no-store"
    for _ in range(2):
        client.get("/public/track")
    pages.kept, pages.status = "public, max-age=5", "503 SERVICE UNAVAILABLE"
    for _ in range(2):
        client.get("/public/")
    pages.status = "200 OK"
    for _ in range(2):
        client.post("/public/track")
        client.get("/public/_dash-layout")
        client.get("/public/assets/a.css")
        client.get("/review/")
    assert len(pages.rendered) == 12


def test_old_pages_and_the_least_asked_for_go(cache: PageCache, pages: Pages, clock: Clock) -> None:
    client = Client(cache)
    client.get("/public/a")
    clock.now += LONGEST_SECONDS + 1
    client.get("/public/a")
    assert len(pages.rendered) == 2
    for number in range(20):
        client.get(f"/public/{number:010}")
    client.get("/public/a")
    assert len(pages.rendered) == 23, "the first had gone"


def test_the_pages_of_the_surface_are_kept(surface: Surface) -> None:
    first, second = (surface.client.get("/public/") for _ in range(2))
    assert first.data == second.data
    assert first.headers["Cache-Control"].startswith("public")
    tag = first.headers["ETag"]
    assert surface.client.get("/public/", headers={"If-None-Match": tag}).status_code == 304
