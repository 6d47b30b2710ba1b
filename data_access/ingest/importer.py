"""Imports whole files: NDJSON in the wire format, CSV and XLSX through a mapping; batch by batch."""

import codecs
import gzip
import io
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from data_access.ingest.csv_source import CsvSource
from data_access.ingest.ingest import BATCH_LINES, Ingest
from data_access.ingest.mapping import BadRow, RowMapper
from data_access.ingest.mapping_binder import bind
from data_access.ingest.mapping_file import BadMapping, Mapping
from data_access.ingest.parsing import MAX_LINE_BYTES
from data_access.ingest.quarantine import Problem
from data_access.ingest.tables import Table, UnreadableFile
from data_access.ingest.xlsx_source import XlsxSource

KEPT_PROBLEMS = 1000
"""Problems that a report holds; all of them are counted, and the newest ones kept in the store."""

Progress = Callable[[int, int], None]
"""Called with bytes read and bytes in all."""
Numbered = tuple[int, bytes | Problem]
"""A line in the wire format, or why there is none; and the line of the file it comes from."""


@dataclass(slots=True)
class ImportReport:
    """What became of a file."""

    rows: int = 0
    """Lines of an NDJSON file that are not blank, rows of a table."""
    skipped: int = 0
    """Rows that the mapping leaves out."""
    applied: int = 0
    """Actions that changed a case; in a dry run, valid actions."""
    duplicate: int = 0
    quarantined: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    """Lines quarantined by code of the reason."""
    problems: list[Problem] = field(default_factory=list)
    """The first KEPT_PROBLEMS, with their line in the file."""


def import_file(
    path: Path,
    mapping: Mapping | None,
    ingest: Ingest,
    *,
    zone: ZoneInfo,
    progress: Progress | None = None,
    dry_run: bool = False,
    batch_lines: int = BATCH_LINES,
) -> ImportReport:
    """Bring a file into the store; importing it again, or after a crash, completes and changes nothing else.

    `zone` is the city's, for times whose zone neither the file nor the mapping tells. Raises OSError or
    UnreadableFile for a file that cannot be read, BadMapping for a mapping that does not fit it, and
    redis.RedisError when the store goes away.
    """
    if mapping is None and not is_ndjson(path):
        raise BadMapping([f"{path.name} is no NDJSON file: it needs a mapping"])
    report = ImportReport()
    total = path.stat().st_size
    for batch, done in _batches(path, mapping, zone, report, batch_lines):
        _apply(batch, ingest, path.name, report, dry_run)
        if progress is not None:
            progress(done, total)
    if progress is not None:
        progress(total, total)
    return report


def is_ndjson(path: Path) -> bool:
    """Whether a file is NDJSON by its name."""
    name = path.name.lower().removesuffix(".gz")
    return name.endswith((".ndjson", ".jsonl", ".json", ".log"))


def _apply(batch: list[Numbered], ingest: Ingest, feed: str, report: ImportReport, dry_run: bool) -> None:
    numbers = [number for number, item in batch if isinstance(item, bytes)]
    lines = [item for _, item in batch if isinstance(item, bytes)]
    unreadable = [item for _, item in batch if isinstance(item, Problem)]
    done = ingest.ingest(lines, feed=feed, numbers=numbers, unreadable=unreadable, dry_run=dry_run)
    report.applied += done.applied
    report.duplicate += done.duplicate
    report.quarantined += done.quarantined
    report.reasons.update(problem.code for problem in done.problems)
    report.problems += done.problems[: KEPT_PROBLEMS - len(report.problems)]


def _batches(
    path: Path, mapping: Mapping | None, zone: ZoneInfo, report: ImportReport, batch_lines: int
) -> Iterator[tuple[list[Numbered], int]]:
    """Batches of lines and bytes of the file read with each."""
    if mapping is None:
        yield from _ndjson_batches(path, report, batch_lines)
        return
    settings = mapping.file
    kind = settings.format or ("xlsx" if path.suffix.lower() in (".xlsx", ".xlsm") else "csv")
    with XlsxSource(path, settings) if kind == "xlsx" else CsvSource(path, settings) as table:
        mapper = bind(mapping, table.header, zone)
        batch: list[Numbered] = []
        for numbered in _mapped(table, mapper, report):
            batch.append(numbered)
            if len(batch) >= batch_lines:
                yield batch, table.bytes_read
                batch = []
        yield batch, table.bytes_read


def _mapped(table: Table, mapper: RowMapper, report: ImportReport) -> Iterator[Numbered]:
    for number, row in table.rows():
        report.rows += 1
        try:
            if isinstance(row, BadRow):
                raise row
            lines = mapper.lines(row)
        except BadRow as bad:
            # Nothing of the row is kept: which of its columns are private is known no more.
            yield number, Problem(number, bad.code, str(bad), b"")
            continue
        report.skipped += not lines
        for line in lines:
            yield number, line


def _ndjson_batches(
    path: Path, report: ImportReport, batch_lines: int
) -> Iterator[tuple[list[Numbered], int]]:
    with path.open("rb") as file:
        packed = file.peek(2)[:2] == b"\x1f\x8b"
        data: io.BufferedIOBase | gzip.GzipFile = gzip.GzipFile(fileobj=file) if packed else file
        batch: list[Numbered] = []
        number = 0
        while True:
            number += 1
            try:
                line = _line(data)
            except (OSError, EOFError, zlib.error) as error:
                raise UnreadableFile(f"{path.name} cannot be read beyond line {number}: {error}") from None
            if number == 1:
                line = line.removeprefix(codecs.BOM_UTF8)
            if line and not line.isspace():
                report.rows += 1
                batch.append((number, line))
            if not line or len(batch) >= batch_lines:
                yield batch, file.tell()
                batch = []
            if not line:
                return


def _line(data: io.BufferedIOBase | gzip.GzipFile) -> bytes:
    """The next line; of one that is too long only as much as shows it, so that memory stays bounded."""
    line = data.readline(MAX_LINE_BYTES + 2)
    if len(line) > MAX_LINE_BYTES and not line.endswith(b"\n"):
        while rest := data.readline(MAX_LINE_BYTES):
            if rest.endswith(b"\n"):
                break
    return line
