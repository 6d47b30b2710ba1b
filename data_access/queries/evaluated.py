"""Who is evaluated: towns or villages, departments, collector teams, seat operators, as groups of rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from data_access.domain.areas import AreaLevel
from data_access.domain.city import City
from data_access.domain.evaluation.scheme import ObjectKind
from data_access.domain.scope import Scope
from data_access.queries.groups import NameLists, RowGroups, area_groups, children_level


class ObjectNames(NameLists, Protocol):
    """Names of departments and of everybody who acts, by their number (implemented by `store.names`)."""

    @property
    def teams(self) -> Sequence[str]:
        """Codes of collector teams and seats by number."""
        ...


@dataclass(frozen=True, slots=True)
class Subject:
    """One evaluated object."""

    code: str
    """Area code, or the name itself."""
    name: str
    """Full name, for exports."""
    short: str
    """Name for screens."""


@dataclass(frozen=True, slots=True)
class Subjects:
    """The evaluated objects of a kind, in the order of their codes, and the groups that they are."""

    kind: ObjectKind
    groups: RowGroups
    members: tuple[int, ...]
    """Group of each object."""
    labels: tuple[Subject, ...]
    optional: bool = False
    """Whether objects without a single case are left out."""


def ranked_areas(city: City, scope: Scope) -> tuple[AreaLevel, list[int]]:
    """The areas that a scope ranks: the children of its area, or the area itself at the lowest level.

    Several areas of one level are ranked among themselves, several of different levels at the highest one.
    """
    extent = scope.extent(city.tree)
    if len(extent) != 1:
        order = list(AreaLevel)
        level = min((level for level, _ in extent), key=order.index, default=AreaLevel.TOWN)
        return level, sorted(index for own, index in extent if own == level)
    level, index = extent[0]
    below = children_level(city, level)
    if below is None:
        return level, [index]
    return below, [number for number, area in enumerate(city.tree.at(below)) if area.parent == index]


def areas(city: City, scope: Scope, language: str | None = None) -> Subjects:
    """The towns of the city, or the villages of the town that a scope names."""
    level, members = ranked_areas(city, scope)
    return areas_of(city, level, members, language)


def areas_of(city: City, level: AreaLevel, members: Sequence[int], language: str | None = None) -> Subjects:
    """Some areas of a level, named in a language (the city's by default)."""
    tree = city.tree.at(level)
    tongue = language or city.language
    labels = tuple(
        Subject(tree[index].code, tree[index].name(tongue, short=False), tree[index].name(tongue))
        for index in members
    )
    return Subjects(ObjectKind.TOWN, area_groups(city, level), tuple(members), labels)


def named(kind: ObjectKind, names: ObjectNames) -> Subjects:
    """All departments, or all teams; those without a case in the month are left out."""
    column = "department" if kind is ObjectKind.DEPARTMENT else "team"
    known = names.departments if kind is ObjectKind.DEPARTMENT else names.teams
    order = sorted(range(len(known)), key=lambda number: known[number])
    labels = tuple(Subject(known[number], known[number], known[number]) for number in order)
    return Subjects(kind, RowGroups(column, len(known)), tuple(order), labels, optional=True)
