"""The document that a Dash app of a surface is served in: language, title, variables of its sheets."""

from collections.abc import Mapping
from html import escape
from typing import Any

_PARTS = ("metas", "css", "app_entry", "config", "scripts", "renderer")
"""What Dash puts into a document."""


def document(
    parts: Mapping[str, Any],
    *,
    language: str,
    theme: str,
    title: str,
    description: str,
    variables: str,
    attributes: str = "",
    metas: str = "",
) -> str:
    """The HTML of the document; `parts` are those that Dash gives.

    `attributes` go to the root element and `metas` into the head as they are: they must be safe HTML.
    """
    return _DOCUMENT.format(
        language="zh-CN" if language == "zh" else language,
        theme=theme,
        title=escape(title),
        description=escape(description),
        variables=variables,
        attributes=f" {attributes}" if attributes else "",
        own_metas=f"\n{metas}" if metas else "",
        **{name: parts.get(name, "") for name in _PARTS},
    )


_DOCUMENT = """<!DOCTYPE html>
<html lang="{language}" data-theme="{theme}"{attributes}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="{description}">{own_metas}
<meta name="color-scheme" content="{theme}">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>{variables}</style>
{metas}
{css}
</head>
<body>
{app_entry}
<div class="dash-scripts">
{config}
{scripts}
{renderer}
</div>
</body>
</html>
"""
