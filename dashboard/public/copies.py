"""One held copy of a product document: its bytes for HTTP, its content for pages."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import orjson

_LEVEL = 6


@dataclass(frozen=True)
class Copy:
    """A document as the store had it, with the field `held`: null, or a time."""

    name: str
    """Such as `index`, `live`, `month:2026-10`."""
    raw: bytes
    """The JSON object of the store."""
    held: str | None = None
    """City time at which the store last confirmed this copy, while it cannot be asked; else None."""

    @cached_property
    def body(self) -> bytes:
        """JSON with the field `held` and a final line break."""
        # Put in front of the first field rather than encoded anew: a month has hundreds of kilobytes.
        rest = self.raw.strip()[1:]
        comma = b"" if rest.lstrip()[:1] == b"}" else b","
        return b'{"held":' + orjson.dumps(self.held) + comma + rest + b"\n"

    @cached_property
    def document(self) -> dict[str, Any]:
        """The content, `held` included; shared by all readers, who must not change it."""
        found: dict[str, Any] = orjson.loads(self.body)
        return found

    @cached_property
    def digest(self) -> str:
        """Short name of the content without `held`: what is made from the document depends on this alone."""
        return hashlib.blake2b(self.raw, digest_size=10).hexdigest()

    @cached_property
    def etag(self) -> str:
        """Entity tag of the body, with its quotation marks."""
        return etag_of(self.body)

    @cached_property
    def packed(self) -> bytes:
        """The body in gzip."""
        return gzip.compress(self.body, _LEVEL, mtime=0)


def etag_of(body: bytes) -> str:
    """Strong entity tag of some bytes, with its quotation marks."""
    return f'"{hashlib.blake2b(body, digest_size=10).hexdigest()}"'
