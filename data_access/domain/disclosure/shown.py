"""Which withheld rates of a release are told as bands, from the lowest level up."""

from collections.abc import Mapping

import numpy as np

from data_access.domain.disclosure.bands import Band, Ranges, bands, ranges
from data_access.domain.disclosure.groups import Ints
from data_access.domain.disclosure.rules import Disclosure
from data_access.domain.disclosure.tables import ABOVE, LAYERS, Release

Shown = dict[tuple[str, str], list[Band | None]]
"""Table and layer → the band of each row."""
_BELOW = {above: name for name, above in (("villages", "towns"), ("subclasses", "classes"))}


def shown_bands(release: Release, parents: Mapping[str, Ints], rules: Disclosure) -> Shown:
    """The bands of all tables; `parents` are the positions of each table's parents."""
    shown: Shown = {}
    for name in ("villages", "subclasses", "towns", "classes", "sources"):
        for layer in LAYERS[name]:
            if layer.rate:
                shown[name, layer.name] = _of_layer(name, layer.name, release, parents, rules, shown)
    for layer in LAYERS["city"]:
        if layer.rate:
            shown["city", layer.name] = [None]
    return shown


def _of_layer(
    name: str, layer: str, release: Release, parents: Mapping[str, Ints], rules: Disclosure, shown: Shown
) -> list[Band | None]:
    grid = release.grids[name][layer]
    totals, size = grid.parts.sum(axis=1), len(grid.hidden)
    total = release.grids[name][_total_of(name, layer)]
    # Where the total is not known, or older than the truth, there is nothing to take a share of.
    known = ~total.hidden & ~total.held & (total.parts[:, 0] == totals)
    below = _BELOW.get(name)
    inside: Ranges | None = None
    has_below = below is not None and (below, layer) in shown
    if below is not None and has_below:
        under = release.grids[below][layer]
        # Whoever cannot see how many cases a row has below cannot bound it from there.
        inside = ranges(
            shown[below, layer],
            under.parts[:, 0],
            under.parts.sum(axis=1),
            under.hidden,
            parents[below],
            size,
        )
    above = ABOVE[name]
    assert above is not None
    free = release.grids[above][layer].hidden
    if above == "city" and free.any():
        found: list[Band | None] = [None] * size
        tight = [0]
    else:
        found, tight = bands(grid.parts[:, 0], totals, grid.hidden, known, parents[name], free, rules, inside)
    if below is not None and has_below and tight:
        # The rows below these would tell too much of them.
        loose = grid.hidden & np.isin(parents[name], tight)
        for row in np.flatnonzero(loose[parents[below]]).tolist():
            shown[below, layer][row] = None
    return found


def _total_of(name: str, layer: str) -> str:
    above = next(one.above for one in LAYERS[name] if one.name == layer)
    assert above is not None
    return above
