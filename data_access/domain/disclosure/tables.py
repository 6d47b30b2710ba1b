"""The tables of a published month, and what is known to add up in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from data_access.domain.disclosure.groups import Ints, Mask


@dataclass(frozen=True, slots=True)
class Layer:
    """Numbers of a row that are shown or withheld together."""

    name: str
    parts: tuple[str, ...]
    """Counts that partition the cases of the row, or stand beside each other."""
    above: str | None = None
    """The layer of the same row that tells the total: where that is withheld, this is."""
    total: bool = False
    """Whether the sum of the parts is a count of its own."""
    rate: bool = False
    """Whether it is shown as a rate of the first part: not over fewer than the least cases."""


COUNTS = "counts"
MIX = "mix"
_ANSWERABLE = Layer("answerable", ("answerable", "nonpublic"), COUNTS, total=True)
_SETTLED, _RATED = Layer("settled", ("settled",)), Layer("rated", ("rated",))
_ON_TIME = Layer("on_time_disposal_rate", ("on_time", "late"), "settled", total=True, rate=True)
_CLOSING = Layer("closing_rate", ("settled_closed", "unclosed"), "settled", total=True, rate=True)
_SATISFIED = Layer("satisfied_rate", ("satisfied", "unsatisfied"), "rated", total=True, rate=True)


def _response(above: str) -> Layer:
    return Layer("response_24h_rate", ("answered", "unanswered"), above, total=True, rate=True)


def _all(*counts: str) -> tuple[Layer, ...]:
    return (
        Layer(COUNTS, counts), _ANSWERABLE, _SETTLED, _RATED,
        _ON_TIME, _CLOSING, _response("answerable"), _SATISFIED,
    )  # fmt: skip


LAYERS: Mapping[str, tuple[Layer, ...]] = {
    "city": _all("reported", "accepted", "closed"),
    "towns": _all("reported", "accepted", "closed"),
    "villages": (Layer(COUNTS, ("reported",)), _SETTLED, _ON_TIME, _CLOSING),
    "classes": _all("reported"),
    "subclasses": _all("reported"),
    # Of a channel everybody knows whether it is a public one: its reports are its answerable ones.
    "sources": (
        Layer(COUNTS, ("reported",)), _SETTLED, _RATED, _ON_TIME, _CLOSING, _response(COUNTS), _SATISFIED,
    ),
    "days": (Layer(COUNTS, ("reported", "closed")),),
}  # fmt: skip
"""Layers of every table, in an order in which what tells a total comes before what it is the total of."""

ABOVE: Mapping[str, str | None] = {
    "city": None, "towns": "city", "villages": "towns", "classes": "city", "subclasses": "classes",
    "sources": "city", "days": "city",
}  # fmt: skip
"""The table of the parents; tables come after it."""


@dataclass(frozen=True)
class Table:
    """The true counts of a table; what cases of a parent no row has is a row with an empty code."""

    codes: tuple[str, ...]
    parent: Ints
    """Position of each row's parent in the table above; zeros for the city."""
    counts: Mapping[str, Ints]
    """Part → count of each row."""
    split: Ints | None = None
    """Groups whose sums are known by themselves in the layer of counts (public channels and others)."""

    def parts(self, names: tuple[str, ...]) -> Ints:
        """Counts by row and part."""
        return np.stack([self.counts[name] for name in names], axis=1)


@dataclass(frozen=True)
class Mix:
    """Towns by classes."""

    classes: tuple[str, ...]
    parts: Ints
    """Shape (towns, classes), in the order of the table of towns."""
    large: tuple[str, ...]
    """Classes that are large enough for a column of their own."""

    def columns(self, chosen: tuple[str, ...], reported: Ints) -> Ints:
        """Some classes and, as the last column, what else each town has of its reports."""
        own = self.parts[:, [self.classes.index(code) for code in chosen]]
        return np.concatenate([own, (reported - own.sum(axis=1))[:, None]], axis=1)


@dataclass(frozen=True)
class Month:
    """The true counts of a month."""

    tables: Mapping[str, Table]
    mix: Mix


@dataclass(frozen=True)
class Grid:
    """A layer of a table as it is published."""

    parts: Ints
    """Shape (rows, parts); of withheld rows nobody sees anything."""
    hidden: Mask
    held: Mask
    """Rows that may have changed since they were published, by less than can be told."""


@dataclass(frozen=True)
class Release:
    """What is published of a month."""

    grids: Mapping[str, Mapping[str, Grid]]
    """By table and layer."""
    mix_classes: tuple[str, ...]
    mix: Grid
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Codes of the rows of each table, to know them again."""
