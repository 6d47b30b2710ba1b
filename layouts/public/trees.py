"""Words of a tree of components, for what is not HTML."""

from typing import Any

from dash.development.base_component import Component


def words(node: Any) -> str:
    """All text below a node."""
    if node is None:
        return ""
    if isinstance(node, Component):
        return words(getattr(node, "children", None))
    if isinstance(node, (list, tuple)):
        return "".join(words(one) for one in node)
    return str(node)
