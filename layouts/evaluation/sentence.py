"""One sentence about why a score changed, made from the numbers; the drawer and the command line show it."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from layouts import format as fmt
from layouts.text import Text

SHOWN_FROM = 0.05
"""Points below which a part is not worth a clause: it would read 0.0."""
_PARTS = ("pace", "mix", "weight")
_SPEED = frozenset({"on_time_disposal_rate", "on_time_closing_rate"})
"""Indicators whose pace is that of disposal; of all others the cases fare better or worse."""


def signed(value: float, decimals: int = 1) -> str:
    """A number with its sign, the true minus; zero has none."""
    bare = f"{abs(value):,.{decimals}f}"
    if not any(digit in bare for digit in "123456789"):
        return bare
    return f"{'+' if value > 0 else fmt.MINUS}{bare}"


def rounded(values: Sequence[float], total: float | None = None, decimals: int = 1) -> list[float]:
    """Values rounded so that they sum to their rounded total (largest remainder): readers add up.

    None moves by a whole last digit or more. `total` is what they sum to on the screen already.
    """
    unit = 10**decimals
    whole = round((sum(values) if total is None else total) * unit)
    floors = [math.floor(value * unit) for value in values]
    missing = whole - sum(floors)
    order = sorted(range(len(values)), key=lambda place: floors[place] - values[place] * unit)
    for place in order[: max(0, missing)]:
        floors[place] += 1
    return [floor / unit for floor in floors]


def why_sentence(text: Text, why: Mapping[str, Any], kind: str) -> str:
    """The sentence about an answer of `queries.evaluation_why`; `kind` is what is evaluated, or "village"."""
    if why["parts"] is None:
        return text("evaluation.why.unranked")
    sentences = [_cause(text, why), _split(text, why), _chance(text, why), _place(text, why, kind)]
    if why["left_out"]:
        sentences.append(text("evaluation.why.left_out", count=why["left_out"]))
    return text("evaluation.why.between").join(filter(None, sentences))


def title_of(text: Text, part: Mapping[str, Any]) -> str:
    """Name of an indicator in the language of the page."""
    name: str = part["en"] if text.language == "en" else part["zh"]
    return name


def _named(text: Text, part: Mapping[str, Any]) -> str:
    """The name inside an English sentence begins small; that of an abbreviation does not."""
    title = title_of(text, part)
    if text.language != "en" or title[:2].isupper():
        return title
    return title[:1].lower() + title[1:]


def _cause(text: Text, why: Mapping[str, Any]) -> str:
    part = next(each for each in why["parts"] if each["name"] == why["cause"])
    if abs(part["points"]) < SHOWN_FROM:
        return text("evaluation.why.nothing")
    name, points = _named(text, part), signed(part["points"])
    if not why["main"]:
        return text("evaluation.why.chosen", name=name, points=points)
    return text("evaluation.why.cause", name=name, points=points)


def _split(text: Text, why: Mapping[str, Any]) -> str:
    split = why["split"]
    if not why["groups"] or abs(split["points"]) < SHOWN_FROM:
        return ""
    pace = "speed" if why["cause"] in _SPEED else "pace"
    parts = dict(
        zip(_PARTS, rounded([split[name] for name in _PARTS], round(split["points"], 1)), strict=True)
    )
    clauses = []
    for name, points in parts.items():
        key = f"{pace}_{'up' if points > 0 else 'down'}" if name == "pace" else name
        if abs(points) >= SHOWN_FROM:
            clauses.append(text(f"evaluation.why.{key}", points=signed(points)))
    if not clauses:
        return ""
    return text("evaluation.why.of_it", clauses=text("evaluation.why.and").join(clauses))


def _chance(text: Text, why: Mapping[str, Any]) -> str:
    if abs(why["change"]) < SHOWN_FROM:
        return text("evaluation.why.unchanged")
    direction = "up" if why["change"] > 0 else "down"
    return text(f"evaluation.why.{'beyond' if why['exceeds_chance'] else 'within'}_{direction}")


def _place(text: Text, why: Mapping[str, Any], kind: str) -> str:
    low, high = why["rank_interval"]
    which = "certain" if low == high else "front" if low == 1 else "middle"
    objects = text(f"evaluation.kind.{kind}_many")
    return text(f"evaluation.why.place_{which}", low=low, high=high, objects=objects)
