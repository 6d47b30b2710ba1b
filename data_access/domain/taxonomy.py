"""What a case can be about and where it can come from: kinds, classes, subclasses, sources (GB/T 30428.2)."""

from dataclasses import dataclass
from enum import StrEnum


class CaseKind(StrEnum):
    """The pair of GB/T 30428.2."""

    COMPONENT = "component"
    EVENT = "event"


class Source(StrEnum):
    """Channel that a report came through; the order is the index kept in rows."""

    COLLECTOR = "collector"
    HOTLINE_12345 = "hotline_12345"
    APP = "app"
    WECHAT = "wechat"
    VIDEO = "video"
    LEADER = "leader"
    MEDIA = "media"
    TRANSFER = "transfer"
    OTHER = "other"


SOURCES: tuple[Source, ...] = tuple(Source)
SOURCE_INDEX: dict[str, int] = {source.value: index for index, source in enumerate(SOURCES)}
PUBLIC_SOURCES: tuple[Source, ...] = (Source.HOTLINE_12345, Source.APP, Source.WECHAT)


class Clock(StrEnum):
    """How the time of a limit runs."""

    URGENT_HOUR = "urgent_hour"
    """Continuous hours."""
    NATURAL_DAY = "natural_day"
    """Continuous days of 24 hours."""
    WORKING_HOUR = "working_hour"
    """Hours inside the working time of working days."""
    WORKING_DAY = "working_day"
    """Working days, make-up working days included."""


@dataclass(frozen=True, slots=True)
class CaseClass:
    """A class (大类)."""

    code: str
    name_zh: str
    name_en: str
    kind: CaseKind
    by_collectors: bool = True
    """Whether collectors patrol for this class; only such classes can be missed by them."""


@dataclass(frozen=True, slots=True)
class Subclass:
    """A subclass (小类) with its disposal time limit."""

    code: str
    name_zh: str
    name_en: str
    class_index: int
    limit: float | None
    clock: Clock | None
    department: str
    sensitive: bool = False
    """Shown to the public by area only."""


@dataclass(frozen=True)
class Taxonomy:
    """Classes and subclasses in the order of their codes; an index is a position here."""

    classes: tuple[CaseClass, ...]
    subclasses: tuple[Subclass, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "_classes", {c.code: i for i, c in enumerate(self.classes)})
        object.__setattr__(self, "_subclasses", {s.code: i for i, s in enumerate(self.subclasses)})

    def class_index(self, code: str) -> int | None:
        """Index of a class code."""
        found: dict[str, int] = self.__dict__["_classes"]
        return found.get(code)

    def subclass_index(self, code: str) -> int | None:
        """Index of a subclass code."""
        found: dict[str, int] = self.__dict__["_subclasses"]
        return found.get(code)
