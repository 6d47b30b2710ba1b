"""What a printed document is made of; every writer of documents knows these parts and no others."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """Title of a section, numbered by its own words."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `quiet` is fine print."""

    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its title, where its cells stand, and its share of the width."""

    title: str
    share: float = 1.0
    right: bool = True
    """Figures stand at the right, names at the left."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of finished texts; the heads are repeated on every page."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A value with the interval that it may lie in, None where there is none."""

    label: str
    value: float
    low: float | None
    high: float | None
    text: str


@dataclass(frozen=True, slots=True)
class Bars:
    """Values beside each other on one axis from `first` to `last`, as points with whiskers."""

    caption: str
    alt: str
    """What the picture says, for those who do not see it."""
    first: float
    last: float
    ticks: tuple[float, ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One series; None where there is no value."""

    name: str
    values: tuple[float | None, ...]
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """Series over time on one axis from `first` to `last`."""

    caption: str
    alt: str
    labels: tuple[str, ...]
    first: float
    last: float
    ticks: tuple[float, ...]
    unit: str
    lines: tuple[Line, ...]


Chart = Bars | Lines
Block = Heading | Paragraph | Table | Bars | Lines


@dataclass(frozen=True, slots=True)
class Document:
    """A document of A4 pages."""

    language: str
    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    """What the document is based on: label and text."""
    blocks: tuple[Block, ...]
    footer: str
