"""A workbook in the making: sheets with heads, numbers as numbers, ratios as formulas."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from layouts.report.figures import BulletinFigures
from layouts.report.words import Words

ACCENT, REFERENCE, LIGHT = "#0B6B8F", "#8A5A00", "#79B4CC"
GRID = {"visible": True, "line": {"color": "#E2E7EC"}}
_A4 = 9


@dataclass(frozen=True)
class Book:
    """What the sheets are written with: the workbook, its figures and words, its formats."""

    book: Workbook
    figures: BulletinFigures
    words: Words
    head: Format
    rate: Format
    score: Format
    wrap: Format

    def sheet(self, key: str, heads: Sequence[str], widths: Sequence[float]) -> Worksheet:
        """A sheet with its heads in the first row, which stays in view."""
        sheet = self.book.add_worksheet(self.words.text(f"report.sheet_{key}"))
        sheet.write_row(0, 0, heads, self.head)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 1)
        # On paper: as wide as the page, the heads on each.
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        return sheet

    def put(self, sheet: Worksheet, row: int, column: int, value: Any, form: Format | None = None) -> None:
        """A number as a number, a text never as a formula, nothing as an empty cell."""
        if isinstance(value, str):
            sheet.write_string(row, column, value, form)
        elif value is not None:
            sheet.write_number(row, column, value, form)

    def ratio(self, sheet: Worksheet, row: int, column: int, numerator: int, value: float | None) -> None:
        """A value as the formula of a numerator and the denominator in the next column."""
        over, under = cell(row, numerator), cell(row, numerator + 1)
        sheet.write_formula(
            row, column, f'=IF({under}=0,"",{over}/{under})', self.rate, "" if value is None else value
        )


def cell(row: int, column: int) -> str:
    """Name of a cell; both numbers count from 0: A1."""
    letters = ""
    column += 1
    while column:
        column, left = divmod(column - 1, 26)
        letters = chr(65 + left) + letters
    return f"{letters}{row + 1}"
