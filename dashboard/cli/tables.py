"""Answers of `zhiwang query` as tables for people; `--json` has all of it."""

from typing import Any

from dashboard.cli.output import print_table

_COLUMNS = ("reported_count", "filed_count", "closed_count", "closing_rate", "on_time_disposal_rate")
_MOST_CELLS = 40


def print_answer(name: str, answer: Any) -> None:
    """Print an answer; heat shows its fullest cells, lists their main indicators."""
    if name == "overview":
        print(f"{answer['area']['name']} {answer['period']['from']} – {answer['period']['to']}")
        print_table(
            ("indicator", "value", "numerator", "denominator"),
            [_indicator(key, value) for key, value in answer.items() if key not in _HEADS],
        )
    elif name == "centres":
        heads = ["code", "name", "open_count", "due_soon_count", "overdue_open_count", "staff_on_duty"]
        heads.append("load_per_staff")
        print_table(heads, [[_text(row[head]) for head in heads] for row in answer])
    elif name == "ranking":
        heads = ["rank", "code", "name", "score", "grade", "change"]
        print_table(heads, [[_text(row[head]) for head in heads] for row in answer])
    elif name == "heat":
        cells = sorted(answer["cells"], key=lambda cell: -cell["count"])[:_MOST_CELLS]
        heads = ["cell", "lon", "lat", "count"]
        print_table(heads, [[str(cell[head]) for head in heads] for cell in cells])
    else:
        first = ("start",) if name == "trend" else ("code", "name")
        print_table(
            (*first, *_COLUMNS),
            [[_text(row[head]) for head in first] + [_text(row.get(c)) for c in _COLUMNS] for row in answer],
        )


_HEADS = ("as_of", "period", "area")


def _indicator(name: str, value: Any) -> list[str]:
    if isinstance(value, dict):
        return [name, _text(value), str(value["numerator"]), str(value["denominator"])]
    return [name, _text(value), "", ""]


def _text(value: Any) -> str:
    if value is None:
        return "no data"
    if isinstance(value, dict):
        return "no data" if value["value"] is None else f"{value['value']:.2%}"
    return f"{value:.4g}" if isinstance(value, float) else str(value)
