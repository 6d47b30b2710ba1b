"""Reads a mapping file (TOML): how a table is stored; `mapping_binder` reads what its columns mean."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data_access.domain.toml_lines import TomlLines

FORMATS = ("csv", "xlsx")
_FILE_KEYS = {"format", "encoding", "delimiter", "quote", "sheet", "header_row"}


class BadMapping(ValueError):
    """A mapping that cannot be used; `problems` holds one text for each fault, with its line."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


@dataclass(frozen=True)
class FileSettings:
    """How a table is stored."""

    format: str | None = None
    """One of FORMATS; None goes by the file's name."""
    encoding: str = "utf-8-sig"
    delimiter: str = ","
    quote: str = '"'
    sheet: str | None = None
    """Name of the sheet of a workbook; None takes the first."""
    header_row: int = 1


@dataclass(frozen=True)
class Mapping:
    """A mapping file, read but not yet bound to a table."""

    data: dict[str, Any]
    lines: TomlLines
    file: FileSettings

    @property
    def private(self) -> frozenset[str]:
        """Columns that are never looked at."""
        return frozenset(self.data.get("private", ()))


def read_mapping(path: Path) -> Mapping:
    """Read a mapping file. Raises BadMapping when it cannot be read or is not TOML."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadMapping([f"{path.name}: cannot be read: {error.strerror}"]) from None
    except UnicodeDecodeError:
        raise BadMapping([f"{path.name}: is not UTF-8"]) from None
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadMapping([f"{path.name}: is not valid TOML: {error}"]) from None
    lines = TomlLines(path.name, text)
    settings = data.get("file", {})
    problems = []
    if not isinstance(settings, dict):
        raise BadMapping([lines.say(("file",), "must be a table")])
    for key, value in settings.items():
        wanted = int if key == "header_row" else str
        if key not in _FILE_KEYS:
            problems.append(lines.say(("file", key), "is not a setting of [file]"))
        elif not isinstance(value, wanted) or isinstance(value, bool):
            problems.append(lines.say(("file", key), f"must be {'a number' if wanted is int else 'text'}"))
    if settings.get("format", "csv") not in FORMATS:
        problems.append(lines.say(("file", "format"), f"must be one of {', '.join(FORMATS)}"))
    for key in ("delimiter", "quote"):
        if len(str(settings.get(key, ","))) != 1:
            problems.append(lines.say(("file", key), "must be one character"))
    try:
        "".encode(str(settings.get("encoding", "utf-8")))
    except LookupError:
        problems.append(lines.say(("file", "encoding"), f"unknown encoding {settings['encoding']!r}"))
    if problems:
        raise BadMapping(problems)
    return Mapping(data, lines, FileSettings(**settings))
