"""Components as HTML text: what shows figures and nothing else goes into the page as one piece.

Every component of Dash listens to every change of the page's state; a table of a thousand cells made of
them makes each click wait. Whatever has no callback of its own is written here, escaped; browser code puts
it in place.
"""

import re
from html import escape
from typing import Any

from dash.development.base_component import Component

_VOID = frozenset({"br", "hr", "img", "input", "col"})
_RENAMED = {"className": "class", "htmlFor": "for"}
_SVG = frozenset({"viewBox", "preserveAspectRatio"})
_NAMESPACES = frozenset({"dash_html_components", "dash_svg"})
_CAPITAL = re.compile(r"[A-Z]")


def markup(node: Any) -> str:
    """HTML of a component, of a list of them, or of a text. Raises TypeError where a callback is needed."""
    if node is None:
        return ""
    if isinstance(node, (list, tuple)):
        return "".join(markup(child) for child in node)
    if isinstance(node, Component):
        return _element(node)
    return escape(str(node))


def _element(component: Component) -> str:
    properties = dict(component.to_plotly_json()["props"])
    namespace, name = component._namespace, component._type
    if namespace not in _NAMESPACES or "id" in properties or "n_clicks" in properties:
        raise TypeError(f"{namespace}.{name} with {', '.join(properties)} is not plain HTML")
    tag = name.lower()
    children = properties.pop("children", None)
    attributes = "".join(_attribute(key, value) for key, value in properties.items())
    if tag in _VOID:
        return f"<{tag}{attributes}/>"
    return f"<{tag}{attributes}>{markup(children)}</{tag}>"


def _attribute(name: str, value: Any) -> str:
    if value is None or value is False or (name == "className" and not value):
        return ""
    if name == "style":
        value = ";".join(f"{_hyphenated(key)}:{item}" for key, item in value.items())
    name = _RENAMED.get(name, name if name in _SVG else name.lower())
    return f' {name}="{escape("" if value is True else str(value))}"'


def _hyphenated(name: str) -> str:
    return _CAPITAL.sub(lambda found: f"-{found[0].lower()}", name)
