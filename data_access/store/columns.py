"""Columns of rows with room to grow, by blocks of 4,096 rows: in own memory or over a mapped file."""

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from data_access.domain.rows import ROW, ROWS_PER_BLOCK, Columns, blank_row

_BLANK = np.frombuffer(blank_row(), dtype=ROW)
NAMES: tuple[str, ...] = ROW.names or ()
DOUBTFUL = 2000
"""Last versions before a cut in the history that are read again: a store that fell may give numbers twice."""


@dataclass(slots=True)
class ShardPosition:
    """How far a copy of the table has read one shard."""

    version: int = 0
    feed_id: str = "0-0"
    """Id of the feed's entry of that version: it proves that the version is of this store's history."""
    rows: int = 0
    """Rows handed out, continuation rows included."""
    newest: int = 0
    """Time of the newest action applied, microseconds; 0 before the first."""
    blocks: dict[int, int] = field(default_factory=dict)
    """Block number → version of its last change."""

    def trusted(self) -> dict[int, int]:
        """Block versions to believe when the feed no longer reaches back to `version`."""
        return {
            block: version for block, version in self.blocks.items() if version <= self.version - DOUBTFUL
        }

    def copy(self) -> "ShardPosition":
        """The same position, which later changes of this one leave alone."""
        return replace(self, blocks=dict(self.blocks))


class ColumnMemory:
    """Columns of one length; places not taken yet hold blank rows, in which nothing can be counted.

    The block of a shard always stands in the same place, so that copies made by several processes agree.
    """

    def __init__(self, arrays: Columns, shards: int) -> None:
        self._arrays = arrays
        self._shards = shards
        self.used = 0
        """Blocks taken, with blank ones between."""
        self.grown = False
        """Whether the columns no longer lie where they began."""

    @classmethod
    def empty(cls, shards: int) -> "ColumnMemory":
        """Columns without room, which grow in memory of this process."""
        return cls({name: np.empty(0, dtype=ROW[name]) for name in NAMES}, shards)

    @property
    def columns(self) -> Columns:
        """The rows of all blocks taken; views that later changes write into."""
        length = self.used * ROWS_PER_BLOCK
        return {name: column[:length] for name, column in self._arrays.items()}

    @property
    def room(self) -> int:
        """Blocks that the columns have room for."""
        return len(self._arrays["flags"]) // ROWS_PER_BLOCK

    def place(self, shard: int, block: int) -> int:
        """Place of the first row of a block."""
        return (block * self._shards + shard) * ROWS_PER_BLOCK

    def take(self, shard: int, block: int) -> int:
        """Place of the first row of a block, with room made for it."""
        first = self.place(shard, block)
        self.used = max(self.used, first // ROWS_PER_BLOCK + 1)
        if self.used > self.room:
            self._grow()
        return first

    def put(self, first: int, offsets: npt.NDArray[np.int64] | slice, rows: npt.NDArray[np.void]) -> None:
        """Write rows of the block that begins at `first`."""
        for name, column in self._arrays.items():
            column[first : first + ROWS_PER_BLOCK][offsets] = rows[name]

    def blank(self, first: int, last: int) -> None:
        """Make rows blank, from `first` to the one before `last`."""
        for name, column in self._arrays.items():
            column[first:last] = _BLANK[name][0]

    def copy_block(self, other: "ColumnMemory", shard: int, block: int) -> None:
        """Take over a block from other columns of the same city."""
        first = self.take(shard, block)
        last = first + ROWS_PER_BLOCK
        for name, column in self._arrays.items():
            column[first:last] = other._arrays[name][first:last]

    def _grow(self) -> None:
        held = len(self._arrays["flags"])
        blocks = max(self.used, held // ROWS_PER_BLOCK * 5 // 4)
        for name, column in self._arrays.items():
            grown = blank_column(name, blocks * ROWS_PER_BLOCK)
            grown[:held] = column
            self._arrays[name] = grown
        self.grown = True


def blank_column(name: str, length: int) -> npt.NDArray[np.generic]:
    """A column of blank rows."""
    return np.full(length, _BLANK[name][0], dtype=ROW[name])
