"""Elements whose text is the time left until a moment; browser code counts by the server's clock.

The server writes nothing into them, so a running countdown costs the stream nothing.
"""

from typing import Any

from dash import html


def countdown(identity: str, until: float | None, kind: str) -> html.Span:
    """An element that counts down to `until` (Unix seconds); it is empty without a moment."""
    moment: dict[str, Any] = {"data-until": "" if until is None else f"{until:.0f}"}
    return html.Span(id=identity, className=f"countdown {kind}", **moment)
