"""What `zhiwang evaluate` prints and writes: table, JSON, CSV, workbook."""

import csv
import io
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dashboard.cli.output import print_json, print_table
from dashboard.spreadsheets import UTF8_MARK, safe_cell
from data_access.domain.evaluation.revisions import Revision

_HEADS = tuple(
    "rank rank_low rank_high change code name grade score score_low score_high score_change left_out".split()
)
_PARTS = ("value", "numerator", "denominator", "points", "weight")


def write_evaluation(answer: dict[str, Any], format_: str, out: Path | None) -> None:
    """Print an evaluation, or write it to a file."""
    if format_ == "json" and out is None:
        print_json(answer)
    elif format_ == "json" and out is not None:
        from dashboard.encoding import to_json

        out.write_bytes(to_json(answer))
    elif format_ in ("csv", "xlsx") and out is not None:
        out.write_bytes(evaluation_bytes(answer, format_))
    elif format_ == "csv":
        sys.stdout.write(_csv(answer))
    else:
        _print(answer)


def evaluation_bytes(answer: Mapping[str, Any], format_: str) -> bytes:
    """An evaluation as a file: csv or xlsx."""
    if format_ == "csv":
        # The mark at the beginning tells a spreadsheet that the file is UTF-8.
        return (UTF8_MARK + _csv(answer)).encode()
    return _workbook(answer)


def write_revisions(found: list[Revision], format_: str) -> None:
    """Print what has changed since a freeze."""
    rows = [{"code": r.code, "figure": r.figure, "frozen": r.frozen, "now": r.now} for r in found]
    if format_ == "json":
        print_json(rows)
        return
    print(f"{len(rows)} figures differ from the frozen month.")
    if rows:
        print_table(("code", "figure", "frozen", "now"), [[_text(v) for v in row.values()] for row in rows])


def _rows(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    rows = []
    for one in answer["objects"]:
        ranks, scores = one["rank_interval"] or (None, None), one["score_interval"] or (None, None)
        named = {**one, "rank_low": ranks[0], "rank_high": ranks[1]}
        named |= {"score_low": scores[0], "score_high": scores[1]}
        row = {head: named[head] for head in _HEADS}
        for indicator, values in one["indicators"].items():
            row |= {f"{indicator}.{part}": values[part] for part in _PARTS}
        rows.append(row)
    return rows


def _csv(answer: Mapping[str, Any]) -> str:
    rows = _rows(answer)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]) if rows else list(_HEADS))
    writer.writeheader()
    writer.writerows({head: safe_cell(value) for head, value in row.items()} for row in rows)
    return text.getvalue()


def _workbook(answer: Mapping[str, Any]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = answer["month"]
    rows = _rows(answer)
    sheet.append(list(rows[0]) if rows else list(_HEADS))
    for row in rows:
        sheet.append([safe_cell(value) for value in row.values()])
    sheet.freeze_panes = "G2"
    about = book.create_sheet("scheme")
    for name in ("kind", "month", "as_of", "frozen_at", "running", "ranked"):
        about.append([name, answer.get(name)])
    for name, value in (*answer["scheme"].items(), *answer["grades"].items()):
        about.append([name, value])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _print(answer: dict[str, Any]) -> None:
    scheme = answer["scheme"]
    remark = "" if scheme["confirmed"] else " 示例"
    grades = " ".join(f"{name} {count}" for name, count in answer["grades"].items())
    print(f"{answer['month']} {scheme['version']}{remark}: {answer['ranked']} ranked, {grades}")
    heads = ("rank", "95 %", "change", "code", "name", "grade", "score", "95 %")
    lines = []
    for row in _rows(answer):
        ranked = row["rank"] is not None
        places = f"{row['rank_low']}-{row['rank_high']}" if ranked else ""
        reach = f"{row['score_low']:.1f}-{row['score_high']:.1f}" if ranked else ""
        score = f"{row['score']:.2f}" if ranked else ""
        lines.append([_text(row["rank"]), places, _text(row["change"]), row["code"], row["name"],
                      _text(row["grade"]), score, reach])  # fmt: skip
    print_table(heads, lines)
    missing = {name for one in answer["objects"] for name in one["not_counted"]}
    if missing:
        print(f"Not counted for some or all, their weight went to the others: {', '.join(sorted(missing))}.")


def _text(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.4g}" if isinstance(value, float) else str(value)
