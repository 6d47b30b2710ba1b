"""Reads rows that were made with another version of the city pack: their indexes become those of this one."""

import time
from typing import Any

import numpy as np
import numpy.typing as npt
import redis

from data_access.domain.areas import NO_AREA, AreaLevel
from data_access.domain.city import NO_CELL, City
from data_access.domain.rows import NO_NAME, NO_POSITION, PACK_SHIFT, RowFlag
from data_access.store.keys import Keys
from data_access.store.names import SUBCLASS
from data_access.store.packs import UNKNOWN_NUMBER, CodeLists, Packs

_NO_CLASS = 255
_ASK_EVERY = 1.0
_LEVELS = (AreaLevel.TOWN, AreaLevel.VILLAGE, AreaLevel.GRID)
_UNKNOWN = np.uint32(RowFlag.UNKNOWN_SUBCLASS)

Rows = npt.NDArray[np.void]
Lookup = npt.NDArray[np.uint16]


def pack_numbers(rows: Rows) -> npt.NDArray[np.uint8]:
    """The number of the pack version that each row was made with."""
    return (rows["flags"] >> PACK_SHIFT).astype(np.uint8)


class Translator:
    """Gives rows the indexes of one city pack, whichever version wrote them; by code, never by position.

    What was computed with the other version (due times, what was in time) stays until a refold.
    """

    def __init__(self, client: redis.Redis, city: City, keys: Keys) -> None:
        self._client = client
        self._city = city
        self._keys = keys
        self._packs = Packs(client, keys)
        self._own: int | None = None
        self._ask_again = 0.0
        self._lookups: dict[int, tuple[dict[str, Lookup], bool]] = {}
        self._names_end: dict[int, int] = {}
        """Where the names known to a lookup end: a greater index asks for a new one."""
        tree = city.tree
        self._village_town = _padded(tree.parents(AreaLevel.VILLAGE))
        self._grid_village = _padded(tree.parents(AreaLevel.GRID))

    @property
    def own(self) -> int:
        """The number of this pack; until a writer has used it, the store is asked now and then."""
        if self._own is None and time.monotonic() >= self._ask_again:
            self._own = self._packs.number(self._city.version)
            self._ask_again = time.monotonic() + _ASK_EVERY
        return UNKNOWN_NUMBER if self._own is None else self._own

    def translate(self, rows: Rows) -> Rows:
        """The rows as they are, or a copy with this pack's indexes and number."""
        numbers = pack_numbers(rows)
        if self._own is not None and not (numbers != self._own).any():
            return rows
        own = self.own
        if not (numbers != own).any():
            return rows
        rows = rows.copy()
        for number in np.unique(numbers).tolist():
            if number != own:
                chosen = np.flatnonzero(numbers == number)
                rows[chosen] = self._translated(rows[chosen], number, own)
        return rows

    def _translated(self, rows: Rows, number: int, own: int) -> Rows:
        subclasses = rows["subclass"][rows["subclass"] != NO_NAME]
        if len(subclasses) and subclasses.max() >= self._names_end.get(number, 0):
            self._lookups.pop(number, None)
        lookups, moved = self._lookup(number)
        for name, lookup in lookups.items():
            rows[name] = lookup[rows[name]]
        # Of areas that contradict each other the finest decides: parents stay sums of their children.
        known = rows["grid"] != NO_AREA
        rows["village"][known] = self._grid_village[rows["grid"][known]]
        known = rows["village"] != NO_AREA
        rows["town"][known] = self._village_town[rows["village"][known]]
        flags = rows["flags"] & np.uint32((1 << PACK_SHIFT) - 1) | np.uint32(own << PACK_SHIFT)
        complete = (flags & np.uint32(RowFlag.COMPLETE)) != 0
        other = complete & (rows["subclass"] >= len(self._city.taxonomy.subclasses))
        rows["flags"] = np.where(
            other & (rows["subclass"] != NO_NAME),
            flags | _UNKNOWN,
            np.where(other | ~complete, flags, flags & ~_UNKNOWN),
        )
        if moved:
            rows["cell"] = self._cells(rows)
        return rows

    def _cells(self, rows: Rows) -> npt.NDArray[np.uint32]:
        cells = np.full(len(rows), NO_CELL, dtype=np.uint32)
        placed = np.flatnonzero(rows["lon"] != NO_POSITION)
        if len(placed):
            lon, lat = rows["lon"][placed] / 1e7, rows["lat"][placed] / 1e7
            cells[placed] = self._city.locator.locate(lon, lat).cell
        return cells

    def _lookup(self, number: int) -> tuple[dict[str, Lookup], bool]:
        """Index under another version → index under this one by column, and whether cells have moved."""
        if number not in self._lookups:
            codes = self._packs.codes(number)
            # A number that the store does not explain: better no area than a wrong one.
            known = codes or CodeLists({level: [] for level in _LEVELS}, [], [], [])
            mine = CodeLists.of(self._city)
            found: dict[str, Lookup] = {
                level.value: _by_code(known.areas[level], self._city.tree.indexes(level), NO_AREA)
                for level in _LEVELS
            }
            classes = {code: index for index, code in enumerate(mine.classes)}
            found["class"] = _by_code(known.classes, classes, _NO_CLASS)
            if codes is None:
                return found | {"subclass": _by_code([], {}, NO_NAME)}, True
            found["subclass"], self._names_end[number] = self._subclasses(known.subclasses, mine.subclasses)
            self._lookups[number] = found, known.frame != mine.frame
        return self._lookups[number]

    def _subclasses(self, theirs: list[str], mine: list[str]) -> tuple[Lookup, int]:
        stored: Any = self._client.hgetall(self._keys.names(SUBCLASS))
        names = {name.decode(): int(number) for name, number in stored.items()}
        indexes = {code: len(mine) + number for code, number in names.items()}
        indexes |= {code: index for index, code in enumerate(mine)}
        lookup = np.full(NO_NAME + 1, NO_NAME, dtype=np.uint16)
        # What the other version did not know follows its own subclasses, by the number of its name.
        for name, number in names.items():
            if len(theirs) + number < NO_NAME:
                lookup[len(theirs) + number] = indexes[name]
        for index, code in enumerate(theirs):
            lookup[index] = indexes.get(code, NO_NAME)
        return lookup, len(theirs) + len(names)


def _by_code(theirs: list[str], mine: dict[str, int], nothing: int) -> Lookup:
    lookup = np.full(NO_AREA + 1, nothing, dtype=np.uint16)
    for index, code in enumerate(theirs):
        lookup[index] = mine.get(code, nothing)
    return lookup


def _padded(parents: npt.NDArray[np.uint16]) -> Lookup:
    """Parents by index; an empty level needs one entry that is never taken."""
    return parents if len(parents) else np.array([NO_AREA], dtype=np.uint16)
