"""What the sources of an import have in common: a header, numbered rows, and how far they have got."""

from collections.abc import Iterator
from typing import Protocol

from data_access.ingest.mapping import BadRow, Row


class UnreadableFile(ValueError):
    """A file that is not what it should be; the message is for people."""


class Table(Protocol):
    """A table that is read once, from top to bottom."""

    @property
    def header(self) -> list[str]:
        """Names of the columns."""
        ...

    @property
    def bytes_read(self) -> int:
        """Bytes of the file read so far."""
        ...

    def rows(self) -> Iterator[tuple[int, Row | BadRow]]:
        """Line of the file (the first has number 1) and cells of every row below the header.

        Empty rows are left out. Raises UnreadableFile when the rest cannot be read.
        """
        ...
