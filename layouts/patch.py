"""What changed between two renderings of a page, as properties by component id.

The live stream renders a page once, compares it with the rendering before and sends the difference to
all viewers, whose browsers apply it with `dash_clientside.set_props`.
"""

from typing import Any

from dash.development.base_component import Component

Patches = dict[str, dict[str, Any]]
_SCALARS = (str, int, float, bool, type(None))
_UNCOMPARED = {"children", "id"}


def component_patches(old: Component, new: Component) -> Patches:
    """Properties to set on `old` so that it shows `new`: {component id: {property: plain JSON value}}.

    A component without an id that changes is replaced by giving its nearest ancestor with an id all
    its children anew. A property that is gone is set to null. Raises `ValueError` when the two pages
    differ in their roots so that no id can carry the change.
    """
    patches = _compare(old, new)
    if patches is None:
        raise ValueError("the roots of the two pages differ and have no id that could carry the change")
    return patches


def all_properties(page: Component, without: frozenset[str] = frozenset()) -> Patches:
    """Every property of every component with an id: brings a viewer of any older state up to date.

    Children are given where none of them has an id (elsewhere the children themselves are set).
    Components named in `without` keep what they have.
    """
    patches: Patches = {}
    for component in _components(page):
        identity = getattr(component, "id", None)
        if identity is None or identity in without:
            continue
        values = {name: plain(value) for name, value in _properties(component).items()}
        if not any(getattr(child, "id", None) is not None for child in _components(component, inside=True)):
            values["children"] = plain(getattr(component, "children", None))
        patches[str(identity)] = values
    return patches


def shape(page: Component) -> list[str]:
    """Kind, id and depth-first place of every component: pages of equal shape take each other's patches."""
    return [f"{type(one).__name__} {getattr(one, 'id', '')}" for one in _components(page)]


def plain(value: Any) -> Any:
    """A value with every component in it as plain JSON: what a browser takes as a property."""
    if isinstance(value, Component):
        described = value.to_plotly_json()
        return {**described, "props": {name: plain(prop) for name, prop in described["props"].items()}}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if hasattr(value, "to_plotly_json"):
        return plain(value.to_plotly_json())
    return value


def _compare(old: Component, new: Component) -> Patches | None:
    """Patches for one component and all below it; None when an ancestor has to replace it."""
    if old is new:
        return {}
    identity = getattr(new, "id", None)
    if not _same_place(old, new):
        return None
    before, after = _properties(old), _properties(new)
    changed = {
        name: plain(after.get(name))
        for name in {**before, **after}
        if not _equal(before.get(name), after.get(name))
    }
    if changed and identity is None:
        return None
    patches = _compare_children(getattr(old, "children", None), getattr(new, "children", None))
    if patches is None:
        if identity is None:
            return None
        changed["children"] = plain(getattr(new, "children", None))
        patches = {}
    if changed:
        patches[str(identity)] = changed
    return patches


def _compare_children(old: Any, new: Any) -> Patches | None:
    """Patches inside children that kept their shape; None when the parent has to be given them anew."""
    if isinstance(old, Component) and isinstance(new, Component):
        return _compare(old, new)
    if isinstance(old, (list, tuple)) and isinstance(new, (list, tuple)):
        if len(old) != len(new):
            return None
        patches: Patches = {}
        for before, after in zip(old, new, strict=True):
            inner = _compare_children(before, after)
            if inner is None:
                return None
            patches.update(inner)
        return patches
    return {} if _equal(old, new) else None


def _equal(old: Any, new: Any) -> bool:
    """Equality of what a browser would get; components compare by what they are made of."""
    if old is new or (isinstance(old, _SCALARS) and isinstance(new, _SCALARS)):
        return bool(old == new)
    return bool(plain(old) == plain(new))


def _same_place(old: Component, new: Component) -> bool:
    return (
        type(old) is type(new)
        and getattr(old, "_namespace", None) == getattr(new, "_namespace", None)
        and getattr(old, "id", None) == getattr(new, "id", None)
    )


def _properties(component: Component) -> dict[str, Any]:
    """Properties but children and id, read from the object itself as that is several times faster."""
    names = component._prop_names
    return {
        name: value
        for name, value in vars(component).items()
        if name not in _UNCOMPARED and (name in names or name.startswith(("data-", "aria-")))
    }


def _components(root: Any, *, inside: bool = False) -> list[Component]:
    """A component and all below it in its children; `inside` leaves the component itself out."""
    found: list[Component] = []
    if isinstance(root, Component):
        if not inside:
            found.append(root)
        found += _components(getattr(root, "children", None))
    elif isinstance(root, (list, tuple)):
        for item in root:
            found += _components(item)
    return found
