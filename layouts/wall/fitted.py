"""Words that are drawn narrower where they need more room than they have; no text is cut or covered."""

from dash import html

from layouts.wall.labels import squeeze
from layouts.wall.parts import classes


def fitted(words: str, identity: str, kind: str, width: float) -> html.Span:
    """Words in `width` units of the smallest type; for larger type, `width` is as much smaller."""
    fit = squeeze(words, width)
    return html.Span(
        words, id=identity, className=classes(kind, fit < 1 and "fit"), style={"--fit": f"{fit:.2f}"}
    )
