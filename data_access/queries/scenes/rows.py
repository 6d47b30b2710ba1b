"""Single cases on a wall: what a scene may tell about one, codes only, never who or exactly where."""

from typing import Any

import numpy as np
import numpy.typing as npt

from data_access.domain.areas import NO_AREA
from data_access.domain.city import City
from data_access.domain.facts import Facts
from data_access.domain.period import from_row_time
from data_access.domain.rows import RowFlag
from data_access.queries.groups import Category, Index, NameLists, category_groups
from data_access.queries.recent import POSITION


class RowTeller:
    """Tells of single rows in codes and names of the data."""

    def __init__(self, facts: Facts, city: City, names: NameLists) -> None:
        self._facts = facts
        self._city = city
        self._departments = category_groups(Category.DEPARTMENT, city, names)[1]
        self._subclasses = category_groups(Category.SUBCLASS, city, names)[1]

    def tell(self, row: int) -> dict[str, Any]:
        """Class, subclass, place down to the village and urgency of a case; null where it has none."""
        columns, tree = self._facts.columns, self._city.tree
        town, village = int(columns["town"][row]), int(columns["village"][row])
        return {
            "class": self._city.taxonomy.classes[int(columns["class"][row])].code,
            "subclass": self.subclass(int(columns["subclass"][row])),
            "town": None if town == NO_AREA else tree.towns[town].code,
            "village": None if village == NO_AREA else tree.villages[village].code,
            "urgent": bool(int(columns["flags"][row]) & RowFlag.URGENT),
        }

    def subclass(self, number: int) -> str | None:
        """Code of a subclass by its number in the rows."""
        return self._subclasses[min(number, len(self._subclasses) - 1)].code or None

    def department(self, row: int) -> str | None:
        """Name of the department of a case."""
        number = int(self._facts.columns["department"][row])
        return self._departments[min(number, len(self._departments) - 1)].name or None

    def moment(self, column: str, row: int) -> int:
        """A time of a case in Unix seconds; the case has it."""
        return from_row_time(int(self._facts.columns[column][row]))


def first_by(facts: Facts, rows: Index, times: npt.NDArray[np.int32], count: int) -> list[int]:
    """The `count` rows with the earliest of `times`; ties in the order of the whole table."""
    position = facts.columns.get(POSITION)
    key = rows if position is None else position.take(rows).astype(np.int64)
    if len(rows) > 4 * count:
        near = np.flatnonzero(times <= np.partition(times, count)[count])
        rows, times, key = rows[near], times[near], key[near]
    found: list[int] = rows[np.lexsort((key, times))][:count].tolist()
    return found
