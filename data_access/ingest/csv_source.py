"""Reads CSV files (plain or .gz) row by row, in constant memory."""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, cast

from data_access.ingest.mapping import BadRow, Row
from data_access.ingest.mapping_file import FileSettings
from data_access.ingest.tables import UnreadableFile

LONGEST_CELL = 65_536
"""Characters; a cell longer than a wire-format line may be is a quote that was never closed."""


class CsvSource:
    """An open CSV file; use it in a `with` statement."""

    def __init__(self, path: Path, settings: FileSettings) -> None:
        self._file = path.open("rb")
        data: BinaryIO = self._file
        if self._file.peek(2)[:2] == b"\x1f\x8b":
            data = cast(BinaryIO, gzip.GzipFile(fileobj=self._file))
        # Undecodable bytes come through as surrogates: one bad row must not end the import.
        self._text = io.TextIOWrapper(data, encoding=settings.encoding, errors="surrogateescape", newline="")
        csv.field_size_limit(LONGEST_CELL)
        self._reader = csv.reader(self._text, delimiter=settings.delimiter, quotechar=settings.quote)
        try:
            header: list[str] = []
            for _ in range(settings.header_row):
                header = next(self._reader, [])
        except (csv.Error, UnicodeError, OSError, EOFError, zlib.error) as error:
            self._close()
            raise UnreadableFile(f"{path.name} is not CSV: {error}") from None
        if not header:
            self._close()
            raise UnreadableFile(f"{path.name} is empty: a header is needed")
        self.header = [name.strip() for name in header]
        self._name = path.name

    @property
    def bytes_read(self) -> int:
        """Bytes of the file read so far, compressed as they are."""
        return self._file.tell()

    def rows(self) -> Iterator[tuple[int, Row | BadRow]]:
        """Line on which each row begins, and its cells."""
        while True:
            line = self._reader.line_num + 1
            try:
                row = next(self._reader, None)
            except csv.Error as error:
                yield line, BadRow("not_csv", f"not CSV: {error}")
                continue
            except (UnicodeError, OSError, EOFError, zlib.error) as error:
                raise UnreadableFile(f"{self._name} cannot be read beyond line {line}: {error}") from None
            if row is None:
                return
            if row:
                yield line, row

    def _close(self) -> None:
        self._text.close()
        self._file.close()

    def __enter__(self) -> "CsvSource":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()
