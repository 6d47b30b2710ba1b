"""The wire form of server-sent events; used by the stream hub."""

from typing import Any

import orjson

HEADERS = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store, no-transform",
    # Proxies of the nginx kind must pass every event on at once.
    "X-Accel-Buffering": "no",
}


def event(name: str, data: Any, number: int | None = None) -> bytes:
    """One event; `number` becomes its id, which a browser sends back when it connects again."""
    head = b"" if number is None else b"id: %d\n" % number
    return head + b"event: " + name.encode() + b"\ndata: " + orjson.dumps(data) + b"\n\n"
