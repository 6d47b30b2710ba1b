"""Notes that people leave beside an evaluated object of a month."""

from dataclasses import dataclass

LONGEST_NOTE = 1000


@dataclass(frozen=True, slots=True)
class Note:
    """One note; notes are never changed."""

    month: str
    kind: str
    code: str
    text: str
    by: str
    at: int
    """Unix seconds."""
