"""What is done so that everybody can read the pages, what is known to be missing, and whom to tell."""

from typing import Any

from dash import html

from layouts.public.parts import card
from layouts.public.view import PublicView

_DONE = ("plain", "keyboard", "tables", "colours", "pause", "zoom", "motion", "language")
_KNOWN = ("map", "embed")


def accessibility_page(view: PublicView) -> list[Any]:
    """The statement."""
    text = view.text
    return [
        html.H1(text("public.access.title")),
        html.P(text("public.access.lead"), className="lead"),
        card("done", text("public.access.done"),
             [html.Ul([html.Li(text(f"public.access.{key}")) for key in _DONE], className="rules")]),
        card("known", text("public.access.known"),
             [html.Ul([html.Li(text(f"public.access.known_{key}")) for key in _KNOWN], className="rules")]),
        card("tell", text("public.access.tell"), [html.P(text("public.access.tell_how"))]),
    ]  # fmt: skip
