"""Components as HTML text, escaped: figures that need no callback, and whole pages before any script runs.

Every component of Dash listens to every change of the page's state; a table of a thousand cells made of
them makes each click wait. Whatever has no callback of its own is written here; browser code puts it in
place. The pages of the public surface are written here as a whole (`page=True`): readers without scripts,
search engines and the first paint have them, and Dash makes the same components again afterwards.
"""

import re
from html import escape
from typing import Any

from dash.development.base_component import Component

_VOID = frozenset({"br", "hr", "img", "input", "col"})
_RENAMED = {"className": "class", "htmlFor": "for"}
_SVG = frozenset({"viewBox", "preserveAspectRatio", "patternUnits", "patternTransform"})
_NAMESPACES = frozenset({"dash_html_components", "dash_svg"})
_CONTROLS = {"Link": "a", "Input": "input"}
"""Components of the core library that a page may hold, and the elements that they are."""
_CAPITAL = re.compile(r"[A-Z]")


def markup(node: Any, *, page: bool = False) -> str:
    """HTML of a component, of a list of them, or of a text. Raises TypeError where a callback is needed.

    A `page` may have ids, links and fields, because Dash gives them life later.
    """
    if node is None:
        return ""
    if isinstance(node, (list, tuple)):
        return "".join(markup(child, page=page) for child in node)
    if isinstance(node, Component):
        return _element(node, page)
    return escape(str(node))


def _element(component: Component, page: bool) -> str:
    properties = dict(component.to_plotly_json()["props"])
    namespace, name = component._namespace, component._type
    if page and namespace == "dash_core_components" and name in _CONTROLS:
        tag = _CONTROLS[name]
    elif namespace in _NAMESPACES and "n_clicks" not in properties and (page or "id" not in properties):
        tag = name[0].lower() + name[1:] if namespace == "dash_svg" else name.lower()
    else:
        raise TypeError(f"{namespace}.{name} with {', '.join(properties)} is not plain HTML")
    children = properties.pop("children", None)
    attributes = "".join(_attribute(key, value) for key, value in properties.items())
    if tag in _VOID:
        return f"<{tag}{attributes}/>"
    return f"<{tag}{attributes}>{markup(children, page=page)}</{tag}>"


def _attribute(name: str, value: Any) -> str:
    if value is None or value is False or (name == "className" and not value):
        return ""
    if name == "style":
        value = ";".join(f"{_hyphenated(key)}:{item}" for key, item in value.items())
    name = _RENAMED.get(name, name if name in _SVG else name.lower())
    return f' {name}="{escape("" if value is True else str(value))}"'


def _hyphenated(name: str) -> str:
    return _CAPITAL.sub(lambda found: f"-{found[0].lower()}", name)
