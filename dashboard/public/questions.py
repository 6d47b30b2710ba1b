"""The fixed questions for everybody: the same names and shapes, answered from the published documents alone.

What would need other figures than the published ones is refused with the reason, never computed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboard.options import BadQuestion, Option, given_options
from dashboard.public.asked import Asked, Given, Json, figures, first_of
from data_access.domain.city import NO_CELL
from data_access.domain.period import Period, city_time, midnight, next_month, parse_time

PERIOD = (
    Option("from", "start of the period: midnight that begins a released month (default: the newest)"),
    Option("to", "end of the period, not included"),
)
MONTH = (Option("month", "a released month such as 2026-10 instead of from and to (default: the newest)"),)
ROW = (
    Option("area", "code of a town or village (default: the city)"),
    Option("class", "code of a class, instead of an area"),
    Option("subclass", "code of a subclass, instead of an area"),
    Option("source", "channel of the report, instead of an area"),
)
FIGURES = (Option("indicators", "only these published indicators; several with commas", several=True),)
_BY = {
    "class": "classes",
    "subclass": "subclasses",
    "source": "sources",
    "town": "towns",
    "village": "villages",
}
_CLOSED = {
    "as-of": "figures are those of complete months, released once",
    "compare": "ask for each month on its own",
    "department": "figures of departments are not published",
    "stage": "stages of single cases are not published",
    "level": "what lies on the desks of centres is not published",
}
"""Options of the fixed questions that the public ones refuse, and why."""


@dataclass(frozen=True, slots=True)
class PublicQuestion:
    """A question by name; `ask` gets the documents and the options given."""

    name: str
    summary: str
    options: tuple[Option, ...]
    ask: Callable[[Asked, Given], Any]


def answer(question: PublicQuestion, asked: Asked, texts: Mapping[str, str | None]) -> Any:
    """The answer, ready for JSON. Raises BadQuestion."""
    known = {option.name for option in question.options}
    for name in texts.keys() & _CLOSED.keys() - known:
        raise BadQuestion(name, f"{name} is not open to the public: {_CLOSED[name]}")
    return question.ask(asked, given_options(question.name, question.options, texts))


def _overview(asked: Asked, given: Given) -> Json:
    month = asked.month(given)
    row = asked.row(month, given)
    return {
        "as_of": month["as_of"],
        "period": month["period"],
        "area": _area(asked, row if "level" in row else asked.city_row(month)),
        **({} if "level" in row else {"of": {"code": row["code"], "name": asked.named(row)}}),
        "month": month["month"],
        "revision": month["revision"],
        **figures(row, given),
    }


def _area(asked: Asked, row: Json) -> Json:
    return {"code": row["code"], "name": asked.named(row), "level": row["level"]}


def _ranking(asked: Asked, given: Given) -> list[Json]:
    if given.get("area", asked.city.tree.city.code) != asked.city.tree.city.code:
        raise BadQuestion("area", "only the ranking of the towns of the city is published")
    found = asked.ranking(given)
    weights = {item["key"]: item["weight"] for item in found["items"]}
    grades = {grade["code"]: grade["name"] for grade in found["grades"]}
    return [
        {
            "code": town["code"],
            "name": asked.named(town),
            "rank": town["rank"],
            "score": town["score"],
            "grade": None if town["grade"] is None else grades[town["grade"]][asked.city.language],
            "change": _gained(town),
            "interval": town.get("interval"),
            "indicators": {
                key: {"value": None, "numerator": None, "denominator": None,
                      "points": points, "weight": weights.get(key)}
                for key, points in (town.get("points") or {}).items()
            },
        }
        for town in found["towns"]
    ]  # fmt: skip


def _gained(town: Json) -> int | None:
    now, before = town["rank"], town.get("rank_before")
    return None if now is None or before is None else before - now


def _trend(asked: Asked, given: Given) -> list[Json]:
    return _by_month(asked, given) if given["bucket"] == "month" else _by_day(asked, given)


def _by_month(asked: Asked, given: Given) -> list[Json]:
    zone, released = asked.city.zone, sorted(asked.months)
    if "month" in given:
        released = [given["month"]]
    elif "from" in given or "to" in given:
        period = asked.period(given)
        wanted = []
        first = first_of(city_time(period.start, zone)[:7])
        while midnight(first, zone) < period.end:
            wanted.append(first.isoformat()[:7])
            first = next_month(first)
        if (
            not wanted
            or period.start != midnight(first_of(wanted[0]), zone)
            or midnight(first, zone) != period.end
        ):
            raise BadQuestion("from", "from and to must be midnights that begin months")
        missing = sorted(set(wanted) - set(released))
        if missing:
            raise BadQuestion("from", f"{missing[0]} is not released")
        released = wanted
    months = [asked.month({"month": month}) for month in released]
    return [
        {"start": city_time(midnight(first_of(month["month"]), zone), zone),
         **figures(asked.row(month, given), given)}
        for month in months
    ]  # fmt: skip


def _by_day(asked: Asked, given: Given) -> list[Json]:
    for option in ("area", "class", "subclass", "source"):
        if given.get(option, asked.city.tree.city.code) != asked.city.tree.city.code:
            raise BadQuestion(option, "days are published for the whole city; take bucket=month")
    zone = asked.city.zone
    if "from" not in given and "to" not in given:
        return [_day(day, given) for day in asked.month(given)["days"]]
    period = asked.period(given)
    days = [
        (parse_time(day["start"], zone), day)
        for month in asked.months
        if _touches(Period.month(month, zone), period)
        for day in asked.month({"month": month})["days"]
    ]
    found = sorted((at, day) for at, day in days if period.start <= at < period.end)
    if not found or found[0][0] != period.start or not _whole([at for at, _ in found], period, asked):
        raise BadQuestion("from", "from and to must be midnights, and every day between them released")
    return [_day(day, given) for _, day in found]


def _touches(one: Period, other: Period) -> bool:
    return one.start < other.end and other.start < one.end


def _whole(starts: list[int], period: Period, asked: Asked) -> bool:
    """Whether days follow one another up to the end of a period."""
    zone = asked.city.zone
    ends = [Period.today(at, zone).end for at in starts]
    return ends == [*starts[1:], period.end]


def _day(day: Json, given: Given) -> Json:
    return {"start": day["start"], **figures(day, given)}


def _heat(asked: Asked, given: Given) -> Json:
    week = asked.week(given)
    lon, lat = (np.array([cell[axis] for cell in week["cells"]], dtype=float) for axis in ("lon", "lat"))
    numbers = asked.city.locator.locate(lon, lat).cell.tolist()
    return {
        "cell_size_m": week["cell_size_m"],
        "cells": [
            {"cell": None if number == NO_CELL else number, **cell}
            for number, cell in zip(numbers, week["cells"], strict=True)
        ],
        "week": week["week"],
        "period": {"from": week["from"], "to": week["to"]},
        "rounding": week["rounding"],
    }


def _categories(asked: Asked, given: Given) -> list[Json]:
    month, by, area = asked.month(given), given["by"], given.get("area")
    if area in (None, asked.city.tree.city.code):
        return [_entry(asked, row, given) for row in month[_BY[by]]]
    if not any(town["code"] == area for town in month["towns"]):
        raise BadQuestion("area", f"no town {area!r} is published")
    if by == "village":
        return [_entry(asked, row, given) for row in month["villages"] if row["parent"] == area]
    if by != "class":
        raise BadQuestion("by", f"of a town its classes and villages are published, not {by}")
    mix = month["town_classes"]
    counts = next((town["counts"] for town in mix["towns"] if town["code"] == area), None)
    return [
        {"code": part["code"], "name": asked.named(part),
         "reported_count": None if counts is None else counts[place],
         **({"withheld": ["reported_count"]} if counts is None else {})}
        for place, part in enumerate(mix["parts"])
    ]  # fmt: skip


def _entry(asked: Asked, row: Json, given: Given) -> Json:
    return {"code": row["code"], "name": asked.named(row), **figures(row, given)}


PUBLIC_QUESTIONS: dict[str, PublicQuestion] = {
    question.name: question
    for question in (
        PublicQuestion(
            "overview", "The published figures of a month.", (*PERIOD, *MONTH, *ROW, *FIGURES), _overview
        ),
        PublicQuestion(
            "ranking",
            "The towns of a month in order, best first; `indicators` holds the items of the scheme.",
            (*MONTH, Option("area", "the city")),
            _ranking,
        ),
        PublicQuestion(
            "trend",
            "Published figures by month, or the city's counts by day.",
            (
                Option("bucket", "width of a bucket", ("day", "month"), "day"),
                *(*PERIOD, *MONTH, *ROW, *FIGURES),
            ),
            _trend,
        ),
        PublicQuestion(
            "heat",
            "Cases of a week by coarse cell.",
            (
                Option("layer", "what is counted", ("reported",), "reported"),
                Option("week", "a published week such as 2026-W45 (default: the newest)"),
                Option("from", "start of a published week"),
                Option("to", "end of a published week, not included"),
            ),
            _heat,
        ),
        PublicQuestion(
            "categories",
            "The published figures of every class, subclass, source, town or village of a month.",
            (
                Option("by", "what cases are told apart by", tuple(_BY), "class"),
                *(*PERIOD, *MONTH, Option("area", "code of a town (default: the city)"), *FIGURES),
            ),
            _categories,
        ),
    )
}
