"""An attacker on one table of small numbers: tries every table that fits what was published.

Knows the rules and runs them: a table fits when publishing it would give the same picture. Shares no code
with the rules themselves; they are given as a function.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

Rows = tuple[tuple[int, ...], ...]
Picture = tuple[object, ...]


def compositions(total: int, places: int) -> Iterator[tuple[int, ...]]:
    """Every way to share a total out to so many places."""
    if places == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for others in compositions(total - first, places - 1):
            yield (first, *others)


def fitting(truth: Rows, hidden: Sequence[bool], picture: Callable[[Rows], Picture]) -> Iterator[Rows]:
    """Every table with the same sums whose picture is the same; rows that are not hidden are as they are."""
    places = [row for row, is_hidden in enumerate(hidden) if is_hidden]
    parts = range(len(truth[0]))
    seen = picture(truth)

    def tables(part: int, table: list[list[int]]) -> Iterator[Rows]:
        if part == len(parts):
            yield tuple(tuple(row) for row in table)
            return
        for shares in compositions(sum(truth[row][part] for row in places), len(places)):
            for row, share in zip(places, shares, strict=True):
                table[row][part] = share
            yield from tables(part + 1, table)

    for table in tables(0, [list(row) for row in truth]):
        if picture(table) == seen:
            yield table


def certain(
    truth: Rows, hidden: Sequence[bool], picture: Callable[[Rows], Picture]
) -> dict[tuple[int, int], int]:
    """Hidden entries, by row and part, that have the same value in every table that fits."""
    known: dict[tuple[int, int], int] | None = None
    for table in fitting(truth, hidden, picture):
        entries = {
            (row, part): value
            for row, is_hidden in enumerate(hidden)
            if is_hidden
            for part, value in enumerate(table[row])
        }
        known = (
            entries
            if known is None
            else {place: value for place, value in known.items() if entries[place] == value}
        )
        if not known:
            return {}
    return known or {}


def certain_sums(truth: Rows, hidden: Sequence[bool], picture: Callable[[Rows], Picture]) -> list[int]:
    """Sums of some hidden rows, of one part, that are the same in every table that fits."""
    places = [row for row, is_hidden in enumerate(hidden) if is_hidden]
    groups = [group for size in range(1, len(places)) for group in combinations(places, size)]
    wanted = [(group, part) for group in groups for part in range(len(truth[0]))]
    same = {one: sum(truth[row][one[1]] for row in one[0]) for one in wanted}
    for table in fitting(truth, hidden, picture):
        same = {
            (group, part): value
            for (group, part), value in same.items()
            if sum(table[row][part] for row in group) == value
        }
    return list(same.values())
