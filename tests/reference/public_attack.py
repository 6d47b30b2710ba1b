"""An attacker who has every document of a month that was ever published, and nothing else.

Writes down what adds up to what, narrows every number down between bounds until nothing moves any more, and
subtracts documents of different times. Shares no code with the rules of disclosure.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
Name = tuple[str, ...]
"""Table, code of the parent and of the row, and the number."""
SMALL = range(1, 5)
PUBLIC = ("hotline_12345", "app", "wechat")
_RATES = {
    "on_time_disposal_rate": ("settled", "on_time", "late"),
    "closing_rate": ("settled", "closed_of", "unclosed"),
    "response_24h_rate": ("answerable", "answered", "unanswered"),
    "satisfied_rate": ("rated", "satisfied", "unsatisfied"),
}
_TOTALS = {"should_dispose_count": "settled", "answerable_count": "answerable", "rated_count": "rated"}
_COUNTS = ("reported_count", "accepted_count", "closed_count")
_PARTS = (*_COUNTS, "nonpublic", *dict.fromkeys(part for parts in _RATES.values() for part in parts))


@dataclass
class Knowledge:
    """What follows from one document."""

    low: dict[Name, int] = field(default_factory=dict)
    high: dict[Name, int] = field(default_factory=dict)
    sums: list[tuple[Name, list[Name]]] = field(default_factory=list)
    """A number, and those that add up to it."""

    reach: int | None = None

    def know(self, name: Name, value: int, *, held: bool = False) -> None:
        if held and self.reach is None:
            return
        by = (self.reach or 0) if held else 0
        self.low[name] = max(self.low.get(name, 0), value - by)
        self.high[name] = min(self.high.get(name, value + by), value + by)

    def exact(self, name: Name) -> int | None:
        low, high = self.low.get(name, 0), self.high.get(name)
        return low if low == high else None

    def add(self, whole: Name, parts: list[Name]) -> None:
        self.sums.append((whole, parts))


class Contradiction(Exception):
    """What was assumed cannot be."""


def learn(document: Json, reach: int | None = None) -> Knowledge:
    """Everything that one document says, before anything is worked out.

    What is marked as held may have changed: by `reach` at most, if that is assumed.
    """
    known = Knowledge(reach=reach)
    rows: dict[str, list[tuple[Name, Json]]] = {"city": [(("city", "", "city"), document["figures"])]}
    for table in ("towns", "villages", "classes", "subclasses", "sources"):
        rows[table] = [
            ((table, row.get("parent", "") if table in ("villages", "subclasses") else "", row["code"]), row)
            for row in document[table]
        ]
    rows["days"] = [(("days", "", day["start"]), day) for day in document["days"]]
    for table, listed in rows.items():
        for key, row in listed:
            _row(known, table, key, row)
    city: Name = ("city", "", "city")
    for table in ("towns", "classes", "sources", "days"):
        _total(known, city, [key for key, _ in rows[table]], rows[table][0][1])
    for above, table in (("towns", "villages"), ("classes", "subclasses")):
        for key, _ in rows[above]:
            below = [(own, row) for own, row in rows[table] if own[1] == key[2]]
            if below:
                _total(known, key, [own for own, _ in below], below[0][1])
    sources = [key for key, _ in rows["sources"]]
    known.add((*city, "answerable"), [(*key, "reported_count") for key in sources if key[2] in PUBLIC])
    known.add((*city, "nonpublic"), [(*key, "reported_count") for key in sources if key[2] not in PUBLIC])
    for key in sources:
        if key[2] in PUBLIC:
            known.add((*key, "reported_count"), [(*key, "answerable")])
    _mix(known, document["town_classes"])
    return known


def _row(known: Knowledge, table: str, key: Name, row: Json) -> None:
    for figure in _COUNTS:
        if row.get(figure) is not None:
            known.know((*key, figure), row[figure], held=figure in row.get("held", ()))
    for figure, whole in _TOTALS.items():
        if row.get(figure) is not None:
            known.know((*key, whole), row[figure], held=figure in row.get("held", ()))
    for figure, (whole, hits, rest) in _RATES.items():
        if figure not in row:
            continue
        known.add((*key, whole), [(*key, hits), (*key, rest)])
        rate, held = row[figure], figure in row.get("held", ())
        total = rate.get("denominator")
        if total is not None:
            known.know((*key, whole), total, held=held)
        if rate.get("numerator") is not None:
            known.know((*key, hits), rate["numerator"], held=held)
            known.know((*key, rest), total - rate["numerator"], held=held)
        if "at_least" in rate and total is not None:
            known.high[(*key, rest)] = total - math.ceil(rate["at_least"] * total - 1e-9)
        if "at_most" in rate and total is not None:
            known.high[(*key, hits)] = math.floor(rate["at_most"] * total + 1e-9)
    if "response_24h_rate" in row and table != "sources":
        known.add((*key, "reported_count"), [(*key, "answerable"), (*key, "nonpublic")])


def _total(known: Knowledge, parent: Name, keys: list[Name], row: Json) -> None:
    parts = [figure for figure in _COUNTS if figure in row]
    for figure, names in _RATES.items():
        if figure in row:
            parts += names
    if "response_24h_rate" in row and keys[0][0] != "sources":
        parts.append("nonpublic")
    for part in dict.fromkeys(parts):
        known.add((*parent, part), [(*key, part) for key in keys])


def _mix(known: Knowledge, mix: Json) -> None:
    codes = [part["code"] for part in mix["parts"]]
    cells = [[("mix", town["code"], code, "reported_count") for code in codes] for town in mix["towns"]]
    for town, names in zip(mix["towns"], cells, strict=True):
        known.add(("towns", "", town["code"], "reported_count"), list(names))
        for name, count in zip(names, town["counts"] or [], strict=False):
            known.know(name, count, held=bool(town.get("held")))
    for column, code in enumerate(codes):
        if code != "other":
            known.add(("classes", "", code, "reported_count"), [names[column] for names in cells])


def narrow(known: Knowledge) -> Knowledge:
    """Move every bound as far as the sums allow. Raises Contradiction."""
    low, high = known.low, known.high
    moved = True
    while moved:
        moved = False
        if any(low.get(name, 0) > most for name, most in high.items()):
            raise Contradiction
        for whole, parts in known.sums:
            least = sum(low.get(part, 0) for part in parts)
            most = sum(high.get(part, 1 << 40) for part in parts)
            top, bottom = high.get(whole, 1 << 40), low.get(whole, 0)
            for name, new_low, new_high in (
                (whole, least, most),
                *(
                    (part, bottom - (most - high.get(part, 1 << 40)), top - (least - low.get(part, 0)))
                    for part in parts
                ),
            ):
                if new_low > low.get(name, 0):
                    low[name], moved = new_low, True
                if new_high < high.get(name, 1 << 40):
                    high[name], moved = new_high, True
    return known


def found_in(known: Knowledge, truth: Knowledge) -> dict[Name, int]:
    """Small numbers, and small sums of numbers, that follow from one document and are so."""
    found = {
        name: value
        for name in known.high
        if (value := known.exact(name)) is not None and value in SMALL and truth.exact(name) == value
    }
    for whole, value, unknown in rests(known):
        if value in SMALL and _sum(truth, unknown) == value:
            found[(*whole, "rest of", str(len(unknown)))] = value
    return found


def _sum(known: Knowledge, names: Sequence[Name]) -> int:
    return sum(known.exact(name) or 0 for name in names)


def understood(document: Json, truth: Knowledge) -> Knowledge:
    """What follows from one document, with what can be assumed of what is held wherever that is so.

    A guess that is wrong somewhere leads astray: who makes it knows nothing.
    """
    try:
        guessed = narrow(learn(document, reach=SMALL.stop - 1))
    except Contradiction:
        return narrow(learn(document))
    for name, most in guessed.high.items():
        true = truth.exact(name)
        if true is not None and not guessed.low.get(name, 0) <= true <= most:
            return narrow(learn(document))
    return guessed


def rests(known: Knowledge) -> Iterator[tuple[Name, int, tuple[Name, ...]]]:
    """What is left of each sum for the numbers that nobody knows."""
    for whole, parts in known.sums:
        total = known.exact(whole)
        if total is None:
            continue
        unknown = tuple(part for part in parts if known.exact(part) is None)
        if unknown:
            yield whole, total - sum(known.exact(part) or 0 for part in parts), unknown


def found_between(then: Knowledge, now: Knowledge, truths: tuple[Knowledge, Knowledge]) -> dict[Name, int]:
    """Small changes of a number, or of the sum of some, that follow from two documents and are so."""
    found: dict[Name, int] = {}
    for name in now.high:
        one, other = then.exact(name), now.exact(name)
        if one is None or other is None or abs(other - one) not in SMALL:
            continue
        if (one, other) == (truths[0].exact(name), truths[1].exact(name)):
            found[name] = other - one
    # Of each sum what is left for those that are not known at both times.
    for whole, parts in now.sums:
        ends = then.exact(whole), now.exact(whole)
        if ends[0] is None or ends[1] is None:
            continue
        unknown = [part for part in parts if then.exact(part) is None or now.exact(part) is None]
        fixed = [part for part in parts if part not in unknown]
        change = ends[1] - ends[0] - _sum(now, fixed) + _sum(then, fixed)
        if unknown and abs(change) in SMALL and _sum(truths[1], unknown) - _sum(truths[0], unknown) == change:
            found[(*whole, "change of", str(len(unknown)))] = change
    return found


def attack(documents: Sequence[tuple[Json, Json]]) -> list[Mapping[Name, int]]:
    """Everything small that follows from the documents of one month, the oldest first.

    With each comes the one that withholds nothing: only what the attacker finds and is so counts.
    """
    truths = [narrow(learn(bare)) for _, bare in documents]
    known = [understood(document, truth) for (document, _), truth in zip(documents, truths, strict=True)]
    found = [found_in(one, truth) for one, truth in zip(known, truths, strict=True)]
    found += [
        found_between(known[before], known[after], (truths[before], truths[after]))
        for after in range(len(known))
        for before in range(after)
    ]
    return [one for one in found if one]
