"""The first release of a month: which rows of which table are withheld."""

from collections.abc import Mapping

import numpy as np

from data_access.domain.disclosure.groups import Ints, Mask, hidden_rows, small
from data_access.domain.disclosure.rules import Disclosure
from data_access.domain.disclosure.tables import (
    ABOVE,
    COUNTS,
    LAYERS,
    Grid,
    Layer,
    Month,
    Release,
    Table,
)

Grids = dict[str, dict[str, Grid]]


def first_release(month: Month, rules: Disclosure) -> Release:
    """What may be published of a month that nobody has seen yet."""
    grids: Grids = {}
    for name, layers in LAYERS.items():
        table = month.tables[name]
        grids[name] = {}
        for layer in layers:
            grids[name][layer.name] = _first(table, layer, name, grids, rules)
    classes, grid = _first_mix(month, grids, rules)
    codes = {name: month.tables[name].codes for name in LAYERS}
    return Release(grids, classes, grid, codes)


def _first(table: Table, layer: Layer, name: str, grids: Grids, rules: Disclosure) -> Grid:
    parts = table.parts(layer.parts)
    forced = _forced(parts, layer, grids[name], rules)
    above = ABOVE[name]
    if above is None:
        hidden = forced | small(parts, rules).any(axis=1)
    else:
        closed, group = grids[above][layer.name].hidden, group_of(name, layer, table, grids)
        if is_split(name, layer, table, grids):
            closed = np.repeat(closed, 2)
        hidden = hidden_rows(parts, group, forced, closed, rules)
    return Grid(parts, hidden, np.zeros(len(parts), dtype=np.bool_))


def _forced(parts: Ints, layer: Layer, own: dict[str, Grid], rules: Disclosure) -> Mask:
    forced = np.zeros(len(parts), dtype=np.bool_)
    if layer.above is not None:
        forced |= own[layer.above].hidden
    if layer.rate:
        total = parts.sum(axis=1)
        forced |= (total > 0) & (total < rules.least_rate)
    return forced


def is_split(name: str, layer: Layer, table: Table, grids: Mapping[str, Mapping[str, Grid]]) -> bool:
    """Whether the sums of the public channels and of the others are known by themselves.

    They are where the city's public reports are published.
    """
    whole = layer.name == COUNTS and table.split is not None and ABOVE[name] == "city"
    return whole and not grids["city"]["answerable"].hidden.any()


def group_of(name: str, layer: Layer, table: Table, grids: Mapping[str, Mapping[str, Grid]]) -> Ints:
    """The group of each row, whose sum is known."""
    if is_split(name, layer, table, grids):
        assert table.split is not None
        return table.split
    return table.parent


def _first_mix(month: Month, grids: Grids, rules: Disclosure) -> tuple[tuple[str, ...], Grid]:
    """Towns by those large classes that are published themselves."""
    codes, hidden = month.tables["classes"].codes, grids["classes"][COUNTS].hidden.tolist()
    withheld = {code for code, is_hidden in zip(codes, hidden, strict=True) if is_hidden}
    classes = tuple(code for code in month.mix.large if code not in withheld)
    parts = month.mix.columns(classes, month.tables["towns"].counts["reported"])
    closed = grids["city"][COUNTS].hidden | small(parts.sum(axis=0, keepdims=True), rules).any()
    group = np.zeros(len(parts), dtype=np.int64)
    chosen = hidden_rows(parts, group, grids["towns"][COUNTS].hidden, closed, rules)
    return classes, Grid(parts, chosen, np.zeros(len(chosen), dtype=np.bool_))
