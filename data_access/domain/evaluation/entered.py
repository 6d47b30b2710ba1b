"""What people add to the counts of an evaluation: external values, and cases that are left out of months."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from data_access.domain.evaluation.scheme import ObjectKind
from data_access.domain.rows import Columns

ExternalKey = tuple[str, str, str]
"""Month, code of the object, name of the value."""
External = Mapping[ExternalKey, tuple[int, int]]
"""Numerator and denominator of values that were entered or imported, for one kind of objects."""
NO_VALUES: External = MappingProxyType({})

LEFT_OUT = "left_out"
"""Optional column: bit m is set in the rows that do not count in month m of an evaluation."""
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Entered:
    """External values by kind, and positions of the rows left out, by month, in one state of a table."""

    external: Mapping[ObjectKind, External] = field(default_factory=dict)
    left_out: Mapping[str, Rows] = field(default_factory=dict)
    """All rows of the cases: their own, and those of further actions."""

    def values(self, kind: ObjectKind) -> External:
        """The external values of a kind."""
        return self.external.get(kind, NO_VALUES)

    def marks(self, columns: Columns, months: tuple[str, ...]) -> npt.NDArray[np.uint16] | None:
        """The column LEFT_OUT for some months (at most 16); None when nothing is left out of them."""
        chosen = [
            (number, self.left_out[month]) for number, month in enumerate(months) if month in self.left_out
        ]
        if not any(len(rows) for _, rows in chosen):
            return None
        marks = np.zeros(len(columns["flags"]), dtype=np.uint16)
        for number, rows in chosen:
            marks[rows] |= np.uint16(1 << number)
        return marks


NOTHING = Entered()


def nothing_entered() -> Entered:
    """What a reader without a store reads."""
    return NOTHING
