"""The questions that the command line and the HTTP API answer: one table for all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from data_access.domain.areas import AreaLevel
from data_access.domain.city import City
from data_access.domain.period import BadPeriod, Period, parse_time
from data_access.domain.rows import Columns
from data_access.domain.scope import Scope
from data_access.domain.taxonomy import SOURCE_INDEX
from data_access.queries.categories import categories
from data_access.queries.centres import centres
from data_access.queries.evaluated import ObjectNames
from data_access.queries.groups import Category
from data_access.queries.heat import HeatLayer, heat
from data_access.queries.overview import overview
from data_access.queries.ranking import ranking
from data_access.queries.trend import Bucket, trend

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


@dataclass(frozen=True, slots=True)
class Held:
    """What questions are answered from: rows, city, names and staff of one moment."""

    columns: Columns
    city: City
    names: ObjectNames
    staff: npt.NDArray[np.uint16] | None


@dataclass(frozen=True, slots=True)
class Question:
    """A question by name; `ask` gets what is held and the keyword arguments that `options` stand for."""

    name: str
    summary: str
    options: tuple[Option, ...]
    ask: Callable[..., Any]


def _choices(kinds: type[StrEnum]) -> tuple[str, ...]:
    return tuple(kind.value for kind in kinds)


_PERIOD = (
    Option("from", "start of the period: city-local date or ISO 8601 time (default: start of today)"),
    Option("to", "end of the period, not included: date or time (default: end of today)"),
)
_SCOPE = (
    Option("area", "code of an area of any level"),
    Option("class", "code of a class"),
    Option("subclass", "code of a subclass"),
    Option("source", "channel of the report", tuple(SOURCE_INDEX)),
    Option("department", "name of a department"),
)
_AS_OF = (Option("as-of", "the moment that the clock shows: date or ISO 8601 time (default: now)"),)
_LEVELS = (AreaLevel.CITY.value, AreaLevel.TOWN.value, AreaLevel.VILLAGE.value)

QUESTIONS: dict[str, Question] = {
    question.name: question
    for question in (
        Question(
            "overview", "Every indicator of an area in a period.", (*_PERIOD, *_SCOPE, *_AS_OF), overview
        ),
        Question(
            "centres",
            "What lies on the desks of every centre of a level now.",
            (Option("level", "level of the centres", _LEVELS, "town"), *_SCOPE, *_AS_OF),
            centres,
        ),
        Question(
            "ranking",
            "Areas of a month in order, best first.",
            (Option("month", "month such as 2019-02 (default: the current one)"), *_SCOPE, *_AS_OF),
            ranking,
        ),
        Question(
            "trend",
            "Every indicator by hour, day or month.",
            (
                Option("bucket", "width of a bucket", _choices(Bucket), "day"),
                *_PERIOD,
                *_SCOPE,
                *_AS_OF,
            ),
            trend,
        ),
        Question(
            "heat",
            "Cases by cell of the grid.",
            (
                Option("layer", "what is counted", _choices(HeatLayer), "reported"),
                *_PERIOD,
                *_SCOPE,
                *_AS_OF,
            ),
            heat,
        ),
        Question(
            "categories",
            "Every indicator by class, subclass, source or department.",
            (
                Option("by", "what cases are told apart by", _choices(Category), "class"),
                *_PERIOD,
                *_SCOPE,
                *_AS_OF,
            ),
            categories,
        ),
    )
}
_KINDS: dict[str, type[StrEnum]] = {
    "level": AreaLevel,
    "bucket": Bucket,
    "layer": HeatLayer,
    "by": Category,
}


def answer(question: Question, held: Held, options: Mapping[str, str | None], now: float) -> Any:
    """The answer as plain JSON values.

    `options` are texts by option name, None or absent where not given; `now` is Unix seconds. Raises
    BadQuestion for an option that the question does not know or a value that makes no sense.
    """
    known = {option.name: option for option in question.options}
    given = {name: value for name, value in options.items() if value is not None}
    for name, value in given.items():
        if name not in known:
            raise BadQuestion(name, f"{question.name} has no option {name!r}; it knows {', '.join(known)}")
        if known[name].choices and value not in known[name].choices:
            raise BadQuestion(name, f"{name} must be one of {', '.join(known[name].choices)}, not {value!r}")
    zone = held.city.zone
    as_of = _understood("as-of", lambda: parse_time(given["as-of"], zone)) if "as-of" in given else now
    arguments: dict[str, Any] = {"as_of": as_of, "scope": scope_of(held, given)}
    if "from" in known:
        arguments["period"] = _understood(
            "from", lambda: Period.from_text(given.get("from"), given.get("to"), zone, int(as_of))
        )
    if "month" in given:
        arguments["month"] = given["month"]
    for name, kind in _KINDS.items():
        if name in known:
            arguments[name] = kind(given.get(name) or known[name].default or "")
    return _understood(
        "month" if "month" in given else "from",
        lambda: question.ask(held.columns, held.city, held.names, held.staff, **arguments),
    )


def _understood(option: str, read: Callable[[], _T]) -> _T:
    """What `read` gives; a period that cannot be understood becomes a BadQuestion about an option."""
    try:
        return read()
    except BadPeriod as error:
        raise BadQuestion(option, str(error)) from error


def scope_of(held: Held, given: Mapping[str, str]) -> Scope:
    """The scope that codes name. Raises BadQuestion for a code that the city does not know."""
    city = held.city
    area = class_index = subclass = source = department = None
    if "area" in given:
        area = city.tree.find(given["area"])
        if area is None:
            raise BadQuestion("area", f"the city {city.id} has no area {given['area']!r}")
    if "class" in given:
        class_index = city.taxonomy.class_index(given["class"])
        if class_index is None:
            raise BadQuestion("class", f"the city {city.id} has no class {given['class']!r}")
    if "subclass" in given:
        subclass = _subclass(held, given["subclass"])
    if "source" in given:
        source = SOURCE_INDEX.get(given["source"])
        if source is None:
            raise BadQuestion("source", f"there is no source {given['source']!r}")
    if "department" in given:
        department = _department(held, given["department"])
    return Scope(area, class_index, subclass, source, department)


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
