"""Reads sheets of XLSX workbooks row by row."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from types import TracebackType
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from data_access.ingest.cells import Cell
from data_access.ingest.mapping import BadRow, Row
from data_access.ingest.mapping_file import FileSettings
from data_access.ingest.tables import UnreadableFile


class XlsxSource:
    """An open sheet of a workbook; use it in a `with` statement. Formulas give their stored results."""

    def __init__(self, path: Path, settings: FileSettings) -> None:
        try:
            self._book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
            raise UnreadableFile(f"{path.name} is not an XLSX workbook: {error}") from None
        if settings.sheet is not None and settings.sheet not in self._book.sheetnames:
            names = ", ".join(self._book.sheetnames)
            self._book.close()
            raise UnreadableFile(f"{path.name} has no sheet {settings.sheet!r}; it has {names}")
        sheet: Any = self._book[settings.sheet or self._book.sheetnames[0]]
        self._size = path.stat().st_size
        self._height = sheet.max_row or 0
        self._line = settings.header_row
        self._rows = sheet.iter_rows(min_row=settings.header_row, values_only=True)
        header = list(next(self._rows, ()))
        while header and header[-1] is None:
            header.pop()
        if not header:
            self._book.close()
            raise UnreadableFile(f"{path.name} is empty: a header is needed")
        self.header = ["" if name is None else str(name).strip() for name in header]

    @property
    def bytes_read(self) -> int:
        """About as many bytes of the file as rows of the sheet have been read."""
        return self._size * self._line // max(self._height, self._line)

    def rows(self) -> Iterator[tuple[int, Row | BadRow]]:
        """Number of each row and its cells."""
        width = len(self.header)
        for cells in self._rows:
            self._line += 1
            row = [_cell(cell) for cell in cells]
            # Sheets are ragged: trailing cells without content do not belong to the table.
            while len(row) > width and row[-1] is None:
                row.pop()
            row += [None] * (width - len(row))
            if any(cell is not None for cell in row):
                yield self._line, row

    def __enter__(self) -> "XlsxSource":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._book.close()


def _cell(value: Any) -> Cell:
    if value is None or isinstance(value, str | int | float | datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time())
    return str(value)
