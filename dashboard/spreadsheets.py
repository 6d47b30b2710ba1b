"""What spreadsheets need of the files that they open."""

from typing import Any

UTF8_MARK = "\ufeff"
"""At the beginning of a CSV file it says that the file is UTF-8."""


def safe_cell(value: Any) -> Any:
    """A text that a spreadsheet does not take for a formula: names come from the feed."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value
