"""Tiles of a map service under the wall's own land, where a command centre has such a service."""

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class BaseMap:
    """A tile service as its setting names it."""

    url: str
    """Template with {z}, {x} and {y}: Web Mercator tiles, by an absolute address or one of this server."""
    attribution: str
    coordinates: str
    """System that they are drawn in: wgs84, gcj02 or bd09."""

    @property
    def origin(self) -> str | None:
        """Scheme, host and port of the service; None where it is this server."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}" if parts.netloc else None
