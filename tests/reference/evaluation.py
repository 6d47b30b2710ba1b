"""A spreadsheet of an evaluation: cell after cell, exact fractions, straight from the scheme's text."""

import tomllib
from collections.abc import Callable
from datetime import datetime
from fractions import Fraction
from typing import Any

from tests.reference.answers import World
from tests.reference.asked import Asked, Ratio
from tests.reference.case import Case
from tests.reference.counts import (
    disposed_count,
    extension_count,
    filed_count,
    rejected_count,
    reported_count,
    suspension_count,
    verified_count,
    void_count,
)
from tests.reference.indicators import PERIOD_INDICATORS

WHOLE = 100
ROWS: dict[str, Callable[[Asked], Any]] = {function.__name__: function for function in PERIOD_INDICATORS}


def read(text: str) -> dict[str, Any]:
    """A scheme with its numbers as exact fractions."""
    return tomllib.loads(text, parse_float=Fraction)


# --- the composites of the reference scheme and the measures that decide who is ranked


def first_dispatched(asked: Asked) -> int:
    return sum(asked.holds(case.first_dispatched_at) for case in asked.cases)


def reported(asked: Asked) -> list[Case]:
    return [case for case in asked.cases if asked.holds(case.reported_at)]


COMPOSITES: dict[str, Callable[[Asked], Ratio]] = {
    "rejection_share": lambda a: (rejected_count(a), filed_count(a) + rejected_count(a)),
    "void_share": lambda a: (void_count(a), filed_count(a)),
    "filing_accuracy": lambda a: (
        sum(asked_valid(case) for case in a.cases if a.holds(case.filed_at)),
        filed_count(a),
    ),
    "extension_share": lambda a: (extension_count(a), first_dispatched(a)),
    "suspension_share": lambda a: (suspension_count(a), first_dispatched(a)),
    "verified_share": lambda a: (verified_count(a), disposed_count(a)),
    "rating_share": lambda a: (
        sum(a.holds(case.rated_at) for case in a.cases),
        sum(case.from_public for case in reported(a)),
    ),
    "located_share": lambda a: (
        sum(a.places[case.case_id].lon is not None for case in reported(a)),
        reported_count(a),
    ),
    "classified_share": lambda a: (
        sum(case.city.taxonomy.subclass_index(str(case.attribute("subclass"))) is not None
            for case in reported(a)),
        reported_count(a),
    ),
}  # fmt: skip
BASES: dict[str, Callable[[Asked], int]] = {
    "settled": lambda a: len(a.due_cases()),
    "reported": reported_count,
    "filed": filed_count,
}


def asked_valid(case: Case) -> bool:
    return case.stage != "VOID"


# --- the sheet


def sheet(
    world: World, scheme: dict[str, Any], kind: str, objects: dict[str, list[Case]],
    start: datetime, end: datetime, as_of: datetime, external: dict[tuple[str, str], Ratio],
) -> dict[str, dict[str, Any]]:  # fmt: skip
    """One line an object: score, rank, and per indicator value, points and weight."""
    asked = {code: world.asked(cases, start, end, as_of, 0) for code, cases in objects.items()}
    silent = {
        name
        for rows in scheme[kind].values()
        for name in rows
        if name.endswith("_count") and not any(ROWS[name](one) for one in asked.values())
    }
    lines = {code: line(one, scheme, kind, code, external, silent) for code, one in asked.items()}
    for one in lines.values():
        better = [two for two in lines.values() if two["score"] is not None and one["score"] is not None]
        ahead = sum(two["score"] > one["score"] for two in better)
        one["rank"] = None if one["score"] is None else ahead + 1
    return lines


def line(
    asked: Asked, scheme: dict[str, Any], kind: str, code: str, external: dict[tuple[str, str], Ratio],
    silent: set[str],
) -> dict[str, Any]:  # fmt: skip
    cells = {}
    for item, rows in scheme[kind].items():
        for name, rule in rows.items():
            cells[name] = cell(asked, name, rule, item, external.get((code, name)))
            cells[name]["counts"] &= name not in silent
    alive = {c["item"] for c in cells.values() if c["counts"]}
    whole = sum(c["weight"] for c in cells.values() if c["item"] in alive)
    for one in cells.values():
        if not one["counts"]:
            one["effective"] = one["points"] = Fraction(0)
            continue
        of_item = [c for c in cells.values() if c["item"] == one["item"]]
        kept = sum(c["weight"] for c in of_item if c["counts"])
        one["effective"] = one["weight"] * sum(c["weight"] for c in of_item) / kept * WHOLE / whole
        one["points"] = one["effective"] * one["share"]
    settings = scheme["kinds"][kind]
    enough = BASES[settings["basis"]](asked) >= settings["minimum"]
    score = sum(c["points"] for c in cells.values()) if alive and enough else None
    return {"score": score, "cells": cells}


def cell(asked: Asked, name: str, rule: dict[str, Any], item: str, entered: Ratio | None) -> dict[str, Any]:
    function = COMPOSITES.get(name) or ROWS.get(name)
    found = entered if function is None else function(asked)
    if isinstance(found, int):
        found = (found, 1)
    value = Fraction(*found) if found is not None and found[1] else None
    counts = value is not None and found is not None and found[1] >= rule.get("minimum", 0)
    share = Fraction(0)
    if value is not None:
        share = min(
            Fraction(1), max(Fraction(0), (value - rule["zero"]) / Fraction(rule["full"] - rule["zero"]))
        )
    weight = Fraction(rule["weight"])
    return {"item": item, "weight": weight, "counts": counts, "share": share, "found": found}
