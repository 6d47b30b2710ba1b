"""Reads an evaluation scheme (TOML) and says what is wrong with it, line by line."""

import hashlib
import math
import re
import tomllib
from itertools import pairwise
from typing import Any

from data_access.domain.evaluation.formulas import BadFormula, composite, of_indicator
from data_access.domain.evaluation.scheme import (
    WHOLE,
    Criterion,
    Formula,
    Grade,
    Item,
    KindRules,
    ObjectKind,
    Scheme,
)
from data_access.domain.indicator_types import Better
from data_access.domain.indicators import INDICATORS
from data_access.domain.measures import MEASURES
from data_access.domain.toml_lines import TomlLines

FORMAT = 1
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_ROW_KEYS = {"better", "full", "zero", "weight", "minimum"}
_TOP = {"format", "version", "zh", "en", "confirmed", "since", "grades", "items", "composites", "external",
        "kinds", *(kind.value for kind in ObjectKind)}  # fmt: skip
_NUMBER = (int, float)


class BadScheme(ValueError):
    """A scheme that cannot be used; `problems` holds one text for each fault, with its line."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


def read_scheme(name: str, text: str) -> Scheme:
    """The scheme in a text; `name` is that of its file, for messages. Raises BadScheme with all faults."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadScheme([f"{name}: is not valid TOML: {error}"]) from None
    return _Reader(data, TomlLines(name, text), hashlib.sha256(text.encode()).hexdigest()[:12]).scheme()


