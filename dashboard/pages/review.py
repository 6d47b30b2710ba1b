"""`/review`: indicators of today, this month and a chosen period, and the towns of that period."""

import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from flask import Request

from dashboard.options import BadQuestion
from dashboard.pages.figures import Cell, cell, indicator_name
from dashboard.pages.render import page
from dashboard.services import Services
from data_access.domain.indicators import INDICATORS
from data_access.domain.taxonomy import SOURCES
from layouts.text import Text

_TILES = ("filed_count", "closing_rate", "on_time_disposal_rate", "rework_rate", "overdue_open_count")
_TOWN_COLUMNS = (
    "reported_count",
    "filed_count",
    "closing_rate",
    "on_time_disposal_rate",
    "rework_rate",
    "open_count",
    "overdue_open_count",
)


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class _Filter:
    name: str
    label: str
    choices: list[tuple[str, str]]
    chosen: str


@dataclass(frozen=True, slots=True)
class _Tile:
    name: str
    value: str
    parts: str


def review_page(services: Services, text: Text, request: Request, **more: Any) -> tuple[str, int]:
    """The page and its status; 400 when the chosen period or filter makes no sense."""
    now = time.time()
    today = datetime.fromtimestamp(now, services.city.zone).date()
    first, last, problem = _period(request, today, text)
    given = {name: request.args.get(name) or None for name in ("area", "class", "source")}
    try:
        values = _figures(services, text, today, (first, last), given)
    except BadQuestion as error:
        problem, given = str(error), dict.fromkeys(given)
        values = _figures(services, text, today, (first, last), given)
    english = text.language == "en"
    towns = [(area.code, area.name(text.language)) for area in services.city.tree.towns]
    classes = [(c.code, c.name_en if english else c.name_zh) for c in services.city.taxonomy.classes]
    sources = [(source.value, text(f"wall.source.{source.value}")) for source in SOURCES]
    filters = [
        _Filter(name, text(f"review.{label}"), choices, given[name] or "")
        for name, label, choices in (
            ("area", "town", towns),
            ("class", "class", classes),
            ("source", "source", sources),
        )
    ]
    content = page(
        "review.html",
        services,
        text,
        chosen={"from": first.isoformat(), "until": last.isoformat()},
        filters=filters,
        problem=problem,
        as_of=datetime.fromtimestamp(now, services.city.zone).strftime("%Y-%m-%d %H:%M:%S"),
        other_query=_other_language(request, text),
        period=f"{first.isoformat()} – {last.isoformat()}",
        **values,
        **more,
    )
    return content, 400 if problem else 200


def _other_language(request: Request, text: Text) -> str:
    """The query string of this page in the other language."""
    kept = {name: value for name, value in request.args.items() if name != "lang"}
    return urlencode({**kept, "lang": "en" if text.language == "zh" else "zh"})


def _period(request: Request, today: date, text: Text) -> tuple[date, date, str | None]:
    """First and last day; this month up to today unless the address names others."""
    default = today.replace(day=1), today
    try:
        first = date.fromisoformat(request.args.get("from") or default[0].isoformat())
        last = date.fromisoformat(request.args.get("until") or default[1].isoformat())
        # The day after the last must exist, and time zones need some air at both ends.
        if not date(1990, 1, 1) <= first <= last <= date(2100, 1, 1):
            raise ValueError
    except ValueError:
        return *default, text("review.bad_period")
    return first, last, None


def _figures(
    services: Services, text: Text, today: date, days: tuple[date, date], given: dict[str, str | None]
) -> dict[str, Any]:
    tomorrow = today + timedelta(days=1)
    periods = (
        (today, tomorrow),
        (today.replace(day=1), tomorrow),
        (days[0], days[1] + timedelta(days=1)),
    )
    answers = [
        services.answers.ask("overview", {**given, "from": start.isoformat(), "to": end.isoformat()})
        for start, end in periods
    ]
    chosen = answers[-1]
    towns = services.answers.towns(_TOWN_COLUMNS, *periods[-1], given)
    areas = services.city.tree
    area = areas.area(chosen["area"]["code"])
    return {
        "area": area.name(text.language, short=False) if area else chosen["area"]["name"],
        "tiles": [
            _Tile(indicator_name(name, text), shown.value, shown.parts)
            for name in _TILES
            for shown in (cell(name, chosen[name], text),)
        ],
        "headings": [text(f"review.{name}") for name in ("period", "this_month", "today")],
        "indicators": [
            _Row(
                indicator_name(name, text),
                [cell(name, answer[name], text) for answer in (chosen, answers[1], answers[0])],
            )
            for name in INDICATORS
        ],
        "town_headings": [indicator_name(name, text) for name in _TOWN_COLUMNS],
        "towns": [
            _Row(
                services.city.tree.towns[index].name(text.language),
                [cell(name, row[name], text) for name in _TOWN_COLUMNS],
            )
            for index, row in enumerate(towns)
            if given["area"] is None or row["code"] == given["area"]
        ],
    }
