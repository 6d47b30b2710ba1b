"""Small parts that several panels of the wall share."""

from typing import Any

from dash import html
from dash.development.base_component import Component


def panel(name: str, title: Any, note: Any, *content: Component, feed: str | None = None) -> html.Section:
    """A panel: heading, note at its right, content. No frame: the hairline under the heading is enough.

    `feed` names the feed that the panel depends on besides the cases; browser code turns the note
    amber when that feed is late.
    """
    late: dict[str, Any] = {} if feed is None else {"data-feed": feed}
    return html.Section(
        [
            html.Header(
                [
                    html.H2(title),
                    html.Span(note, className="note"),
                    html.Span(className="late-note"),
                ]
            ),
            *content,
        ],
        className=f"panel panel-{name}",
        **late,
    )


def span(content: Any, identity: str | None = None, kind: str | None = None) -> html.Span:
    """A span with only those of id and class that are given."""
    given: dict[str, Any] = {}
    if identity is not None:
        given["id"] = identity
    if kind is not None:
        given["className"] = kind
    return html.Span(content, **given)


def data(**values: str) -> dict[str, Any]:
    """Attributes for browser code: `data-name` each."""
    return {f"data-{name}": value for name, value in values.items()}


def empty_note(identity: str, words: str, shown: bool) -> html.Div:
    """Says why a panel is empty, where it is."""
    return html.Div(words, id=identity, className="empty" if shown else "empty off")


def classes(*names: str | bool | None) -> str:
    """Class names that apply, joined."""
    return " ".join(name for name in names if isinstance(name, str) and name)
