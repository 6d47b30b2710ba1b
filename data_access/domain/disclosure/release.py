"""The first release of a month: which rows of which table are withheld."""

from dataclasses import replace

import numpy as np

from data_access.domain.disclosure.groups import Ints, Mask, hidden_rows, small
from data_access.domain.disclosure.rules import Disclosure
from data_access.domain.disclosure.tables import (
    ABOVE,
    COUNTS,
    LAYERS,
    Grid,
    Layer,
    Mix,
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
    mix, grid = _first_mix(month.mix, grids, month.tables["classes"], rules)
    codes = {name: month.tables[name].codes for name in LAYERS}
    return Release(grids, mix.classes, grid, codes)


def _first(table: Table, layer: Layer, name: str, grids: Grids, rules: Disclosure) -> Grid:
    parts = table.parts(layer.parts)
    forced = _forced(parts, layer, grids[name], rules)
    above = ABOVE[name]
    if above is None:
        hidden = forced | small(parts, rules).any(axis=1)
    else:
        group, closed = table.parent, grids[above][layer.name].hidden
        if layer.name == COUNTS and table.split is not None and not grids["city"]["answerable"].hidden.any():
            # The city's public reports are known, and so are the sums of both groups of channels.
            group, closed = table.split, np.repeat(closed, 2)
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


def _first_mix(mix: Mix, grids: Grids, classes: Table, rules: Disclosure) -> tuple[Mix, Grid]:
    """Towns by those classes that are published themselves."""
    shown = grids["classes"][COUNTS].hidden
    hidden = {code for code, is_hidden in zip(classes.codes, shown.tolist(), strict=True) if is_hidden}
    kept = [position for position, code in enumerate(mix.classes) if code not in hidden]
    lost = [position for position, code in enumerate(mix.classes) if code in hidden]

    def merged(counts: Ints) -> Ints:
        others = counts[..., lost].sum(axis=-1) + counts[..., -1]
        return np.concatenate([counts[..., kept], others[..., None]], axis=-1)

    mix = replace(
        mix,
        classes=tuple(mix.classes[position] for position in kept),
        parts=merged(mix.parts),
        column_sums=merged(mix.column_sums),
    )
    closed = grids["city"][COUNTS].hidden | small(mix.column_sums[None], rules).any()
    group = np.zeros(len(mix.parts), dtype=np.int64)
    chosen = hidden_rows(mix.parts, group, grids["towns"][COUNTS].hidden, closed, rules)
    return mix, Grid(mix.parts, chosen, np.zeros(len(chosen), dtype=np.bool_))
