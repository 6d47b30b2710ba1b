"""Answers that are ready: bytes and headers made once, handed out as often as anybody asks."""

import gzip
from collections.abc import Callable
from functools import cached_property
from typing import Any

from dashboard.public.copies import Copy, etag_of

Headers = list[tuple[str, str]]
JSON = "application/json"
AGE_HEADER = "Zhiwang-Age-Seconds"
"""Seconds since the store last confirmed what an answer is made from."""
HELD_HEADER = "Zhiwang-Held"
"""City time of the last confirmation, in answers of copies that the store cannot confirm now."""
ON_ERROR_SECONDS = 86_400
"""So long may what lies between show an answer when the server fails."""
SOON, LATER, HOUR = 2, 60, 3600
"""Seconds that answers may be kept: what runs, what is released, what only changes with the program."""
CORS: Headers = [
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", f"ETag, {AGE_HEADER}, {HELD_HEADER}"),
]
_PACKABLE = ("json", "text/", "xml")
_WORTH_PACKING = 500


def cache_control(max_age: int) -> str:
    """For everybody, and longer while the server fails."""
    return f"public, max-age={max_age}, stale-if-error={ON_ERROR_SECONDS}"


class Ready:
    """One answer, in plain and in gzip, with a weak entity tag for both."""

    def __init__(
        self,
        body: bytes,
        mimetype: str = JSON,
        *,
        max_age: int = LATER,
        held: str | None = None,
        name: str | None = None,
        etag: str | None = None,
        pack: Callable[[], bytes] | None = None,
    ) -> None:
        """`name` offers it as a file; `held` as of a Copy."""
        self.body, self._pack = body, pack
        self.etag = etag or etag_of(body)
        text = mimetype.startswith("text/")
        self._packable = len(body) >= _WORTH_PACKING and any(part in mimetype for part in _PACKABLE)
        self._kept: Headers = [
            ("ETag", f"W/{self.etag}"),
            ("Cache-Control", cache_control(max_age)),
            ("Vary", "Accept-Encoding"),
            *CORS,
        ]
        if held is not None:
            self._kept.append((HELD_HEADER, held))
        self._whole: Headers = [
            ("Content-Type", f"{mimetype}; charset=utf-8" if text else mimetype),
            *self._kept,
        ]
        if name is not None:
            self._whole.append(("Content-Disposition", f'attachment; filename="{name}"'))

    @classmethod
    def of(cls, copy: Copy, max_age: int) -> "Ready":
        """The answer of a document."""
        return cls(copy.body, max_age=max_age, held=copy.held, etag=copy.etag, pack=lambda: copy.packed)

    @cached_property
    def packed(self) -> bytes:
        """The body in gzip."""
        return self._pack() if self._pack else gzip.compress(self.body, 6, mtime=0)

    def parts(self, environ: dict[str, Any], age: float | None) -> tuple[str, Headers, bytes]:
        """Status, headers and body for a GET or HEAD request."""
        aged = [] if age is None else [(AGE_HEADER, f"{age:.0f}")]
        known = environ.get("HTTP_IF_NONE_MATCH")
        # The tag holds a hash in quotation marks: whoever sends it, weak or in a list, has this content.
        if known is not None and self.etag in known:
            return "304 NOT MODIFIED", [*self._kept, *aged], b""
        if self._packable and "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
            body = self.packed
            headers = [*self._whole, ("Content-Encoding", "gzip")]
        else:
            body, headers = self.body, self._whole
        return "200 OK", [*headers, ("Content-Length", str(len(body))), *aged], body
