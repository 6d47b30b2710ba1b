"""Documents of the public surface that need no Dash: embedded cards, answers to the form of tracking."""

from collections.abc import Sequence
from html import escape

from dash.development.base_component import Component

from dashboard.apps.document import document
from layouts.markup import markup
from layouts.public.tokens import public_css


def plain_document(
    tree: Sequence[Component], *, language: str, title: str, description: str, sheets: Sequence[str],
    scripts: Sequence[str], metas: str = "",
) -> str:  # fmt: skip
    """A page with the sheets and scripts of the surface, and nothing else to load."""
    parts = {
        "app_entry": markup(list(tree), page=True),
        "css": "\n".join(f'<link rel="stylesheet" href="{escape(address)}">' for address in sheets),
        "scripts": "\n".join(f'<script src="{escape(address)}"></script>' for address in scripts),
    }
    return document(
        parts, language=language, theme="light dark", title=title, description=description,
        variables=public_css(), metas=metas,
    )  # fmt: skip
