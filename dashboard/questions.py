"""The questions that the command line and the HTTP API answer: one table for all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dashboard.board_list import BOARD_OPTIONS, ask_coordination
from dashboard.case_list import CASE_OPTIONS, ask_cases
from dashboard.options import (
    AS_OF,
    LEVELS,
    PERIOD,
    SCOPE,
    Held,
    Option,
    choices,
    period_of,
    scope_of,
    understood,
)
from dashboard.quality_list import QUALITY_OPTIONS, ask_quality
from data_access.domain.areas import AreaLevel
from data_access.domain.comparison import Comparison
from data_access.domain.indicators import INDICATORS
from data_access.queries.categories import categories
from data_access.queries.centres import centres
from data_access.queries.groups import Category
from data_access.queries.heat import HeatLayer, heat
from data_access.queries.overview import overview
from data_access.queries.ranking import ranking
from data_access.queries.rhythm import RHYTHM_MEASURES, rhythm
from data_access.queries.trend import Bucket, trend


@dataclass(frozen=True, slots=True)
class Question:
    """A question by name; `ask` gets what is held, the options given and the second of the clock."""

    name: str
    summary: str
    options: tuple[Option, ...]
    ask: Callable[[Held, Mapping[str, str], int], Any]
    of_marks: bool = False
    """Whether the answer depends on the marks for high-level coordination."""


_COMPARE = (
    Option(
        "compare", "also answer for an earlier period: previous, week, month or year", choices(Comparison)
    ),
)
_INDICATORS = (
    Option("indicators", "only these indicators; several with commas", tuple(INDICATORS), several=True),
)
_KINDS: dict[str, type[StrEnum]] = {
    "level": AreaLevel,
    "bucket": Bucket,
    "layer": HeatLayer,
    "by": Category,
    "compare": Comparison,
}


def _figures(query: Callable[..., Any]) -> Callable[[Held, Mapping[str, str], int], Any]:
    """A question about figures: the query's keyword arguments are the options."""

    def ask(held: Held, given: Mapping[str, str], as_of: int) -> Any:
        arguments: dict[str, Any] = {"as_of": as_of, "scope": scope_of(held, given)}
        if query in _WITH_PERIOD:
            arguments["period"] = period_of(given, held.city, as_of)
        if query in (overview, ranking):
            arguments["packs"] = held.packs
        if query is ranking:
            arguments["entered"] = held.entered()
        arguments |= {name: given[name] for name in ("month", "measure") if name in given}
        if "indicators" in given:
            arguments["indicators"] = given["indicators"].split(",")
        arguments |= {name: kind(given[name]) for name, kind in _KINDS.items() if name in given}
        return understood(
            "month" if "month" in given else "from",
            lambda: query(held.columns, held.city, held.names, held.staff, **arguments),
        )

    return ask


_WITH_PERIOD = (overview, trend, heat, categories, rhythm)

QUESTIONS: dict[str, Question] = {
    question.name: question
    for question in (
        Question(
            "overview",
            "Every indicator of an area in a period.",
            (*PERIOD, *SCOPE, *_COMPARE, *_INDICATORS, *AS_OF),
            _figures(overview),
        ),
        Question(
            "centres",
            "What lies on the desks of every centre of a level now.",
            (Option("level", "level of the centres", LEVELS, "town"), *SCOPE, *AS_OF),
            _figures(centres),
        ),
        Question(
            "ranking",
            "Areas of a month in order, best first.",
            (Option("month", "month such as 2019-02 (default: the current one)"), *SCOPE, *AS_OF),
            _figures(ranking),
        ),
        Question(
            "trend",
            "Every indicator by hour, day, week or month.",
            (
                Option("bucket", "width of a bucket", choices(Bucket), "day"),
                *PERIOD,
                *SCOPE,
                *_COMPARE,
                *_INDICATORS,
                *AS_OF,
            ),
            _figures(trend),
        ),
        Question(
            "heat",
            "Cases by cell of the grid.",
            (Option("layer", "what is counted", choices(HeatLayer), "reported"), *PERIOD, *SCOPE, *AS_OF),
            _figures(heat),
        ),
        Question(
            "categories",
            "Every indicator by class, subclass, source, department, town, village or grid.",
            (
                Option("by", "what cases are told apart by", choices(Category), "class"),
                *PERIOD,
                *SCOPE,
                *_COMPARE,
                *_INDICATORS,
                *AS_OF,
            ),
            _figures(categories),
        ),
        Question(
            "rhythm",
            "Cases by weekday and hour of city time.",
            (
                Option("measure", "what is counted, by its time", RHYTHM_MEASURES, "reported"),
                *PERIOD,
                *SCOPE,
                *AS_OF,
            ),
            _figures(rhythm),
        ),
        Question(
            "cases",
            "Cases, filtered, sorted and page by page; the cases behind a figure with measure.",
            (*CASE_OPTIONS, *PERIOD, *SCOPE, *AS_OF),
            ask_cases,
        ),
        Question(
            "coordination",
            "Cases that one desk alone cannot move, the gravest first, and where cases wait.",
            (*BOARD_OPTIONS, *PERIOD, *SCOPE, *AS_OF),
            ask_coordination,
            of_marks=True,
        ),
        Question(
            "quality",
            "How well collector teams, towns, villages or grids report.",
            (*QUALITY_OPTIONS, *PERIOD, *SCOPE, *AS_OF),
            ask_quality,
        ),
    )
}
