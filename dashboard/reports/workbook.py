"""The bulletin as a workbook: figures as numbers, scores as formulas that recompute them, native charts."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from data_access.domain.evaluation.scheme import ObjectKind
from data_access.domain.indicator_types import Kind
from data_access.domain.indicators import INDICATORS
from layouts.report.figures import BulletinFigures
from layouts.report.summary import SHOWN
from layouts.report.words import Words, has_cases
from layouts.text import Text

_ACCENT, _REFERENCE, _LIGHT = "#0B6B8F", "#8A5A00", "#79B4CC"
_GRID = {"visible": True, "line": {"color": "#E2E7EC"}}
_A4 = 9
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


@dataclass(frozen=True)
class _Book:
    book: Workbook
    figures: BulletinFigures
    words: Words
    head: Format
    rate: Format
    score: Format
    wrap: Format

    def sheet(self, key: str, heads: Sequence[str], widths: Sequence[float]) -> Worksheet:
        """A sheet with its heads in the first row, which stays in view."""
        sheet = self.book.add_worksheet(self.words.text(f"report.sheet_{key}"))
        sheet.write_row(0, 0, heads, self.head)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 1)
        # On paper: as wide as the page, the heads on each.
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        return sheet

    def put(self, sheet: Worksheet, row: int, column: int, value: Any, form: Format | None = None) -> None:
        """A number as a number, a text never as a formula, nothing as an empty cell."""
        if isinstance(value, str):
            sheet.write_string(row, column, value, form)
        elif value is not None:
            sheet.write_number(row, column, value, form)


def xlsx(figures: BulletinFigures, text: Text) -> bytes:
    """The workbook: overview, months, ranking, marks, classes, departments, channels, definitions."""
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True})
    made = _Book(
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
    _ranking(made)
    _marks(made)
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


def _overview(made: _Book) -> None:
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
    made: _Book, sheet: Worksheet, row: int, column: int, name: str, answer: Mapping[str, Any]
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
    _ratio(made, sheet, row, column, column + 1, found["value"])


def _ratio(made: _Book, sheet: Worksheet, row: int, column: int, numerator: int, value: float | None) -> None:
    over, under = _cell(row, numerator), _cell(row, numerator + 1)
    sheet.write_formula(
        row, column, f'=IF({under}=0,"",{over}/{under})', made.rate, "" if value is None else value
    )


def _cell(row: int, column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, left = divmod(column - 1, 26)
        letters = chr(65 + left) + letters
    return f"{letters}{row + 1}"


def _months(made: _Book) -> None:
    heads = [made.words.text("report.month_head"), *(made.words.indicator(name) for name in _TREND)]
    sheet = made.sheet("months", heads, (12, *([14] * len(_TREND))))
    last = len(made.figures.trend)
    for row, entry in enumerate(made.figures.trend, 1):
        made.put(sheet, row, 0, entry["start"][:7])
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
            line = {"color": (_ACCENT, _REFERENCE)[number], "width": 2}
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
        chart.set_y_axis({"major_gridlines": _GRID})
        chart.set_size({"width": 620, "height": 300})
        sheet.insert_chart(last + 3, place * 6, chart)


def _ranking(made: _Book) -> None:
    text, figures = made.words.text, made.figures
    names = "rank change code area grade score score_check low high rank_low rank_high above below".split()
    sheet = made.sheet(
        "ranking", [text(f"report.column_{name}") for name in names], (8, 8, 12, 16, *([10] * 9))
    )
    marks = text("report.sheet_marks")
    objects = figures.evaluation["objects"]
    for row, one in enumerate(objects, 1):
        scores, ranks = one["score_interval"], one["rank_interval"]
        grade = None if one["score"] is None else figures.scheme.grade(one["score"])
        made.put(sheet, row, 0, one["rank"])
        made.put(sheet, row, 1, one["change"])
        made.put(sheet, row, 2, one["code"])
        made.put(sheet, row, 3, made.words.area_of(one["code"]))
        made.put(sheet, row, 4, None if grade is None else grade.title(text.language))
        made.put(sheet, row, 5, one["score"], made.score)
        if one["score"] is not None:
            # The score once more, from the marks of its indicators.
            formula = f"=SUMIFS('{marks}'!$K:$K,'{marks}'!$A:$A,C{row + 1})"
            sheet.write_formula(row, 6, formula, made.score, one["score"])
        for column, value in enumerate((*(scores or ()), *(ranks or ())), 7):
            made.put(sheet, row, column, value, made.score if column < 9 else None)
        if scores is not None:
            line = row + 1
            sheet.write_formula(row, 11, f"=I{line}-F{line}", made.score, scores[1] - one["score"])
            sheet.write_formula(row, 12, f"=F{line}-H{line}", made.score, one["score"] - scores[0])
    _score_chart(made, sheet, [one for one in objects if one["rank"] is not None])


def _score_chart(made: _Book, sheet: Worksheet, ranked: Sequence[Mapping[str, Any]]) -> None:
    if not ranked:
        return
    last = len(ranked)
    chart = made.book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": [sheet.name, 0, 5],
            "categories": [sheet.name, 1, 3, last, 3],
            "values": [sheet.name, 1, 5, last, 5],
            "fill": {"color": _LIGHT},
            "gap": 60,
            "y_error_bars": {
                "type": "custom",
                "plus_values": f"='{sheet.name}'!$L$2:$L${last + 1}",
                "minus_values": f"='{sheet.name}'!$M$2:$M${last + 1}",
            },
        }
    )
    chart.set_title({"name": made.words.text("report.scores_caption")})
    chart.set_legend({"none": True})
    lowest = min(one["score_interval"][0] if one["score_interval"] else one["score"] for one in ranked)
    chart.set_x_axis({"min": int(lowest // 10 * 10), "max": 100, "major_gridlines": _GRID})
    chart.set_y_axis({"reverse": True, "interval_unit": 1, "num_font": {"size": 8}})
    chart.set_size({"width": 560, "height": 80 + 20 * last})
    sheet.insert_chart(1, 14, chart)


def _marks(made: _Book) -> None:
    """One row an area and indicator: counts, marks, and the points as a formula."""
    text, figures = made.words.text, made.figures
    names = "code area item indicator numerator denominator value weight zero full points".split()
    sheet = made.sheet(
        "marks", [text(f"report.column_{name}") for name in names], (12, 16, 20, 20, *([11] * 7))
    )
    criteria = figures.scheme.kinds[ObjectKind.TOWN].criteria
    row = 0
    for one in figures.evaluation["objects"]:
        for criterion in criteria:
            own = one["indicators"].get(criterion.name)
            if own is None:
                continue
            row += 1
            made.put(sheet, row, 0, one["code"])
            made.put(sheet, row, 1, made.words.area_of(one["code"]))
            made.put(sheet, row, 2, figures.scheme.items[criterion.item].title(text.language))
            made.put(sheet, row, 3, criterion.formula.title(text.language))
            if criterion.formula.counts:
                made.put(sheet, row, 4, own["numerator"])
                made.put(sheet, row, 6, own["value"])
            else:
                made.put(sheet, row, 4, own["numerator"])
                made.put(sheet, row, 5, own["denominator"])
                _ratio(made, sheet, row, 6, 4, own["value"])
            made.put(sheet, row, 7, own["weight"])
            made.put(sheet, row, 8, criterion.zero)
            made.put(sheet, row, 9, criterion.full)
            line = row + 1
            share = f"(G{line}-I{line})/(J{line}-I{line})"
            formula = f'=IF(G{line}="",0,H{line}*MAX(0,MIN(1,{share})))'
            sheet.write_formula(row, 10, formula, made.score, own["points"])
    sheet.autofilter(0, 0, max(row, 1), len(names) - 1)


def _listing(made: _Book, key: str, entries: Sequence[Mapping[str, Any]], name: Any) -> None:
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


def _definitions(made: _Book) -> None:
    text = made.words.text
    names = dict.fromkeys((*SHOWN, *_TREND, *_LISTED))
    sheet = made.sheet("definitions", [text("report.indicator"), text("report.definition")], (24, 100))
    for row, name in enumerate(names, 1):
        made.put(sheet, row, 0, made.words.indicator(name), made.wrap)
        made.put(sheet, row, 1, text(f"definition.{name}"), made.wrap)
