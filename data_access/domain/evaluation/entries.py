"""External values with their history: every entry is kept, the last one of a value holds."""

from collections.abc import Iterable
from dataclasses import dataclass

from data_access.domain.evaluation.scheme import ObjectKind

LARGEST_COUNT = 999_999_999
LONGEST_NOTE = 400


class BadEntry(ValueError):
    """Something that cannot be entered; the message is for the one who enters it."""


@dataclass(frozen=True, slots=True)
class ExternalEntry:
    """One external value as somebody entered it; a value without counts takes the former one back."""

    month: str
    kind: ObjectKind
    code: str
    """Code of the evaluated object."""
    indicator: str
    numerator: int | None
    denominator: int | None
    by: str
    """Who entered it."""
    at: int
    """Unix seconds."""
    origin: str
    """`form`, `command`, or the name of the file that it was imported from."""
    note: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """Month, object and indicator: what evaluations look values up by."""
        return self.month, self.code, self.indicator

    @property
    def counts(self) -> tuple[int, int] | None:
        """Numerator and denominator; None when the value was taken back."""
        if self.numerator is None or self.denominator is None:
            return None
        return self.numerator, self.denominator


def check_counts(numerator: int, denominator: int) -> None:
    """Raises BadEntry for counts that are no share of anything."""
    if not 0 <= numerator <= LARGEST_COUNT or not 0 < denominator <= LARGEST_COUNT:
        raise BadEntry("the counts must be whole numbers, the denominator above 0")
    if numerator > denominator:
        raise BadEntry("the numerator is above the denominator")


def histories(
    entries: Iterable[ExternalEntry],
) -> dict[tuple[ObjectKind, str, str, str], list[ExternalEntry]]:
    """Entries by kind, month, object and indicator, oldest first; the last one holds."""
    found: dict[tuple[ObjectKind, str, str, str], list[ExternalEntry]] = {}
    for entry in entries:
        found.setdefault((entry.kind, *entry.key), []).append(entry)
    return found


def standing(
    entries: Iterable[ExternalEntry],
) -> dict[ObjectKind, dict[tuple[str, str, str], tuple[int, int]]]:
    """The values that hold, by kind and by (month, code, indicator)."""
    values: dict[ObjectKind, dict[tuple[str, str, str], tuple[int, int]]] = {kind: {} for kind in ObjectKind}
    for (kind, *key), history in histories(entries).items():
        counts = history[-1].counts
        if counts is not None:
            month, code, indicator = key
            values[kind][month, code, indicator] = counts
    return values