class _Reader:
    """One reading of one file; faults are gathered, so that an author sees all of them at once."""

    def __init__(self, data: dict[str, Any], lines: TomlLines, digest: str) -> None:
        self._data = data
        self._lines = lines
        self._digest = digest
        self._problems: list[str] = []

    def scheme(self) -> Scheme:
        data = self._data
        for key in data.keys() - _TOP:
            self._wrong((key,), "is not a part of a scheme")
        if data.get("format") != FORMAT:
            self._wrong(("format",), f"must be {FORMAT}")
        since = self._text((), "since")
        if since and not _MONTH.fullmatch(since):
            self._wrong(("since",), "must be a month like 2019-01")
        items = self._items()
        formulas = self._composites() | self._external()
        kinds = {kind: self._kind(kind, items, formulas) for kind in ObjectKind if kind.value in self._data}
        if not kinds:
            self._wrong((), "evaluates nothing: there is no [town.ITEM] or the like")
        scheme = Scheme(
            version=self._text((), "version"),
            zh=self._text((), "zh"),
            en=self._text((), "en"),
            confirmed=data.get("confirmed", False) is True,
            since=since,
            items=items,
            grades=self._grades(),
            kinds=kinds,
            digest=self._digest,
        )
        if self._problems:
            raise BadScheme(self._problems)
        return scheme

    def _wrong(self, path: tuple[str, ...], message: str) -> None:
        self._problems.append(self._lines.say(path, message))

    def _table(self, path: tuple[str, ...]) -> dict[str, Any]:
        found: Any = self._data
        for part in path:
            found = found.get(part, {}) if isinstance(found, dict) else None
        if isinstance(found, dict):
            return found
        self._wrong(path, "must be a table")
        return {}

    def _text(self, path: tuple[str, ...], key: str) -> str:
        value = self._table(path).get(key)
        if isinstance(value, str) and value:
            return value
        self._wrong((*path, key), "is missing, or no text")
        return ""

    def _number(self, path: tuple[str, ...], key: str) -> float:
        value = self._table(path).get(key)
        if isinstance(value, _NUMBER) and not isinstance(value, bool) and math.isfinite(value):
            return float(value)
        self._wrong((*path, key), "is missing, or no number")
        return math.nan

    def _whole(self, path: tuple[str, ...], key: str) -> int:
        value = self._table(path).get(key, 0)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        self._wrong((*path, key), "must be a whole number from 0")
        return 0

    def _names(self, path: tuple[str, ...], key: str) -> list[str]:
        value = self._table(path).get(key, [])
        names = [value] if isinstance(value, str) else value
        if isinstance(names, list) and all(isinstance(name, str) for name in names):
            return names
        self._wrong((*path, key), "must be a name or a list of names")
        return []

    def _items(self) -> tuple[Item, ...]:
        codes = list(self._table(("items",)))
        if not codes:
            self._wrong(("items",), "must name at least one item")
        return tuple(
            Item(code, self._text(("items", code), "zh"), self._text(("items", code), "en")) for code in codes
        )

    def _grades(self) -> tuple[Grade, ...]:
        grades = [
            Grade(code, self._text(path, "zh"), self._text(path, "en"), self._number(path, "least"))
            for code in self._table(("grades",))
            for path in (("grades", code),)
        ]
        for one, other in pairwise(grades):
            if not one.least > other.least:
                self._wrong(("grades", other.code, "least"), f"must be below that of {one.code}")
        if grades and grades[-1].least != 0:
            self._wrong(("grades", grades[-1].code, "least"), "the last grade must begin at 0")
        return tuple(grades)

    def _composites(self) -> dict[str, Formula]:
        found = {}
        for name in self._table(("composites",)):
            path = ("composites", name)
            parts = self._names(path, "numerator"), self._names(path, "denominator")
            complement = self._table(path).get("complement", False) is True
            titles = self._text(path, "zh"), self._text(path, "en")
            try:
                found[name] = composite(name, *titles, *parts, complement)
            except BadFormula as error:
                self._wrong(path, str(error))
        return found

    def _external(self) -> dict[str, Formula]:
        found = {}
        for name in self._table(("external",)):
            path = ("external", name)
            if name in INDICATORS:
                self._wrong(path, "is the name of an indicator already")
            found[name] = Formula(name, self._text(path, "zh"), self._text(path, "en"), external=True)
        return found

    def _kind(self, kind: ObjectKind, items: tuple[Item, ...], formulas: dict[str, Formula]) -> KindRules:
        codes = [item.code for item in items]
        criteria: list[Criterion] = []
        for code in self._table((kind.value,)):
            if code not in codes:
                self._wrong((kind.value, code), f"is not an item; there are {', '.join(codes)}")
                continue
            for name in self._table((kind.value, code)):
                row = self._criterion((kind.value, code, name), codes.index(code), formulas)
                if row is not None:
                    criteria.append(row)
        names = [criterion.name for criterion in criteria]
        for name in {name for name in names if names.count(name) > 1}:
            self._wrong((kind.value,), f"{name} is there twice")
        total = math.fsum(criterion.weight for criterion in criteria)
        if not self._problems and abs(total - WHOLE) > 1e-9:
            self._wrong((kind.value,), f"weights sum to {total:g}, not to {WHOLE:g}")
        path = ("kinds", kind.value)
        basis = self._text(path, "basis")
        if basis and (basis not in MEASURES or MEASURES[basis].time is None):
            self._wrong((*path, "basis"), f"{basis!r} is no measure of a month")
        shown = self._names(path, "shown")
        for name in shown:
            if name not in names:
                self._wrong((*path, "shown"), f"{name!r} is not an indicator of this kind")
        return KindRules(tuple(criteria), basis, self._whole(path, "minimum"), tuple(shown))

    def _criterion(self, path: tuple[str, ...], item: int, formulas: dict[str, Formula]) -> Criterion | None:
        before = len(self._problems)
        row = self._table(path)
        for key in row.keys() - _ROW_KEYS:
            self._wrong((*path, key), f"is not known here; there are {', '.join(sorted(_ROW_KEYS))}")
        full, zero, weight = (self._number(path, key) for key in ("full", "zero", "weight"))
        better = row.get("better")
        if better not in ("up", "down"):
            self._wrong((*path, "better"), "must be up or down")
        elif not (zero < full if better == "up" else full < zero):
            self._wrong((*path, "full"), "must be on the better side of zero")
        if weight <= 0:
            self._wrong((*path, "weight"), "must be above 0")
        minimum = self._whole(path, "minimum")
        try:
            formula = formulas.get(path[-1]) or of_indicator(path[-1])
        except BadFormula as error:
            self._wrong(path, str(error))
            return None
        if formula.counts and minimum:
            self._wrong((*path, "minimum"), "a count has no minimum: it is not divided by anything")
        table = INDICATORS.get(formula.name)
        if table is not None and table.better is not Better.NONE and table.better.value != better:
            self._wrong((*path, "better"), f"{formula.name} is better {table.better.value}")
        if len(self._problems) > before:
            return None
        return Criterion(formula, item, Better(str(better)), full, zero, weight, minimum)
