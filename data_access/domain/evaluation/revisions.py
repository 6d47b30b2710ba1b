"""What has changed since a month was frozen: figure by figure."""

from dataclasses import dataclass
from typing import Any

_FIGURES = ("rank", "score", "grade", "left_out")
_COUNTS = ("numerator", "denominator")


@dataclass(frozen=True, slots=True)
class Revision:
    """One figure that is not what it was; None where the object or the figure was not there."""

    code: str
    figure: str
    frozen: Any
    now: Any


def revisions(frozen: dict[str, Any], now: dict[str, Any]) -> list[Revision]:
    """Differences between two answers of `zhiwang evaluate`, by code and figure."""
    then = {one["code"]: figures(one) for one in frozen["objects"]}
    today = {one["code"]: figures(one) for one in now["objects"]}
    found = []
    for code in sorted(then.keys() | today.keys()):
        before, after = then.get(code, {}), today.get(code, {})
        found += [
            Revision(code, name, before.get(name), after.get(name))
            for name in dict.fromkeys([*before, *after])
            if before.get(name) != after.get(name)
        ]
    return found


def figures(one: dict[str, Any]) -> dict[str, Any]:
    """The figures of an object that a freeze is compared by."""
    # A month frozen before cases could be left out has none.
    result = {name: one.get(name, 0) if name == "left_out" else one[name] for name in _FIGURES}
    for indicator, values in one["indicators"].items():
        result |= {f"{indicator}.{name}": values[name] for name in _COUNTS}
    return result
