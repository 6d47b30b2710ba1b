"""What an indicator is: kind, unit, direction and the measures that it is made of."""

from dataclasses import dataclass
from enum import StrEnum

from data_access.domain.measures import MEASURES


class Kind(StrEnum):
    """What the value of an indicator is."""

    COUNT = "count"
    """An integer."""
    RATIO = "ratio"
    """{"value", "numerator", "denominator"}; the value is null without a denominator. Names end in _rate."""
    NUMBER = "number"
    """A number, or null when there is nothing to compute it from."""


class Unit(StrEnum):
    """Unit of a value."""

    CASES = "cases"
    ACTIONS = "actions"
    SHARE = "share"
    """0 to 1."""
    SECONDS = "seconds"
    SCORE = "score"
    """1 to 5."""
    CASES_PER_STAFF = "cases per staff"


class Better(StrEnum):
    """Which direction of a change is good."""

    UP = "up"
    DOWN = "down"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure: how it is computed, what it is called, how to read it."""

    name: str
    zh: str
    en: str
    kind: Kind
    unit: Unit
    better: Better
    numerator: str
    """Measure that is counted; of a number, the measure whose cases give the values."""
    denominator: str | None = None
    """Measure that a ratio is divided by."""
    complement: bool = False
    """The numerator is taken off the denominator first: 1 − ratio."""
    formula: str = ""
    """How a number is computed, in words: of what, `{counted}` being the words of its measure."""
    note: str = ""
    """Fine print for the documentation."""
    source: str = "GB/T 30428.4"
    """Standard that the definition follows, or who defined it."""

    @property
    def live(self) -> bool:
        """Whether it is about now and ignores the period."""
        return MEASURES[self.numerator].time is None
