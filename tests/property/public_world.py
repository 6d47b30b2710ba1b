"""A city whose months are published again and again while late actions come in; what everybody then has."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from data_access.domain.areas import Area, AreaLevel, AreaTree
from data_access.domain.city import City
from data_access.domain.disclosure.release import first_release
from data_access.domain.disclosure.revision import revised
from data_access.domain.disclosure.rules import Disclosure
from data_access.domain.disclosure.tables import LAYERS, Grid, Month, Release
from data_access.domain.facts import Facts
from data_access.domain.period import Period
from data_access.domain.rows import ROW, Columns, RowFlag, Stage, blank_row, to_columns
from data_access.domain.taxonomy import SOURCES, CaseClass, CaseKind, Subclass, Taxonomy
from data_access.queries.public.counts import MonthCounter
from data_access.queries.public.month import About, month_document
from tests.reference.little_city import EAST, NORTH, little_city

Json = dict[str, Any]
MONTH = "2026-10"
RULES = Disclosure()
_DAY = 86_400
_TOWNS, _VILLAGES, _CLASSES, _SUBCLASSES = 5, 4, 5, 3
_LATE = RowFlag.ON_TIME_DISPOSAL


def world_city() -> City:
    """Five towns of four villages, five classes of three subclasses."""
    city = little_city()

    def area(code: str, level: AreaLevel, parent: int) -> Area:
        return Area(code, code, code, code, level, parent, 1.0, 1000, EAST, NORTH, 1)

    towns = tuple(area(f"44{n}", AreaLevel.TOWN, 0) for n in range(_TOWNS))
    villages = tuple(
        area(f"44{n // _VILLAGES}0{n % _VILLAGES}", AreaLevel.VILLAGE, n // _VILLAGES)
        for n in range(_TOWNS * _VILLAGES)
    )
    classes = tuple(CaseClass(f"E{n:02d}", f"类{n}", f"Class {n}", CaseKind.EVENT) for n in range(_CLASSES))
    subclasses = tuple(
        Subclass(
            f"E{n // _SUBCLASSES:02d}{n % _SUBCLASSES:02d}",
            "小类",
            "Subclass",
            n // _SUBCLASSES,
            1,
            None,
            "",
        )
        for n in range(_CLASSES * _SUBCLASSES)
    )
    tree = AreaTree(city.tree.city, towns, villages, ())
    return replace(city, tree=tree, taxonomy=Taxonomy(classes, subclasses))


@dataclass
class World:
    """Cases of one month, as rows."""

    random: random.Random
    city: City
    rows: np.ndarray

    @classmethod
    def begun(cls, seed: int, cases: int) -> "World":
        """A city in which some places and kinds are rare."""
        rng = random.Random(seed)
        world = cls(rng, world_city(), np.empty(0, dtype=ROW))
        world.more(cases)
        return world

    def more(self, cases: int) -> None:
        """Cases that are reported in the month, whenever they come to be known."""
        added = np.frombuffer(blank_row() * cases, dtype=ROW).copy()
        start, end = Period.month(MONTH, self.city.zone).row_bounds()
        for row in added:
            village = min(int(self.random.expovariate(0.22)), _TOWNS * _VILLAGES - 1)
            subclass = min(int(self.random.expovariate(0.35)), _CLASSES * _SUBCLASSES - 1)
            row["village"], row["town"] = village, village // _VILLAGES
            row["subclass"], row["class"] = subclass, subclass // _SUBCLASSES
            row["source"] = min(int(self.random.expovariate(0.9)), len(SOURCES) - 1)
            row["flags"] = int(RowFlag.COMPLETE | RowFlag.FALLS_DUE)
            row["reported"] = reported = self.random.randrange(start, end - _DAY)
            row["filed"], row["due"] = reported + 900, reported + 4 * 3600
            row["stage"] = int(Stage.DISPATCHED)
            if self.random.random() < 0.97:
                row["accepted"] = reported + 600
                row["flags"] |= int(RowFlag.RESPONDED_24H)
            if self.random.random() < 0.93:
                self._dispose(row, on_time=self.random.random() < 0.9)
        self.rows = np.concatenate([self.rows, added])

    def _dispose(self, row: Any, *, on_time: bool) -> None:
        row["disposed"] = row["reported"] + (3 * 3600 if on_time else 9 * 3600)
        row["disposal_seconds"] = float(row["disposed"] - row["filed"])
        row["ended"], row["stage"] = row["disposed"] + 600, int(Stage.CLOSED)
        if on_time:
            row["flags"] |= int(_LATE)
        if self.random.random() < 0.3:
            row["rated"], row["score"] = row["ended"] + 60, self.random.choice((2, 4, 5, 5, 5))

    def late(self, count: int) -> None:
        """Actions that come in late, or corrections of what came in."""
        for _ in range(count):
            row = self.rows[self.random.randrange(len(self.rows))]
            choice = self.random.random()
            if choice < 0.45:
                if row["stage"] != Stage.CLOSED:
                    self._dispose(row, on_time=False)
            elif choice < 0.6:
                row["flags"] ^= int(_LATE)
            elif choice < 0.75:
                village = self.random.randrange(_TOWNS * _VILLAGES)
                row["village"], row["town"] = village, village // _VILLAGES
            elif choice < 0.85:
                row["flags"] ^= int(RowFlag.COMPLETE)
            else:
                self.more(1)

    def columns(self) -> Columns:
        """The rows as readers hold them."""
        return to_columns(self.rows)

    def counter(self) -> MonthCounter:
        """The month, counted."""
        as_of = Period.month(MONTH, self.city.zone).end + 30 * _DAY
        facts = Facts(self.columns(), self.city, as_of)
        counter = MonthCounter(facts, self.city, MONTH, RULES.class_share)
        for _ in counter.steps():
            pass
        return counter


def releases(seed: int, cases: int, attempts: int, most: int = 40) -> Iterator[tuple[Json, Json]]:
    """Every document of the month that is published while the past changes `attempts` times, each with the
    one that withholds nothing."""
    world = World.begun(seed, cases)
    names = {source.value: {"zh": source.value, "en": source.value} for source in SOURCES}
    history: list[Release] = []
    for attempt in range(attempts):
        if attempt:
            world.late(world.random.choice((1, 2, 3, 6, 12, most)))
        counter = world.counter()
        truth = counter.counted.month
        release = revised(history, truth, RULES)[0] if history else first_release(truth, RULES)
        if release is None:
            continue
        history.append(release)
        about = About(MONTH, len(history), 0, 0)
        yield tuple(  # type: ignore[misc]
            month_document(about, shown, counter.counted, world.city, names, RULES, counter)
            for shown in (release, _bare(truth, release))
        )


def _bare(truth: Month, release: Release) -> Release:
    """A release of everything, withheld or not."""

    def open_grid(parts: np.ndarray) -> Grid:
        return Grid(parts, *np.zeros((2, len(parts)), dtype=np.bool_))

    grids = {
        name: {layer.name: open_grid(truth.tables[name].parts(layer.parts)) for layer in layers}
        for name, layers in LAYERS.items()
    }
    mix = truth.mix.columns(release.mix_classes, truth.tables["towns"].counts["reported"])
    return Release(grids, release.mix_classes, open_grid(mix), release.codes)
