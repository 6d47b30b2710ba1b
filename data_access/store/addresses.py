"""Reads the URL of a store: which kind of Redis, where, with which password."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

SENTINEL, CLUSTER = "redis+sentinel", "redis+cluster"
PLAIN = ("redis", "rediss", "unix")
_PORTS = {SENTINEL: 26379, CLUSTER: 6379}


class BadAddress(ValueError):
    """A URL that cannot be that of a store; the message never holds the password."""


@dataclass(frozen=True, slots=True)
class StoreAddress:
    """Where a store is."""

    scheme: str
    hosts: tuple[tuple[str, int], ...] = ()
    """Sentinels, or nodes of a cluster to begin with; empty for one Redis, which redis-py reads itself."""
    user: str | None = None
    password: str | None = None
    service: str = ""
    """The name under which the sentinels know the Redis."""
    database: int = 0
    place: str = ""
    """The URL without user and password, for messages and logs."""


def read_address(url: str) -> StoreAddress:
    """Take a URL apart.

    Raises BadAddress.
    """
    scheme, _, rest = url.partition("://")
    if scheme in PLAIN and rest:
        parts = urlsplit(url)
        host = "" if scheme == "unix" else f"{parts.hostname or 'localhost'}:{parts.port or 6379}"
        return StoreAddress(scheme, place=f"{scheme}://{host}{parts.path}")
    if scheme not in _PORTS:
        known = ", ".join(f"{name}://" for name in (*PLAIN, *_PORTS))
        raise BadAddress(f"The Redis URL must begin with one of {known} — not {scheme[:20]!r}.")
    who, _, where = rest.rpartition("@")
    places, *path = where.split("/")
    hosts = tuple(_host(place, scheme) for place in places.split(","))
    user, _, password = who.partition(":")
    service, database = _path(scheme, path)
    return StoreAddress(
        scheme,
        hosts,
        unquote(user) or None,
        unquote(password) or None,
        service,
        database,
        f"{scheme}://{where}",
    )


def _host(text: str, scheme: str) -> tuple[str, int]:
    name, _, port = text.rpartition(":") if ":" in text.rpartition("]")[2] else (text, "", "")
    if not name or (port and not (port.isdecimal() and 0 < int(port) < 65536)):
        raise BadAddress(f"{scheme}:// needs host:port, with commas between several; {text!r} is none.")
    return name.strip("[]"), int(port or _PORTS[scheme])


def _path(scheme: str, path: list[str]) -> tuple[str, int]:
    if scheme == CLUSTER:
        if any(path):
            raise BadAddress("redis+cluster:// takes no path: a cluster has one database only.")
        return "", 0
    service, database = (*path, "", "")[:2]
    if not service or len(path) > 2 or not (database or "0").isdecimal():
        raise BadAddress("redis+sentinel:// needs the name of the service: host:port,host:port/service/db.")
    return unquote(service), int(database or 0)
