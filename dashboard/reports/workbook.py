"""The bulletin as a workbook: figures as numbers, scores as formulas that recompute them, native charts."""

import io
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from dashboard.reports.workbook_book import ACCENT, GRID, REFERENCE, Book
from dashboard.reports.workbook_scores import add_marks, add_ranking
from data_access.domain.city_events import between
from data_access.domain.indicator_types import Kind
from data_access.domain.indicators import INDICATORS
from data_access.domain.period import next_month
from layouts.eventwords import event_days
from layouts.report.figures import BulletinFigures
from layouts.report.summary import SHOWN, event_of
from layouts.report.words import Words, has_cases
from layouts.text import Text

_TREND = ("reported_count", "filed_count", "closed_count", "closing_rate", "on_time_disposal_rate")
_LISTED = (
    "reported_count",
    "filed_count",
    "closed_count",
    "should_dispose_count",
    "closing_rate",
    "on_time_disposal_rate",
    "rework_rate",
    "response_24h_rate",
)


def xlsx(figures: BulletinFigures, text: Text) -> bytes:
    """The workbook: overview, months, ranking, marks, classes, departments, channels, definitions."""
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True})
    made = Book(
        book,
        figures,
        Words(text, figures.city),
        book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        book.add_format({"num_format": "0.0%"}),
        book.add_format({"num_format": "0.00"}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    _overview(made)
    _months(made)
    add_ranking(made)
    add_marks(made)
    for key, entries, name in (
        ("classes", figures.classes, made.words.case_class),
        ("subclasses", figures.subclasses, made.words.subclass),
        ("departments", figures.departments, str),
        ("sources", figures.sources, made.words.source),
    ):
        _listing(made, key, entries, name)
    _definitions(made)
    book.close()
    return out.getvalue()


def _overview(made: Book) -> None:
    text, figures = made.words.text, made.figures
    parts = [text("report.value"), text("report.numerator"), text("report.denominator")]
    periods = [text(f"report.{name}") for name in ("this_month", "month_before", "year_ago")]
    heads = [text("report.indicator")] + [f"{period} {part}" for period in periods for part in parts]
    sheet = made.sheet("overview", heads, (24, *([12] * 9)))
    for row, name in enumerate(SHOWN, 1):
        made.put(sheet, row, 0, made.words.indicator(name))
        for place, answer in enumerate((figures.now, figures.before, figures.year_ago)):
            _write_value(made, sheet, row, 1 + 3 * place, name, answer)
    about = len(SHOWN) + 3
    lines = [
        (text("report.month_head"), made.words.month(figures.month)),
        (text("report.area"), made.words.area(figures.place)),
        (text("report.as_of"), made.words.moment(figures.as_of)),
        (text("report.rules"), f"{figures.scheme.version} {figures.scheme.digest}"),
    ]
    if figures.city.demo:
        lines.append((text("report.data"), text("report.demo")))
    for row, (label, said) in enumerate(lines, about):
        made.put(sheet, row, 0, label)
        made.put(sheet, row, 1, said)


def _write_value(
    made: Book, sheet: Worksheet, row: int, column: int, name: str, answer: Mapping[str, Any]
) -> None:
    """Value, numerator, denominator; the value of a ratio is a formula of the two."""
    found = answer.get(name) if has_cases(answer) else None
    if INDICATORS[name].kind is not Kind.RATIO:
        made.put(sheet, row, column, found)
        return
    if found is None:
        return
    made.put(sheet, row, column + 1, found["numerator"])
    made.put(sheet, row, column + 2, found["denominator"])
    made.ratio(sheet, row, column, column + 1, found["value"])


def _months(made: Book) -> None:
    heads = [made.words.text("report.month_head"), *(made.words.indicator(name) for name in _TREND)]
    heads.append(made.words.text("overview.events"))
    sheet = made.sheet("months", heads, (12, *([14] * len(_TREND)), 60))
    last = len(made.figures.trend)
    for row, entry in enumerate(made.figures.trend, 1):
        made.put(sheet, row, 0, entry["start"][:7])
        if told := _events(made, date.fromisoformat(entry["start"][:10])):
            made.put(sheet, row, 1 + len(_TREND), told)
        if not has_cases(entry):
            continue
        for column, name in enumerate(_TREND, 1):
            value = entry[name]
            if isinstance(value, Mapping):
                made.put(sheet, row, column, value["value"], made.rate)
            else:
                made.put(sheet, row, column, value)
    for place, names in enumerate((_TREND[1:3], _TREND[3:])):
        chart = made.book.add_chart({"type": "line"})
        for number, name in enumerate(names):
            column = 1 + _TREND.index(name)
            line = {"color": (ACCENT, REFERENCE)[number], "width": 2}
            chart.add_series(
                {
                    "name": [sheet.name, 0, column],
                    "categories": [sheet.name, 1, 0, last, 0],
                    "values": [sheet.name, 1, column, last, column],
                    "line": line | ({"dash_type": "dash"} if number else {}),
                }
            )
        chart.set_title({"name": made.words.text(f"report.{('cases', 'rates')[place]}_caption")})
        chart.set_legend({"position": "bottom"})
        chart.set_y_axis({"major_gridlines": GRID})
        chart.set_size({"width": 620, "height": 300})
        sheet.insert_chart(last + 3, place * 6, chart)


def _events(made: Book, first: date) -> str:
    """What happened in a month."""
    figures, last = made.figures, next_month(first) - timedelta(days=1)
    found = between(figures.events, first, last)
    return made.words.join(
        [f"{event_of(figures, made.words, event)} ({event_days(event)})" for event in found]
    )


def _listing(made: Book, key: str, entries: Sequence[Mapping[str, Any]], name: Any) -> None:
    text = made.words.text
    heads = [text("report.column_code"), text("report.column_name")]
    for listed in _LISTED:
        heads.append(made.words.indicator(listed))
        if INDICATORS[listed].kind is Kind.RATIO:
            heads += [text("report.numerator"), text("report.denominator")]
    sheet = made.sheet(key, heads, (12, 24, *([12] * (len(heads) - 2))))
    for row, entry in enumerate(entries, 1):
        made.put(sheet, row, 0, entry["code"])
        made.put(sheet, row, 1, name(entry["code"]) or text("unit.no_data"))
        column = 2
        for listed in _LISTED:
            _write_value(made, sheet, row, column, listed, entry)
            column += 3 if INDICATORS[listed].kind is Kind.RATIO else 1


def _definitions(made: Book) -> None:
    text = made.words.text
    names = dict.fromkeys((*SHOWN, *_TREND, *_LISTED))
    sheet = made.sheet("definitions", [text("report.indicator"), text("report.definition")], (24, 100))
    for row, name in enumerate(names, 1):
        made.put(sheet, row, 0, made.words.indicator(name), made.wrap)
        made.put(sheet, row, 1, text(f"definition.{name}"), made.wrap)
