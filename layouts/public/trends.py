"""How the months went: counts, punctuality, answers, satisfaction, duration, with their figures as tables."""

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts import format as fmt
from layouts.public import figures
from layouts.public.charts import columns, line_chart
from layouts.public.classes import class_card
from layouts.public.finding import trend_finding
from layouts.public.frame import months_choice
from layouts.public.parts import behind, card, empty, table
from layouts.public.view import Json, PublicView

MONTHS = 13
"""Months of a chart: a year and the same month of the year before."""
SERIES = (
    "reported_count", "on_time_disposal_rate", "response_24h_rate",
    figures.MEDIAN, "satisfied_rate", "closing_rate",
)  # fmt: skip


def trends_page(view: PublicView) -> list[Any]:
    """Trends of the city, the days of the chosen month, and its classes."""
    text, month = view.text, view.month
    head = html.Div([html.H1(text("public.trends.title")), months_choice(view)], className="head")
    if month is None:
        return [head, empty(text("public.nothing"), text("public.none_hint"))]
    names, rows = series_of(view, month["month"])
    cards = [trend_card(view, names, rows, name) for name in SERIES]
    return [
        head,
        html.P(text("public.trends.lead", count=len(names)), className="lead"),
        html.Div(cards, className="columns-2 charts"),
        html.Div([days_card(view, month), class_card(view, month)], className="columns-2"),
    ]


def series_of(view: PublicView, last: str, code: str = "") -> tuple[list[str], list[Json]]:
    """Months up to one, oldest first, with the row of an area (the city without one) in each."""
    names = _months_to(last, min(view.months, default=last))
    rows: list[Json] = []
    for name in names:
        document = view.documents.document(f"month:{name}")
        rows.append({} if document is None else row_of(document, code) or {})
    return names, rows


def _months_to(last: str, first: str) -> list[str]:
    """Calendar months up to one, so that a month that is not published is a gap."""
    year, month = int(last[:4]), int(last[5:])
    found: list[str] = []
    while len(found) < MONTHS and (name := f"{year:04d}-{month:02d}") >= first:
        found.append(name)
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return found[::-1]


def row_of(month: Json, code: str) -> Json | None:
    """The row of an area in a month; that of the city without a code."""
    if not code:
        found: Json = month["figures"]
        return found
    return next((row for table in ("towns", "villages") for row in month[table] if row["code"] == code), None)


def trend_card(view: PublicView, names: Sequence[str], rows: Sequence[Json], measure: str) -> Component:
    """A chart with its finding, and the table behind it."""
    text = view.text
    values = [figures.exact_of(row, measure) for row in rows]
    if measure == figures.MEDIAN:
        values = [None if value is None else value / 3600 for value in values]
    finding = trend_finding(view, names, rows, measure)
    labels = [fmt.month(text, name) if text.language == "zh" else fmt.month(text, name)[:3] for name in names]
    title = figures.title_of(text, measure)
    unit = text("public.trends.in_hours") if measure == figures.MEDIAN else ""
    cells = [
        [figures.month_words(text, name), figures.cell(text, row, measure) if row else fmt.NONE,
         figures.parts(text, row, measure) or fmt.NONE]
        for name, row in zip(names, rows, strict=True)
    ]  # fmt: skip
    heads = [text("public.trends.month"), title, text("public.trends.parts")]
    if measure not in figures.RATES:
        heads, cells = heads[:2], [line[:2] for line in cells]
    return card(
        f"trend-{measure.replace('_', '-')}",
        [title, html.Small(unit) if unit else None],
        [
            html.P(finding, className="finding"),
            line_chart(text, values, labels, finding, percent=measure in figures.RATES),
            behind(
                text("public.as_table"), [table(f"{title}{text('public.trends.by_month')}", heads, cells)]
            ),
        ],
        className="trend",
    )


def days_card(view: PublicView, month: Json) -> Component:
    """Reports and closings of each day of the month."""
    text, days = view.text, month["days"]
    values = [figures.value_of(day, "reported_count") for day in days]
    labels = [str(int(day["start"][8:10])) for day in days]
    known = [(value, day) for value, day in zip(values, days, strict=True) if value is not None]
    name = figures.month_words(text, month["month"])
    if known:
        most, least = max(known, key=lambda pair: pair[0]), min(known, key=lambda pair: pair[0])
        finding = text(
            "public.days.finding", month=name, most=fmt.count(most[0]), most_day=_day(view, most[1]),
            least=fmt.count(least[0]), least_day=_day(view, least[1]),
        )  # fmt: skip
    else:
        finding = text("public.days.nothing", month=name)
    heads = [
        text("public.days.day"),
        *(figures.title_of(text, n) for n in ("reported_count", "closed_count")),
    ]
    cells = [
        [
            figures.day_words(text, day["start"]),
            *(figures.cell(text, day, n) for n in ("reported_count", "closed_count")),
        ]
        for day in days
    ]
    return card(
        "days",
        text("public.days.title", month=name),
        [
            html.P(finding, className="finding"),
            columns(values, labels, finding),
            behind(text("public.as_table"), [table(text("public.days.caption", month=name), heads, cells)]),
        ],
    )


def _day(view: PublicView, day: Json) -> str:
    at = day["start"]
    return view.text(
        "date.short_day", month_number=int(at[5:7]), month=view.text(f"date.month_{int(at[5:7])}"),
        day=int(at[8:10]),
    )  # fmt: skip
