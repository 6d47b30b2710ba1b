"""Finds the line on which a key of a TOML text stands: tomllib itself keeps no places."""

import re

_TABLE = re.compile(r"\s*\[\s*(?P<many>\[)?\s*(?P<name>[^\[\]]+?)\s*\]")
_KEY = re.compile(r"""\s*(?:"(?P<quoted>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[\w.-]+))\s*=""")


class TomlLines:
    """Lines of keys; a path is ("file", "encoding"), an array's item its number: ("actions", "0", "at")."""

    def __init__(self, name: str, text: str) -> None:
        self._name = name
        self._lines: dict[tuple[str, ...], int] = {}
        counts: dict[str, int] = {}
        table: tuple[str, ...] = ()
        for number, line in enumerate(text.splitlines(), 1):
            header = _TABLE.match(line)
            if header:
                table = tuple(part.strip(" \"'") for part in header["name"].split("."))
                if header["many"]:
                    count = counts.get(table[0], 0)
                    counts[table[0]] = count + 1
                    self._lines.setdefault(table, number)
                    table = (*table, str(count))
                elif table[0] in counts and len(table) > 1:
                    table = (table[0], str(counts[table[0]] - 1), *table[1:])
                self._lines.setdefault(table, number)
                continue
            key = _KEY.match(line)
            if key:
                bare = key["bare"]
                parts = bare.split(".") if bare else [key["quoted"] or key["single"] or ""]
                for length in range(1, len(parts) + 1):
                    self._lines.setdefault((*table, *parts[:length]), number)

    def line(self, path: tuple[str, ...]) -> int | None:
        """Line of a key, or of the nearest table around it; None when nothing of it is in the text."""
        while path:
            if path in self._lines:
                return self._lines[path]
            path = path[:-1]
        return None

    def say(self, path: tuple[str, ...], message: str) -> str:
        """A message with file, line and key."""
        line = self.line(path)
        place = self._name if line is None else f"{self._name}, line {line}"
        key = ".".join(part for part in path if not part.isdecimal())
        return f"{place}: {key}: {message}"
