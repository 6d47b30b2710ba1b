"""Groups of rows: by area, class, subclass, source, department, or by part of a period."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from data_access.domain.areas import AreaLevel
from data_access.domain.city import City
from data_access.domain.facts import Facts
from data_access.domain.measures import TimeColumn
from data_access.domain.period import to_row_time
from data_access.domain.taxonomy import SOURCES

Index = npt.NDArray[np.intp]
GroupOf = npt.NDArray[np.int32]
"""Numbers of groups: half as wide as indexes, because memory is what a question about all rows waits for."""


class NameLists(Protocol):
    """Names that only the actions know, by their number (implemented by `store.names`)."""

    @property
    def departments(self) -> Sequence[str]:
        """Department names by number."""
        ...

    @property
    def subclasses(self) -> Sequence[str]:
        """Subclass codes that the city does not know, by number."""
        ...

    @property
    def teams(self) -> Sequence[str]:
        """Codes of collector teams and seats, by number."""
        ...


class Groups(Protocol):
    """Puts rows into groups numbered from 0; the group `size` takes those that belong to none."""

    @property
    def size(self) -> int:
        """Number of groups."""
        ...

    def of(self, facts: Facts, time: TimeColumn | None, rows: Index | None) -> GroupOf:
        """Group of each of `rows`, of all without, counted by `time`; an array that the caller may change."""
        ...


class Category(StrEnum):
    """What cases can be told apart by, besides times."""

    CLASS = "class"
    SUBCLASS = "subclass"
    SOURCE = "source"
    DEPARTMENT = "department"
    TOWN = "town"
    VILLAGE = "village"
    GRID = "grid"

    @property
    def level(self) -> AreaLevel | None:
        """The level of areas that it is, None for an attribute of the report."""
        return AreaLevel(self.value) if self.value in set(AreaLevel) else None


class RowGroups:
    """Groups by a column of indexes: the value is the group, all from `size` on belong to none.

    With `others`, values from `size` − 1 on are one more group: the last.
    """

    def __init__(self, column: str, size: int, *, others: bool = False) -> None:
        self._column = column
        self._last = size - 1 if others else size
        self.size = size

    def of(self, facts: Facts, time: TimeColumn | None, rows: Index | None) -> GroupOf:
        """Group of each row."""
        column = facts.columns[self._column]
        values = column if rows is None else column.take(rows)
        if self._last < 1 << 8 * values.dtype.itemsize:
            # Cut while they are narrow; indexes have no sign.
            values = np.minimum(values, values.dtype.type(self._last))
        return values.astype(np.int32)


def area_groups(city: City, level: AreaLevel) -> RowGroups:
    """One group an area of a level, in the order of the tree."""
    size = len(city.tree.at(level))
    if level == AreaLevel.CITY:
        return RowGroups("town", 1, others=True)
    return RowGroups(level.value, size)


class Label(NamedTuple):
    """Code and name of a group; the code is empty for cases that carry none."""

    code: str
    name: str


def category_groups(by: Category, city: City, names: NameLists) -> tuple[RowGroups, list[Label]]:
    """Groups of a category and their labels in the city's language.

    Unknown subclasses keep their own code as name. The last group of subclass, department and areas, with
    an empty code, holds the cases that have none (or one whose name has not arrived yet).
    """
    english = city.language == "en"
    taxonomy = city.taxonomy
    if by.level is not None:
        labels = [Label(a.code, a.name(city.language, short=False)) for a in city.tree.at(by.level)]
    elif by == Category.CLASS:
        labels = [Label(c.code, c.name_en if english else c.name_zh) for c in taxonomy.classes]
    elif by == Category.SOURCE:
        labels = [Label(source.value, source.value) for source in SOURCES]
    elif by == Category.SUBCLASS:
        labels = [Label(s.code, s.name_en if english else s.name_zh) for s in taxonomy.subclasses]
        labels += [Label(code, code) for code in names.subclasses]
    else:
        labels = [Label(name, name) for name in names.departments]
    size = len(labels)
    if by in (Category.CLASS, Category.SOURCE):
        return RowGroups(by.value, size), labels
    return RowGroups(by.value, size + 1, others=True), [*labels, Label("", "")]


class TimeGroups:
    """Groups by part of a period: group i holds the times from edge i to edge i + 1 (Unix seconds)."""

    _STEP = 900
    """Every offset from UTC in use is a multiple of a quarter of an hour, so edges mostly are too."""

    def __init__(self, edges: Sequence[int]) -> None:
        self.size = len(edges) - 1
        self._edges = np.array([to_row_time(edge) for edge in edges], dtype=np.int64)
        widths = np.diff(self._edges)
        self._first = int(self._edges[0])
        self._table: GroupOf | None = None
        self._width: int | None = None
        if len(widths) and (widths == widths[0]).all():
            self._width = int(widths[0])
        elif not (widths % self._STEP).any():
            self._table = np.repeat(np.arange(self.size, dtype=np.int32), widths // self._STEP)

    def of(self, facts: Facts, time: TimeColumn | None, rows: Index | None) -> GroupOf:
        """Group of each row by its time; any group for a time outside the edges."""
        if time is None:
            raise ValueError("live counts have no place in time")
        times = facts.time(time)
        if rows is not None:
            times = times.take(rows)
        if self._width is not None:
            # Without a sign it is divided twice as fast; a time before the first edge is beyond the last.
            since = (times - np.int32(self._first)).view(np.uint32)
            since //= np.uint32(self._width)
            return since.view(np.int32)
        if self._table is not None:
            return self._table.take((times - np.int32(self._first)) // np.int32(self._STEP), mode="clip")
        return (np.searchsorted(self._edges, times, side="right") - 1).astype(np.int32)


def children_level(city: City, level: AreaLevel) -> AreaLevel | None:
    """The next lower level that the city has areas of; None below the lowest."""
    return city.tree.below(level)
