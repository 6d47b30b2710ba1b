"""Versions of the city pack in time: which one was in force when, and what answers say of it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PackVersion:
    """A version of the city pack and the moment from which it was in force, Unix seconds."""

    version: str
    since: float


def in_force_at(versions: Sequence[PackVersion], end: float) -> PackVersion | None:
    """Of all versions in the order of time the one in force just before `end`, Unix seconds.

    Before the first one the first one speaks. None without any.
    """
    return next((one for one in reversed(versions) if one.since < end), versions[0] if versions else None)


def pack_json(versions: Sequence[PackVersion], end: float) -> dict[str, str | None]:
    """What an answer about a period that ends at `end` says of the city pack.

    `now` is the version that all cases were last folded with, so the one that the figures follow; `then` the
    one in force when the period ended. Both null while the store has none.
    """
    then = in_force_at(versions, end)
    return {
        "now": versions[-1].version if versions else None,
        "then": None if then is None else then.version,
    }
