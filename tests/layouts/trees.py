"""Reading a component tree: parts by id and the words in them."""

from typing import Any

from dash.development.base_component import Component


def components(root: Any) -> list[Any]:
    """A component and all below it."""
    found: list[Any] = []
    if isinstance(root, Component):
        found.append(root)
        found += components(getattr(root, "children", None))
    elif isinstance(root, (list, tuple)):
        for item in root:
            found += components(item)
    return found


def part(root: Any, identity: str) -> Any:
    """The component of an id."""
    found = [item for item in components(root) if getattr(item, "id", None) == identity]
    assert len(found) == 1, f"{len(found)} components with the id {identity}"
    return found[0]


def words(root: Any) -> str:
    """All text below a component, joined by spaces."""
    if root is None:
        return ""
    if isinstance(root, Component):
        return words(getattr(root, "children", None))
    if isinstance(root, (list, tuple)):
        return " ".join(filter(None, (words(item) for item in root)))
    return str(root)
