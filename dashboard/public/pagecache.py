"""Pages as they were rendered last, until anything published changes: one rendering a tick and address.

Stands between the door and Flask, and remembers only what says of itself that everybody may keep it.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from dashboard.public.copies import Copy
from dashboard.public.kept import same_but_live
from dashboard.public.ready import Headers

MOST_BYTES = 24 * 1024 * 1024
"""Of all pages together; the least recently asked for go first."""
LONGEST_SECONDS = 60.0
"""A page is rendered again after so long even if nothing has changed."""
LIVE_SECONDS = 4.0
"""So long a page may show what ran before: browsers bring it up to date by themselves."""
KEPT_ROUTE = "/public/<page>"
_PAGES = "/public/"
_NOT_PAGES = ("/public/api/", "/public/_", "/public/assets/")
_LONGEST_QUERY = 200

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
_Answer = tuple[str, Headers, bytes, float]


class PageCache:
    """A WSGI app in front of another."""

    def __init__(
        self,
        inner: Wsgi,
        most_bytes: int = MOST_BYTES,
        clock: Callable[[], float] = time.monotonic,
        count: Callable[[str, str, str], None] = lambda route, method, status: None,
    ) -> None:
        """`count` is told route, method and status of each answer from memory."""
        self._inner, self._most, self._clock, self._count = inner, most_bytes, clock, count
        self._pages: OrderedDict[tuple[str, ...], _Answer] = OrderedDict()
        self._bytes = 0
        self._generation = 0
        self._copies: Mapping[str, Copy] = {}
        self._live_at = clock()
        """When what runs last changed."""
        self._lock = threading.Lock()

    def follow(self, copies: Mapping[str, Copy]) -> None:
        """Forget all pages when something is released; old ones when only what runs has changed."""
        with self._lock:
            only_live, self._copies = same_but_live(self._copies, copies), copies
            self._live_at = self._clock()
            if only_live:
                return
            self._generation += 1
            self._pages.clear()
            self._bytes = 0

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request."""
        path, query = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
        if (
            environ["REQUEST_METHOD"] != "GET"
            or not path.startswith(_PAGES)
            or path.startswith(_NOT_PAGES)
            or len(query) > _LONGEST_QUERY
        ):
            return self._inner(environ, start)
        packed = "gzip" if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "") else ""
        # What a proxy says of the scheme is judged further in; here it only keeps answers apart.
        scheme = f"{environ.get('wsgi.url_scheme')} {environ.get('HTTP_X_FORWARDED_PROTO', '')}"
        key = (path, query, environ.get("HTTP_HOST", ""), scheme, packed)
        with self._lock:
            found, generation = self._pages.get(key), self._generation
            if found is not None:
                self._pages.move_to_end(key)
        if found is None or self._is_old(found[3]):
            found = self._render({**environ, "HTTP_ACCEPT_ENCODING": packed})
            self._keep(key, found, generation)
        else:
            self._count(KEPT_ROUTE, "GET", found[0][:3])
        return _answered(found, environ.get("HTTP_IF_NONE_MATCH"), start)

    def _is_old(self, rendered: float) -> bool:
        longest = LIVE_SECONDS if rendered <= self._live_at else LONGEST_SECONDS
        return self._clock() - rendered > longest

    def _render(self, environ: dict[str, Any]) -> _Answer:
        # Whole, whatever the browser has already: others will be answered from it, too.
        environ.pop("HTTP_IF_NONE_MATCH", None)
        begun: list[Any] = []

        def start(status: str, headers: Headers, _failed: Any = None) -> Callable[[bytes], None]:
            begun[:] = [status, headers]
            return lambda _written: None

        parts = self._inner(environ, start)
        try:
            body = b"".join(parts)
        finally:
            close = getattr(parts, "close", None)
            if close is not None:
                close()
        return begun[0], begun[1], body, self._clock()

    def _keep(self, key: tuple[str, ...], answer: _Answer, generation: int) -> None:
        status, headers, body, _ = answer
        named = {name.lower(): value for name, value in headers}
        for_everybody = named.get("cache-control", "").startswith("public") and "set-cookie" not in named
        if status[:3] != "200" or not for_everybody:
            return
        with self._lock:
            if generation != self._generation:
                return
            before = self._pages.pop(key, None)
            self._bytes += len(body) - (0 if before is None else len(before[2]))
            self._pages[key] = answer
            while self._bytes > self._most and len(self._pages) > 1:
                _, (_, _, oldest, _) = self._pages.popitem(last=False)
                self._bytes -= len(oldest)


def _answered(answer: _Answer, known: str | None, start: Callable[..., Any]) -> Iterable[bytes]:
    status, headers, body, _ = answer
    tag = next((value for name, value in headers if name.lower() == "etag"), "")
    if known is not None and tag and tag.removeprefix("W/") in known:
        start("304 NOT MODIFIED", [pair for pair in headers if not pair[0].lower().startswith("content-")])
        return [b""]
    start(status, headers)
    return [body]
