"""What an evaluation scheme says: items, indicators with weights and marks, grades."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from data_access.domain.indicator_types import Better

WHOLE = 100.0
"""Points of a full score; the weights of a kind sum to it."""


class ObjectKind(StrEnum):
    """What is evaluated."""

    TOWN = "town"
    """Towns of the city, or villages of a town."""
    DEPARTMENT = "department"
    TEAM = "team"
    """Collector teams: `by` of the reports."""
    SEAT = "seat"
    """Seat operators: `by` of accept, file, dispatch, verify and close."""


class Spread(StrEnum):
    """How the count behind a value would scatter if the month could be repeated."""

    BINOMIAL = "binomial"
    """Some of the counted cases have a property: each has it by chance."""
    POISSON = "poisson"
    """Events that are no part of what they are divided by."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A value made of counts: sum of the numerator's measures over the sum of the denominator's.

    Without a denominator the value is the count itself. An external formula has no measures: its counts are
    entered or imported.
    """

    name: str
    zh: str
    en: str
    numerator: tuple[str, ...] = ()
    denominator: tuple[str, ...] = ()
    complement: bool = False
    """The numerator is taken off the denominator first: 1 − ratio."""
    spread: Spread = Spread.BINOMIAL
    external: bool = False

    @property
    def counts(self) -> bool:
        """Whether the value is a plain count."""
        return not self.denominator and not self.external

    def title(self, language: str) -> str:
        """Name in "zh" or "en"."""
        return self.en if language == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Item:
    """A part of the score."""

    code: str
    zh: str
    en: str

    def title(self, language: str) -> str:
        """Name in "zh" or "en"."""
        return self.en if language == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade and the least score for it."""

    code: str
    zh: str
    en: str
    least: float

    def title(self, language: str) -> str:
        """Name in "zh" or "en"."""
        return self.en if language == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Criterion:
    """One indicator of a kind: no points at `zero` or worse, all at `full` or better, linear between."""

    formula: Formula
    item: int
    """Position in the scheme's items."""
    better: Better
    full: float
    zero: float
    weight: float
    minimum: int
    """Denominator below which the indicator does not count for an object."""

    @property
    def name(self) -> str:
        """Name of the formula."""
        return self.formula.name


@dataclass(frozen=True, slots=True)
class KindRules:
    """How one kind of objects is evaluated."""

    criteria: tuple[Criterion, ...]
    basis: str
    """Measure that must reach `minimum` for an object to be ranked."""
    minimum: int
    shown: tuple[str, ...] = ()
    """Names of the criteria that a screen shows beside the score."""

    def position(self, name: str) -> int:
        """Position of a criterion by its name. Raises KeyError."""
        for position, criterion in enumerate(self.criteria):
            if criterion.name == name:
                return position
        raise KeyError(name)


@dataclass(frozen=True)
class Scheme:
    """A versioned set of rules; equal versions give equal scores for equal counts."""

    version: str
    zh: str
    en: str
    confirmed: bool
    """Whether the city has confirmed it; until then it is shown as an example (示例)."""
    since: str
    """First month that it is in force for, like 2019-01."""
    items: tuple[Item, ...]
    grades: tuple[Grade, ...]
    """Best first; empty when there are none."""
    kinds: Mapping[ObjectKind, KindRules] = field(default_factory=dict)
    digest: str = ""
    """Short hash of the file, so that a change under an old version is seen."""

    def title(self, language: str) -> str:
        """Name in "zh" or "en"."""
        return self.en if language == "en" else self.zh

    def grade(self, score: float) -> Grade | None:
        """The grade of a score; None below the lowest, or without grades."""
        return next((grade for grade in self.grades if score >= grade.least), None)


def in_force(schemes: tuple[Scheme, ...], month: str) -> Scheme | None:
    """The scheme for a month: the one that has begun last; None when none has."""
    begun = [scheme for scheme in schemes if scheme.since <= month]
    return max(begun, key=lambda scheme: (scheme.since, scheme.version), default=None)
