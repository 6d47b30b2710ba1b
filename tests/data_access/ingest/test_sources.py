"""CSV and XLSX files are read whatever their dialect, and their oddities told."""

import gzip
from datetime import date, datetime
from pathlib import Path

import openpyxl
import orjson
import pytest

from data_access.ingest.csv_source import CsvSource
from data_access.ingest.mapping import BadRow
from data_access.ingest.mapping_file import FileSettings
from data_access.ingest.tables import UnreadableFile
from data_access.ingest.xlsx_source import XlsxSource

PLAIN = FileSettings()


def written(folder: Path, content: bytes, name: str = "t.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    "content",
    [
        b"a,b\n1,2\n3,4\n",
        b"a,b\r\n1,2\r\n3,4",
        b"\xef\xbb\xbfa,b\r1,2\r3,4\r",
        b'"a","b"\n"1","2"\n\n"3","4"\n',
        gzip.compress(b"a,b\n1,2\n3,4\n", mtime=0),
    ],
)
def test_dialects_of_csv_say_the_same(tmp_path: Path, content: bytes) -> None:
    with CsvSource(written(tmp_path, content), PLAIN) as table:
        assert table.header == ["a", "b"]
        assert [row for _, row in table.rows()] == [["1", "2"], ["3", "4"]]
        assert table.bytes_read > 0


def test_the_line_of_a_row_is_the_one_on_which_it_begins(tmp_path: Path) -> None:
    content = b'a,b\n1,"two\nlines"\n\n3,"say ""hi"", ok"\n'
    with CsvSource(written(tmp_path, content), PLAIN) as table:
        rows = list(table.rows())
    assert rows == [(2, ["1", "two\nlines"]), (5, ["3", 'say "hi", ok'])]


def test_other_delimiters_quotes_and_encodings(tmp_path: Path) -> None:
    settings = FileSettings(encoding="gb18030", delimiter=";", quote="'", header_row=2)
    content = "一月的案件\n编号;名称\n1;'暴露;垃圾'\n".encode("gb18030")
    with CsvSource(written(tmp_path, content), settings) as table:
        assert table.header == ["编号", "名称"]
        assert list(table.rows()) == [(3, ["1", "暴露;垃圾"])]


def test_a_quote_that_is_never_closed_does_not_eat_the_memory(tmp_path: Path) -> None:
    content = b'a,b\n1,2\n3,"' + b"x" * 200_000 + b"\n5,6\n"
    with CsvSource(written(tmp_path, content), PLAIN) as table:
        rows = list(table.rows())
    assert rows[0] == (2, ["1", "2"])
    assert any(isinstance(row, BadRow) for _, row in rows)


@pytest.mark.parametrize("content", [b"", b"\n"])
def test_an_empty_file_is_told(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"t\.csv is empty"):
        CsvSource(written(tmp_path, content), PLAIN)


def test_a_truncated_gzip_is_told_with_its_line(tmp_path: Path) -> None:
    whole = gzip.compress(b"a,b\n" + b"".join(b"%d,%d\n" % (n * 7919, n * 104729) for n in range(20_000)))
    with (
        CsvSource(written(tmp_path, whole[: len(whole) // 2]), PLAIN) as table,
        pytest.raises(UnreadableFile, match="cannot be read beyond line"),
    ):
        list(table.rows())


def test_the_collected_oddities_of_csv_are_read(shared_data: Path) -> None:
    folder = shared_data / "torture" / "csv-spectrum"
    for path in sorted((folder / "csvs").glob("*.csv")):
        expected = orjson.loads((folder / "json" / f"{path.stem}.json").read_bytes())
        with CsvSource(path, PLAIN) as table:
            rows = [
                dict(zip(table.header, row, strict=True)) for _, row in table.rows() if isinstance(row, list)
            ]
        assert [{k: v.replace("\r\n", "\n") for k, v in row.items()} for row in rows] == [
            {k: v.replace("\r\n", "\n") for k, v in row.items()} for row in expected
        ], path.name


def workbook(folder: Path) -> Path:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "notes"
    sheet = book.create_sheet("cases")
    sheet.append(["id", "opened", "day", "count", None])
    sheet.append([1, datetime(2025, 3, 14, 1, 20), date(2025, 3, 14), 2.5, None])
    sheet.append([None, None, None, None, None])
    sheet.append(["2", "3/14/2025", None])
    path = folder / "cases.xlsx"
    book.save(path)
    return path


def test_a_sheet_gives_typed_cells_and_row_numbers(tmp_path: Path) -> None:
    with XlsxSource(workbook(tmp_path), FileSettings(sheet="cases")) as table:
        assert table.header == ["id", "opened", "day", "count"]
        assert list(table.rows()) == [
            (2, [1, datetime(2025, 3, 14, 1, 20), datetime(2025, 3, 14), 2.5]),
            (4, ["2", "3/14/2025", None, None]),
        ]
        assert table.bytes_read > 0


def test_what_is_no_workbook_or_lacks_the_sheet_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="not an XLSX workbook"):
        XlsxSource(written(tmp_path, b"PK nonsense", "t.xlsx"), PLAIN)
    with pytest.raises(UnreadableFile, match="it has notes, cases"):
        XlsxSource(workbook(tmp_path), FileSettings(sheet="Cases"))
    with pytest.raises(UnreadableFile, match="is empty"):
        XlsxSource(workbook(tmp_path), FileSettings(sheet="notes"))
