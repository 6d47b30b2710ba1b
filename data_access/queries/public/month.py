"""The document of a month, made of what a release shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from data_access.domain.areas import Area
from data_access.domain.city import City
from data_access.domain.disclosure.groups import Ints
from data_access.domain.disclosure.rounding import rounded_seconds
from data_access.domain.disclosure.rules import Disclosure
from data_access.domain.disclosure.shown import Shown, shown_bands
from data_access.domain.disclosure.tables import COUNTS, LAYERS, Grid, Layer, Release
from data_access.domain.period import city_time
from data_access.queries.public.counts import MEDIAN, Counted, MonthCounter

Json = dict[str, Any]
Names = Mapping[str, Mapping[str, str]]
"""Code → {"zh", "en"}."""

FORMAT = 1
NOWHERE = {"zh": "未划入", "en": "Not assigned"}
_FIGURE = {
    "reported": "reported_count",
    "accepted": "accepted_count",
    "closed": "closed_count",
    "settled": "should_dispose_count",
    "answerable": "answerable_count",
    "rated": "rated_count",
}
"""Name of a part that is shown as a count. What rates are taken of is told by itself, whatever they become:
else nobody could say what everybody knows."""


@dataclass(frozen=True, slots=True)
class About:
    """What a document says of its release."""

    month: str
    revision: int
    released_at: int
    """Unix seconds, like `as_of`."""
    as_of: int


def month_document(
    about: About, release: Release, counted: Counted, city: City, sources: Names, rules: Disclosure,
    counter: MonthCounter,
) -> Json:  # fmt: skip
    """The document; `sources` are the names of channels, `counter` the one that counted."""
    parents = {name: table.parent for name, table in counted.month.tables.items()}
    shown = shown_bands(release, parents, rules)
    rows = {name: _rows(name, release, counted, shown, rules) for name in LAYERS}
    taxonomy, tree = city.taxonomy, city.tree
    class_names = {one.code: {"zh": one.name_zh, "en": one.name_en} for one in taxonomy.classes}
    subclass_names = {one.code: {"zh": one.name_zh, "en": one.name_en} for one in taxonomy.subclasses}
    towns = [area.code for area in tree.towns]
    classes = [one.code for one in taxonomy.classes]
    return {
        "format": FORMAT,
        "city": city_json(city),
        "month": about.month,
        "period": {
            "from": city_time(counter.period.start, city.zone),
            "to": city_time(counter.period.end, city.zone),
        },
        "revision": about.revision,
        "released_at": city_time(about.released_at, city.zone),
        "as_of": city_time(about.as_of, city.zone),
        "pack_version": city.version,
        "figures": rows["city"][0],
        "towns": _areas(rows["towns"], release, counted, "towns", tree.towns, [tree.city.code]),
        "villages": _areas(rows["villages"], release, counted, "villages", tree.villages, [*towns, ""]),
        "classes": _named(rows["classes"], release, counted, "classes", class_names),
        "subclasses": _named(
            rows["subclasses"], release, counted, "subclasses", subclass_names, [*classes, ""]
        ),
        "sources": _named(rows["sources"], release, counted, "sources", sources),
        "town_classes": _mix(release, class_names),
        "days": [
            {"start": city_time(start, city.zone), **row}
            for start, row in zip(counter.day_starts, rows["days"], strict=True)
        ],
    }


def city_json(city: City) -> Json:
    """Code and names of the city."""
    return {"code": city.tree.city.code, "name": {"zh": city.name_zh, "en": city.name_en}}


def _rows(name: str, release: Release, counted: Counted, shown: Shown, rules: Disclosure) -> list[Json]:
    grids, table = release.grids[name], counted.month.tables[name]
    rows: list[Json] = [{} for _ in table.codes]
    withheld: list[list[str]] = [[] for _ in table.codes]
    held: list[list[str]] = [[] for _ in table.codes]
    for layer in LAYERS[name]:
        grid = grids[layer.name]
        if layer.name == COUNTS:
            for position, part in enumerate(layer.parts):
                _counts(_FIGURE[part], grid.parts[:, position], grid, rows, withheld, held)
        elif not layer.rate:
            _counts(_FIGURE[layer.parts[0]], grid.parts[:, 0], grid, rows, withheld, held)
        else:
            _rates(name, layer, release, rows, (withheld, held), shown)
    if name not in ("days", "villages"):
        _medians(name, grids[COUNTS], counted, rows, withheld, rules)
    for row, missing, stale in zip(rows, withheld, held, strict=True):
        if missing:
            row["withheld"] = missing
        if stale:
            row["held"] = stale
    return rows


def _counts(
    figure: str, values: Ints, grid: Grid, rows: list[Json], withheld: list[list[str]], held: list[list[str]]
) -> None:
    for place, (value, hidden, stale) in enumerate(
        zip(values.tolist(), grid.hidden.tolist(), grid.held.tolist(), strict=True)
    ):
        rows[place][figure] = None if hidden else value
        if hidden:
            withheld[place].append(figure)
        elif stale:
            held[place].append(figure)


def _rates(
    name: str, layer: Layer, release: Release, rows: list[Json],
    marks: tuple[list[list[str]], list[list[str]]], shown: Shown,
) -> None:  # fmt: skip
    grid, own = release.grids[name][layer.name], release.grids[name]
    hits, totals = grid.parts[:, 0], grid.parts.sum(axis=1)
    assert layer.above is not None
    # Of a withheld rate the cases below it are those that are published, which may be older than the truth.
    known, told = ~own[layer.above].hidden, own[layer.above].parts[:, 0]
    withheld, held = marks
    for place, hidden in enumerate(grid.hidden.tolist()):
        hit, total, band = int(hits[place]), int(totals[place]), shown[name, layer.name][place]
        if not hidden:
            rows[place][layer.name] = ratio(hit, total)
            if grid.held[place]:
                held[place].append(layer.name)
        elif band is not None:
            rows[place][layer.name] = band.json(int(told[place]))
        elif known[place] and not told[place]:
            rows[place][layer.name] = ratio(0, 0)
            if own[layer.above].held[place]:
                held[place].append(layer.name)
        else:
            rows[place][layer.name] = {"value": None}
            withheld[place].append(layer.name)


def _medians(
    name: str, counts: Grid, counted: Counted, rows: list[Json], withheld: list[list[str]], rules: Disclosure
) -> None:
    medians, behind = counted.medians[name].tolist(), counted.disposed[name].tolist()
    for place, (median, cases, hidden) in enumerate(
        zip(medians, behind, counts.hidden.tolist(), strict=True)
    ):
        shown = not hidden and cases >= rules.least_rate and not np.isnan(median)
        rows[place][MEDIAN] = rounded_seconds(median) if shown else None
        if not shown and (hidden or cases):
            withheld[place].append(MEDIAN)


def ratio(numerator: int, denominator: int) -> Json:
    """A rate that may be told."""
    value = numerator / denominator if denominator else None
    return {"value": value, "numerator": numerator, "denominator": denominator}


def _is_listed(place: int, name: str, release: Release, counted: Counted) -> bool:
    """Cases that no row has are listed where everything of them can be: empty and withheld look alike."""
    if counted.month.tables[name].codes[place]:
        return True
    grids = release.grids[name].values()
    return not any(grid.hidden[place] for grid in grids) and any(grid.parts[place].any() for grid in grids)


def _areas(
    rows: list[Json], release: Release, counted: Counted, name: str, areas: tuple[Area, ...],
    parents: list[str],
) -> list[Json]:  # fmt: skip
    table = counted.month.tables[name]
    level = "town" if name == "towns" else "village"
    found = []
    for place, (row, parent) in enumerate(zip(rows, table.parent.tolist(), strict=True)):
        if not _is_listed(place, name, release, counted):
            continue
        area = areas[place] if place < len(areas) else None
        names = NOWHERE if area is None else {"zh": area.name_zh, "en": area.name_en}
        head = {"code": table.codes[place], "name": names, "level": level, "parent": parents[parent]}
        found.append({**head, **row})
    return found


def _named(
    rows: list[Json], release: Release, counted: Counted, name: str, names: Names,
    parents: list[str] | None = None,
) -> list[Json]:  # fmt: skip
    table = counted.month.tables[name]
    found = []
    for place, (row, parent) in enumerate(zip(rows, table.parent.tolist(), strict=True)):
        if not _is_listed(place, name, release, counted):
            continue
        code = table.codes[place]
        head: Json = {"code": code, "name": names.get(code, NOWHERE)}
        if parents is not None:
            head["parent"] = parents[parent]
        found.append({**head, **row})
    return found


def _mix(release: Release, names: Names) -> Json:
    grid, codes = release.mix, release.codes["towns"]
    parts = [{"code": code, "name": names[code]} for code in release.mix_classes]
    towns = [
        {"code": code, "counts": None if hidden else row, **({"held": True} if held else {})}
        for code, row, hidden, held in zip(
            codes, grid.parts.tolist(), grid.hidden.tolist(), grid.held.tolist(), strict=True
        )
        if code or (not hidden and any(row))
    ]
    return {"parts": [*parts, {"code": "other", "name": {"zh": "其他", "en": "Other"}}], "towns": towns}
