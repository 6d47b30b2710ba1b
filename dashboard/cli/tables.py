"""Answers of `zhiwang query` as tables for people; `--json` has all of it."""

from typing import Any

from dashboard.cli.board_tables import print_board, print_quality
from dashboard.cli.output import print_table
from data_access.domain.indicators import INDICATORS

_COLUMNS = ("reported_count", "filed_count", "closed_count", "closing_rate", "on_time_disposal_rate")
_MOST_CELLS = 40


def print_answer(name: str, answer: Any) -> None:
    """Print an answer; heat shows its fullest cells, lists their main indicators."""
    if name == "overview":
        print(f"{answer['area']['name']} {answer['period']['from']} – {answer['period']['to']}")
        heads = ["indicator", "value", "numerator", "denominator"]
        lines = [_indicator(key, value) for key, value in answer.items() if key not in _HEADS]
        before = answer.get("comparison")
        if before:
            # Live counts belong to no period, so there is nothing beside them.
            heads.append(f"{before['period']['from'][:16]} – {before['period']['to'][:16]}")
            lines = [[*line, _text(before[line[0]]) if line[0] in before else ""] for line in lines]
        print_table(heads, lines)
    elif name == "centres":
        heads = ["code", "name", "open_count", "due_soon_count", "overdue_open_count", "staff_on_duty"]
        heads.append("load_per_staff")
        print_table(heads, [[_text(row[head]) for head in heads] for row in answer])
    elif name == "ranking":
        heads = ["rank", "code", "name", "score", "grade", "change"]
        print_table(heads, [[_text(row[head]) for head in heads] for row in answer])
    elif name == "cases":
        heads = ["case_id", "stage", "class", "subclass", "town", "department", "reported_at", "due_at"]
        heads.append("overdue_seconds")
        heads += ["counted_at"] if answer["measure"] else []
        print_table(heads, [[_text(row[head], "") for head in heads] for row in answer["cases"]])
        more = f"; go on with --cursor {answer['next']}" if answer["next"] else ""
        print(f"{len(answer['cases'])} of {answer['total']}{more}")
    elif name == "rhythm":
        rows = [answer["cells"][place : place + 24] for place in range(0, len(answer["cells"]), 24)]
        heads = ["weekday", *(str(hour) for hour in range(24))]
        print_table(heads, [[str(row[0]["weekday"]), *(str(cell["count"]) for cell in row)] for row in rows])
    elif name == "coordination":
        print_board(answer)
    elif name == "quality":
        print_quality(answer)
    elif name == "heat":
        cells = sorted(answer["cells"], key=lambda cell: -cell["count"])[:_MOST_CELLS]
        heads = ["cell", "lon", "lat", "count"]
        print_table(heads, [[str(cell[head]) for head in heads] for cell in cells])
    else:
        first = ("start",) if name == "trend" else ("code", "name")
        shown = [column for column in _COLUMNS if answer and column in answer[0]]
        columns = shown or [column for column in INDICATORS if answer and column in answer[0]]
        print_table(
            (*first, *columns),
            [[_text(row[head]) for head in first] + [_text(row.get(c)) for c in columns] for row in answer],
        )


_HEADS = ("as_of", "period", "area", "areas", "pack", "comparison")


def _indicator(name: str, value: Any) -> list[str]:
    if isinstance(value, dict):
        return [name, _text(value), str(value["numerator"]), str(value["denominator"])]
    return [name, _text(value), "", ""]


def print_case(case: dict[str, Any]) -> None:
    """Print a case: what it is, what happened to it, its clock, the figures that count it."""
    inner = ("timeline", "clock", "indicators", "period")
    print_table(("attribute", "value"), [(k, _text(v, "")) for k, v in case.items() if k not in inner])
    print()
    print_table(
        ("at", "action", "effect"),
        [(step["at"], step["action"], _effect(step)) for step in case["timeline"]],
    )
    print()
    clock = [(name, _text(value, "")) for name, value in case["clock"].items() if not isinstance(value, list)]
    print_table(("clock", "value"), clock)
    print()
    heads = ("indicator", "part", "counted at")
    counted = [(i["indicator"], i["part"], ", ".join(i["counted_at"]) or "now") for i in case["indicators"]]
    print_table(heads, counted)


def _effect(step: dict[str, Any]) -> str:
    if not step["effective"]:
        return "anomaly: no effect"
    return ", ".join(f"{name} {value}" for name, value in step["changes"].items())


def _text(value: Any, nothing: str = "no data") -> str:
    if value is None:
        return nothing
    if isinstance(value, dict):
        return "no data" if value["value"] is None else f"{value['value']:.2%}"
    return f"{value:.4g}" if isinstance(value, float) else str(value)
