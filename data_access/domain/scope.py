"""Which cases a question is about: an area of any level and filters on the report's attributes."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from data_access.domain.areas import AreaLevel
from data_access.domain.rows import Columns


@dataclass(frozen=True, slots=True)
class Scope:
    """A filter over rows; every part left None lets all cases pass.

    Indexes are those of the city's area tree, of its taxonomy, of SOURCES and of the stored names.
    """

    area: tuple[AreaLevel, int] | None = None
    class_index: int | None = None
    subclass: int | None = None
    source: int | None = None
    department: int | None = None

    def mask(self, columns: Columns) -> npt.NDArray[np.bool_] | None:
        """Rows inside the scope, shape (rows,); None when all are."""
        parts = [
            (level.value, index)
            for level, index in ([self.area] if self.area else [])
            if level != AreaLevel.CITY
        ] + [
            (column, index)
            for column, index in (
                ("class", self.class_index),
                ("subclass", self.subclass),
                ("source", self.source),
                ("department", self.department),
            )
            if index is not None
        ]
        mask: npt.NDArray[np.bool_] | None = None
        for column, index in parts:
            matches = columns[column] == index
            mask = matches if mask is None else mask & matches
        return mask
