"""Stands in front of Flask: hands out the ready answers of plain addresses, and lets everything else pass.

Flask takes ten times as long for a request as finding some bytes does; a town that reads its ranking at once
must not notice the others.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from dashboard.public.copies import Copy
from dashboard.public.held import INDEX, LIVE
from dashboard.public.ready import LATER, SOON, Headers, Ready

API = "/public/api/v1"
_READING = ("GET", "HEAD")
_FOLDERS = {"month": "months", "ranking": "rankings", "heat": "heat"}
ROUTES = {
    "index": f"{API}/index",
    "live": f"{API}/live",
    "method": f"{API}/method",
    "log": f"{API}/log",
    "month": f"{API}/months/<month>",
    "ranking": f"{API}/rankings/<month>",
    "heat": f"{API}/heat/<week>",
}
"""Route of each kind of document."""

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def kind_of(name: str) -> str:
    """Kind of a document: the part of its name before the colon."""
    return name.partition(":")[0]


def address_of(name: str) -> str:
    """Address of a document: `month:2026-10` is `/public/api/v1/months/2026-10`."""
    kind, _, key = name.partition(":")
    return f"{API}/{_FOLDERS[kind]}/{key}" if key else f"{API}/{kind}"


def ready_documents(copies: Mapping[str, Copy]) -> dict[str, Ready]:
    """The answer of every document by its address, the newest of each kind also as `latest`."""
    found = {
        address_of(name): Ready.of(copy, SOON if name in (INDEX, LIVE) else LATER)
        for name, copy in copies.items()
        if kind_of(name) in ROUTES
    }
    for folder in _FOLDERS.values():
        newest = max((path for path in found if path.startswith(f"{API}/{folder}/")), default=None)
        if newest is not None:
            found[f"{API}/{folder}/latest"] = found[newest]
    return found


class Door:
    """The WSGI app of a process: ready answers first."""

    def __init__(
        self,
        inner: Wsgi,
        age: Callable[[], float | None],
        headers: Headers,
        count: Callable[[str, str, str], None] = lambda route, method, status: None,
    ) -> None:
        """`age` is that of all copies in seconds; `headers` are sent with every ready answer; `count` is told
        route, method and status of each."""
        self._inner, self._age, self._headers, self._count = inner, age, headers, count
        self._ready: Mapping[str, tuple[Ready, str]] = {}
        """Answer and route by address."""

    def show(self, copies: Mapping[str, Copy]) -> None:
        """Hand out these documents from now on."""
        self._ready = {path: (ready, _route(path)) for path, ready in ready_documents(copies).items()}

    def of(self, path: str) -> Ready | None:
        """The ready answer of an address."""
        found = self._ready.get(path)
        return None if found is None else found[0]

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request."""
        method = environ["REQUEST_METHOD"]
        if method in _READING and not environ.get("QUERY_STRING"):
            found = self._ready.get(environ["PATH_INFO"])
            if found is not None:
                ready, route = found
                status, headers, body = ready.parts(environ, self._age())
                start(status, [*headers, *self._headers])
                self._count(route, method, status[:3])
                return [] if method == "HEAD" else [body]
        return self._inner(environ, start)


def _route(path: str) -> str:
    folder, _, _ = path.removeprefix(f"{API}/").partition("/")
    return ROUTES[next((kind for kind, own in _FOLDERS.items() if own == folder), folder)]
