"""What a store says of its cases in words, so that stores with other numbers for the same can be compared."""

from collections import Counter
from typing import Any

import numpy as np

from data_access.domain.areas import AreaLevel
from data_access.domain.city import City
from data_access.domain.rows import NO_NAME, RowFlag
from data_access.store.table import Table


def in_words(table: Table, city: City, *, only: tuple[str, ...] | None = None) -> Counter[tuple[Any, ...]]:
    """Rows that count, areas and categories by code; `only` names the columns compared."""
    columns = table.columns
    used = np.flatnonzero(
        columns["flags"].astype(np.uint32) & np.uint32(RowFlag.COMPLETE | RowFlag.CONTINUATION)
    )
    names = {"department": table.names.departments, "team": table.names.teams}
    subclasses = [one.code for one in city.taxonomy.subclasses] + table.names.subclasses
    words: dict[str, list[Any]] = {
        level.value: [area.code for area in city.tree.at(level)]
        for level in (AreaLevel.TOWN, AreaLevel.VILLAGE, AreaLevel.GRID)
    }
    words |= names | {"class": [one.code for one in city.taxonomy.classes], "subclass": subclasses}
    chosen: list[list[Any]] = []
    for name in only or tuple(columns):
        values = columns[name][used].tolist()
        if name == "flags":
            # The number of the pack's version is no fact of the case.
            values = [value & 0xFFFFFF for value in values]
        elif name in words:
            nothing = {"class": 255}.get(name, NO_NAME)
            values = [None if value == nothing else words[name][value] for value in values]
        elif name == "disposal_seconds":
            values = [None if value != value else value for value in values]
        chosen.append(values)
    return Counter(zip(*chosen, strict=True))
