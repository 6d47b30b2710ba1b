"""The wire form of server-sent events; used by the stream hub."""

import zlib
from functools import cached_property
from typing import Any

import orjson

HEADERS = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store, no-transform",
    "Vary": "Accept-Encoding",
    # Proxies of the nginx kind must pass every event on at once.
    "X-Accel-Buffering": "no",
}


def event(name: str, data: Any, number: int | None = None) -> bytes:
    """One event; `number` becomes its id, which a browser sends back when it connects again."""
    head = b"" if number is None else b"id: %d\n" % number
    return head + b"event: " + name.encode() + b"\ndata: " + orjson.dumps(data) + b"\n\n"


GZIP_HEAD = bytes((0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255))
"""Head of a gzip stream (RFC 1952): no name, no time."""
_LEVEL = 6


def packed(data: bytes) -> bytes:
    """Bytes as part of any gzip stream, after GZIP_HEAD: packed once for all viewers.

    Each part refers to nothing before it and ends on a whole byte (RFC 1951, a full flush), so that parts
    can follow each other in any order. The stream never ends, so nobody misses its checksum.
    """
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH)


class Shared:
    """Bytes that are part of many messages; packed once, when somebody first wants them so."""

    def __init__(self, plain: bytes) -> None:
        self.plain = plain

    @cached_property
    def packed(self) -> bytes:
        """The same as part of any gzip stream."""
        return packed(self.plain)


def begun(message: bytes) -> bytes:
    """An event or a JSON object up to its closing brace, to be followed by the `rest` of its members."""
    return message.rstrip()[:-1] + b","


def rest(members: dict[str, Any]) -> Shared:
    """The last members of a JSON object, and the end of the event that it is the data of."""
    return Shared(orjson.dumps(members)[1:] + b"\n\n")
