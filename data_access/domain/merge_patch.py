"""RFC 7386 JSON merge patches: the difference between two snapshots, and how to apply it."""

from typing import Any

Json = Any
"""What orjson reads and writes: dict, list, str, int, float, bool, None."""


def without_nulls(document: Json) -> Json:
    """The document without members that are null, inside objects only: a merge patch cannot carry them.

    Receivers take an absent member for null, so nothing is lost.
    """
    if isinstance(document, dict):
        return {key: without_nulls(value) for key, value in document.items() if value is not None}
    return document


def diff(old: Json, new: Json) -> Json:
    """The patch that turns `old` into `new`: `merge(old, diff(old, new)) == without_nulls(new)`.

    Both are objects; `old` has no null members (or they stay where the new one has them too).
    An empty patch means that nothing changed.
    """
    patch: dict[str, Json] = {}
    for key, value in new.items():
        before = old.get(key)
        if value is None:
            if before is not None:
                patch[key] = None
        elif isinstance(value, dict) and isinstance(before, dict):
            inner = diff(before, value)
            if inner:
                patch[key] = inner
        elif value != before or type(value) is not type(before):
            patch[key] = without_nulls(value)
    for key, value in old.items():
        if key not in new and value is not None:
            patch[key] = None
    return patch


def merge(target: Json, patch: Json) -> Json:
    """Apply a patch (RFC 7386, section 2); `target` is left as it is."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = merge(result.get(key), value)
    return result
