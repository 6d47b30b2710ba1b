"""A later release of a month: what may change before everybody's eyes without telling a small change.

Whoever keeps the earlier releases subtracts them. So every number that anybody can see or work out, the sums
of withheld rows among them, stays as it was in each earlier release or moves by the least count or more. Rows
that changed by less keep what they showed, marked together with those around them that did not change.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from data_access.domain.disclosure.groups import Ints, Mask, small
from data_access.domain.disclosure.release import Grids, group_of, is_split
from data_access.domain.disclosure.rules import Disclosure
from data_access.domain.disclosure.tables import (
    ABOVE,
    COUNTS,
    LAYERS,
    MIX,
    Grid,
    Layer,
    Month,
    Release,
    Table,
)

_MIX = Layer(MIX, (), COUNTS, total=True)


class _Blocked(Exception):
    """A layer that cannot change anywhere this time."""

    def __init__(self, layer: str) -> None:
        super().__init__(layer)
        self.layer = layer


def revised(history: Sequence[Release], month: Month, rules: Disclosure) -> tuple[Release | None, bool]:
    """What may be published now, None when nothing may change; and whether a correction waits.

    `history` are all releases so far, the oldest first; the month has the same rows.
    """
    frozen: set[str] = set()
    while True:
        try:
            release = _attempt(history, month, frozen, rules)
            break
        except _Blocked as blocked:
            frozen |= _with_dependents(blocked.layer)
    changed = _differs(history[-1], release)
    held = any(grid.held.any() for grid in _grids(release))
    return (release if changed else None), held or (not changed and bool(frozen))


def is_comparable(history: Sequence[Release], month: Month) -> bool:
    """Whether a month still has the rows that its releases had: areas and classes may have been redrawn."""
    last = history[-1]
    return all(last.codes[name] == table.codes for name, table in month.tables.items()) and set(
        last.mix_classes
    ) <= set(month.tables["classes"].codes)


def _with_dependents(layer: str) -> set[str]:
    """A layer and those whose totals it tells."""
    found = {layer}
    for layers in LAYERS.values():
        for one in layers:
            if one.above in found:
                found.add(one.name)
    return found | ({MIX} if COUNTS in found else set())


def _grids(release: Release) -> list[Grid]:
    return [*(grid for grids in release.grids.values() for grid in grids.values()), release.mix]


def _differs(before: Release, after: Release) -> bool:
    return any(
        bool((old.parts != new.parts)[~old.hidden].any())
        for old, new in zip(_grids(before), _grids(after), strict=True)
    )


def _attempt(history: Sequence[Release], month: Month, frozen: set[str], rules: Disclosure) -> Release:
    grids: Grids = {}
    for name, layers in LAYERS.items():
        table = month.tables[name]
        grids[name] = {}
        for layer in layers:
            olds = [release.grids[name][layer.name] for release in history]
            want = table.parts(layer.parts)
            blocked = grids[name][layer.above].held if layer.above is not None else None
            sums, stale = _sums(name, layer, table, grids)
            then = [_sums(name, layer, table, release.grids)[0] for release in history]
            grids[name][layer.name] = _layer(
                layer, olds, want, sums, then, stale, group_of(name, layer, table, grids), blocked,
                layer.name in frozen, rules,
            )  # fmt: skip
    last = history[-1]
    mix = _mix_parts(month, last.mix_classes)
    classes, city = grids["classes"][COUNTS], grids["city"][COUNTS]
    columns = [last.codes["classes"].index(code) for code in last.mix_classes]
    stale = np.array([bool(city.held.any()) or bool(classes.held[columns].any())])
    grid = _layer(
        _MIX, [one.mix for one in history], mix, _mix_sums(grids, columns),
        [_mix_sums(one.grids, columns) for one in history], stale,
        np.zeros(len(mix), dtype=np.int64), grids["towns"][COUNTS].held, MIX in frozen, rules,
    )  # fmt: skip
    return Release(grids, last.mix_classes, grid, last.codes)


def _sums(
    name: str, layer: Layer, table: Table, grids: Mapping[str, Mapping[str, Grid]]
) -> tuple[Ints | None, Mask]:
    """What everybody knows the groups to add up to, and whether that is older than the truth."""
    above = ABOVE[name]
    if above is None:
        return None, np.zeros(1, dtype=np.bool_)
    if is_split(name, layer, table, grids):
        answerable, counts = grids["city"]["answerable"], grids["city"][COUNTS]
        return answerable.parts.T, np.repeat(answerable.held | counts.held, 2)
    grid = grids[above][layer.name]
    names = next(one.parts for one in LAYERS[above] if one.name == layer.name)
    return grid.parts[:, [names.index(part) for part in layer.parts]], grid.held


def _mix_parts(month: Month, classes: tuple[str, ...]) -> Ints:
    mix, reported = month.mix, month.tables["towns"].counts["reported"]
    return mix.columns(classes, reported)


def _mix_sums(grids: Mapping[str, Mapping[str, Grid]], columns: list[int]) -> Ints:
    own = grids["classes"][COUNTS].parts[columns, 0]
    return np.append(own, grids["city"][COUNTS].parts[0, 0] - own.sum())[None]


def _layer(
    layer: Layer, olds: Sequence[Grid], want: Ints, sums: Ints | None, sums_then: Sequence[Ints | None],
    stale: Mask, group: Ints, blocked: Mask | None, is_frozen: bool, rules: Disclosure,
) -> Grid:  # fmt: skip
    last = olds[-1]
    hidden, visible = last.hidden, ~last.hidden
    differs = visible & (want != last.parts).any(axis=1)
    # Who could see that a part of a row did not change would know that its total did not either.
    marked = np.zeros(len(want), dtype=np.bool_) if blocked is None else visible & blocked
    if is_frozen:
        held = np.broadcast_to(differs.any() or stale.any(), hidden.shape) & visible
        return Grid(np.where(visible[:, None], last.parts, want), hidden, held | marked)
    free = visible & ~small(want, rules).any(axis=1)
    if layer.rate:
        total = want.sum(axis=1)
        free &= (total == 0) | (total >= rules.least_rate)
    for old in olds:
        free &= _may_move(want, old.parts, layer, rules).all(axis=1)
    if blocked is not None:
        free &= ~blocked
    parts, held = np.where((free | hidden)[:, None], want, last.parts), differs & ~free | marked
    if sums is None:
        return Grid(parts, hidden, held)
    for parent in np.unique(group).tolist():
        rows = np.flatnonzero(group == parent)
        seen = rows[visible[rows]]
        if not len(seen):
            continue
        _mark(parts, last, seen, held)
        if stale[parent] or not _fits(layer, parts, olds, sums, sums_then, parent, rows, held, rules):
            # All of the group as it was: then only the parent has changed, if it has.
            parts[seen] = last.parts[seen]
            held[seen] = differs[seen] | marked[seen] | bool(stale[parent])
            _mark(parts, last, seen, held)
            if not stale[parent] and not _fits(
                layer, parts, olds, sums, sums_then, parent, rows, held, rules, whole=True
            ):
                raise _Blocked(layer.name)
    return Grid(parts, hidden, held)


def _mark(parts: Ints, last: Grid, seen: Ints, held: Mask) -> None:
    """Where a row is held, all of its group that did not move look alike."""
    if held[seen].any():
        held[seen[(parts[seen] == last.parts[seen]).all(axis=1)]] = True


def _may_move(now: Ints, then: Ints, layer: Layer, rules: Disclosure) -> Mask:
    """Numbers, and totals where the parts have one, that stay or move far enough."""
    moved = np.abs(_numbers(now, layer) - _numbers(then, layer))
    return np.asarray((moved == 0) | (moved >= rules.least_count))


def _numbers(parts: Ints, layer: Layer) -> Ints:
    return np.concatenate([parts, parts.sum(axis=-1, keepdims=True)], axis=-1) if layer.total else parts


def _fits(
    layer: Layer, parts: Ints, olds: Sequence[Grid], sums: Ints, sums_then: Sequence[Ints | None],
    parent: int, rows: Ints, held: Mask, rules: Disclosure, *, whole: bool = False,
) -> bool:  # fmt: skip
    """Whether what is left of the parent may be known, now and beside each earlier release."""
    hidden = olds[-1].hidden
    for old, then in zip(olds, sums_then, strict=True):
        assert then is not None
        # Of these nobody knows the true number at both times, but their sum everybody does.
        known = rows[~(hidden | old.held | held)[rows]]
        change = sums[parent] - then[parent] - (parts[known] - old.parts[known]).sum(axis=0)
        if not _is_far(change, layer, rules):
            return False
    unknown = rows[(hidden | held)[rows]]
    if not len(unknown):
        return True
    known = rows[~(hidden | held)[rows]]
    rest, veiled = sums[parent] - parts[known].sum(axis=0), int(hidden[rows].sum())
    if len(known) and not np.all((rest == 0) | (rest >= rules.least_count + len(unknown))):
        return False
    if whole or veiled or not held[rows].any():
        return True
    if len(unknown) < rules.least_hidden:
        return False
    # Everybody knows that each of them changed by less than the least count, so the sum must be no extreme.
    change = rest - parts[unknown].sum(axis=0)
    most = (rules.least_count - 1) * len(unknown) - rules.least_count
    return bool(np.all(np.abs(change) <= most))


def _is_far(change: Ints, layer: Layer, rules: Disclosure) -> bool:
    moved = np.abs(_numbers(change, layer))
    return bool(np.all((moved == 0) | (moved >= rules.least_count)))
