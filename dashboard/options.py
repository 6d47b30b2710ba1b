"""The options of questions: what they are called, and how their texts become the words of the domain."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from data_access.domain.areas import AreaLevel
from data_access.domain.city import City
from data_access.domain.evaluation.entered import Entered, nothing_entered
from data_access.domain.pack_versions import PackVersion
from data_access.domain.period import BadPeriod, Period, parse_time
from data_access.domain.polygon import BadPolygon, Polygon
from data_access.domain.rows import Columns, Stage
from data_access.domain.scope import Place, Scope
from data_access.domain.taxonomy import SOURCE_INDEX
from data_access.queries.cases import CaseRows
from data_access.queries.coordination import Sources
from data_access.queries.groups import NameLists

_T = TypeVar("_T")
NOT_SEEN = 65534
"""Number that no row carries: a department of the city pack that no case has had yet."""


class BadQuestion(ValueError):
    """A question that cannot be answered as asked; the message is for the one who asked."""

    def __init__(self, option: str, text: str) -> None:
        super().__init__(text)
        self.option = option


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a question: `--name` on the command line, `name` in a query string."""

    name: str
    help: str
    choices: tuple[str, ...] = ()
    default: str | None = None
    several: bool = False
    """Whether it takes alternatives, separated by commas."""


@dataclass(frozen=True, slots=True)
class Held:
    """What questions are answered from: rows, city, names and staff of one moment."""

    columns: Columns
    city: City
    names: NameLists
    staff: npt.NDArray[np.uint16] | None
    rows: CaseRows | None = None
    """The way from rows to cases; only lists of cases need it."""
    within: tuple[Place, ...] = ()
    """The areas that the asker may see; empty is all."""
    sources: Callable[[], Sources] | None = None
    """Actions and marks; only the coordination board needs them."""
    entered: Callable[[], Entered] = nothing_entered
    """Reads what people have added to evaluations; raises redis.RedisError."""
    packs: Sequence[PackVersion] = ()
    """Versions of the city pack in the order of time."""


def choices(kinds: type[StrEnum]) -> tuple[str, ...]:
    """The values of an option that is an enumeration."""
    return tuple(kind.value for kind in kinds)


_STAGE_INDEX = {stage.name.lower(): int(stage) for stage in Stage}
STAGES = tuple(_STAGE_INDEX)
PERIOD = (
    Option("from", "start of the period: city-local date or ISO 8601 time (default: start of today)"),
    Option("to", "end of the period, not included: date or time (default: end of today)"),
)
SCOPE = (
    Option("area", "code of an area of any level; several with commas", several=True),
    Option("class", "code of a class; several with commas", several=True),
    Option("subclass", "code of a subclass; several with commas", several=True),
    Option("source", "channel of the report; several with commas", tuple(SOURCE_INDEX), several=True),
    Option("department", "name of a department; several with commas", several=True),
    Option("stage", "stage of the case now; several with commas", STAGES, several=True),
    Option("polygon", "corners of a drawn area in WGS-84: lon,lat,lon,lat,…; inside several with semicolons"),
)
AS_OF = (Option("as-of", "the moment that the clock shows: date or ISO 8601 time (default: now)"),)
LEVELS = choices(AreaLevel)
YES_NO = ("yes", "no")


def given_options(
    question: str, options: tuple[Option, ...], texts: Mapping[str, str | None]
) -> dict[str, str]:
    """The options that are given, known and possible, and the defaults of the others, in a fixed order.

    Raises BadQuestion.
    """
    known = {option.name: option for option in options}
    for name, value in texts.items():
        if value is None:
            continue
        if name not in known:
            raise BadQuestion(name, f"{question} has no option {name!r}; it knows {', '.join(known)}")
        possible = known[name].choices
        for part in value.split(",") if known[name].several else [value]:
            if possible and part not in possible:
                raise BadQuestion(name, f"{name} must be one of {', '.join(possible)}, not {part!r}")
    return {
        option.name: value
        for option in options
        if (value := _or_default(texts.get(option.name), option.default)) is not None
    }


def _or_default(text: str | None, default: str | None) -> str | None:
    return default if text is None else text


def clock_of(given: Mapping[str, str], city: City, now: float) -> int:
    """The second that the clock of a question shows, Unix seconds. Raises BadQuestion."""
    if "as-of" not in given:
        return int(now // 1)
    return understood("as-of", lambda: parse_time(given["as-of"], city.zone))


def period_of(given: Mapping[str, str], city: City, as_of: int) -> Period:
    """The period of a question. Raises BadQuestion."""
    return understood("from", lambda: Period.from_text(given.get("from"), given.get("to"), city.zone, as_of))


def understood(option: str, read: Callable[[], _T]) -> _T:
    """What `read` gives; a period that cannot be understood becomes a BadQuestion about an option."""
    try:
        return read()
    except BadPeriod as error:
        raise BadQuestion(option, str(error)) from error


def scope_of(held: Held, given: Mapping[str, str]) -> Scope:
    """The scope that codes name. Raises BadQuestion for a code that the city does not know."""
    city, taxonomy = held.city, held.city.taxonomy

    def indexes(option: str, index: Callable[[str], Any]) -> tuple[Any, ...]:
        return _each(given[option], index) if option in given else ()

    def known(option: str, find: Callable[[str], _T | None]) -> Callable[[str], _T]:
        def index(code: str) -> _T:
            found = find(code)
            if found is None:
                raise BadQuestion(option, f"the city {city.id} has no {option} {code!r}")
            return found

        return index

    return Scope(
        areas=indexes("area", known("area", city.tree.find)),
        classes=indexes("class", known("class", taxonomy.class_index)),
        subclasses=indexes("subclass", lambda code: _subclass(held, code)),
        sources=indexes("source", known("source", SOURCE_INDEX.get)),
        departments=indexes("department", lambda name: _department(held, name)),
        stages=indexes("stage", known("stage", _STAGE_INDEX.get)),
        drawn=_polygons(given["polygon"]) if "polygon" in given else (),
        within=held.within,
    )


def _polygons(text: str) -> tuple[Polygon, ...]:
    try:
        return tuple(Polygon.read(part) for part in text.split(";"))
    except BadPolygon as error:
        raise BadQuestion("polygon", str(error)) from error


def _each(text: str, index: Callable[[str], _T]) -> tuple[_T, ...]:
    """Indexes of the parts of a text; a name may hold a comma itself, so the whole is tried first."""
    if "," not in text:
        return (index(text),)
    try:
        return (index(text),)
    except BadQuestion:
        return tuple(dict.fromkeys(index(part) for part in text.split(",")))


def _subclass(held: Held, code: str) -> int:
    taxonomy = held.city.taxonomy
    known = taxonomy.subclass_index(code)
    if known is not None:
        return known
    others = list(held.names.subclasses)
    if code not in others:
        raise BadQuestion("subclass", f"the city {held.city.id} has no subclass {code!r}")
    return len(taxonomy.subclasses) + others.index(code)


def _department(held: Held, name: str) -> int:
    seen = list(held.names.departments)
    if name in seen:
        return seen.index(name)
    if any(subclass.department == name for subclass in held.city.taxonomy.subclasses):
        return NOT_SEEN
    raise BadQuestion("department", f"no case has had a department {name!r}")
