"""The workbook's ranking and its marks: every score as formulas over the counts that it was made from."""

from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter.worksheet import Worksheet

from dashboard.reports.workbook_book import GRID, LIGHT, Book
from data_access.domain.evaluation.scheme import ObjectKind


def add_ranking(made: Book) -> None:
    """Ranks, grades and scores, each score once more as the sum of its marks, and a chart with whiskers."""
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


def _score_chart(made: Book, sheet: Worksheet, ranked: Sequence[Mapping[str, Any]]) -> None:
    if not ranked:
        return
    last = len(ranked)
    chart = made.book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": [sheet.name, 0, 5],
            "categories": [sheet.name, 1, 3, last, 3],
            "values": [sheet.name, 1, 5, last, 5],
            "fill": {"color": LIGHT},
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
    chart.set_x_axis({"min": int(lowest // 10 * 10), "max": 100, "major_gridlines": GRID})
    chart.set_y_axis({"reverse": True, "interval_unit": 1, "num_font": {"size": 8}})
    chart.set_size({"width": 560, "height": 80 + 20 * last})
    sheet.insert_chart(1, 14, chart)


def add_marks(made: Book) -> None:
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
                made.ratio(sheet, row, 6, 4, own["value"])
            made.put(sheet, row, 7, own["weight"])
            made.put(sheet, row, 8, criterion.zero)
            made.put(sheet, row, 9, criterion.full)
            line = row + 1
            share = f"(G{line}-I{line})/(J{line}-I{line})"
            formula = f'=IF(G{line}="",0,H{line}*MAX(0,MIN(1,{share})))'
            sheet.write_formula(row, 10, formula, made.score, own["points"])
    sheet.autofilter(0, 0, max(row, 1), len(names) - 1)
