"""What `zhiwang evaluate --why`, `--against` and `--history` print: causes, two schemes, ranks of months."""

from typing import Any

from dashboard.cli.errors import CliError
from dashboard.cli.output import print_json, print_table
from dashboard.i18n.load import load_text
from data_access.queries.evaluation_history import RankHistory
from layouts.evaluation.sentence import signed, title_of, why_sentence

_MOST_GROUPS = 8


def write_why(why: dict[str, Any], kind: str, format_: str, language: str) -> None:
    """Print why an object changed: the sentence, its indicators, and below the main cause its groups."""
    text = load_text(language)
    sentence = why_sentence(text, why, kind)
    if format_ == "json":
        print_json({**why, "sentence": sentence})
        return
    print(f"{why['name']} {why['month']}: {sentence}")
    if why["parts"] is None:
        return
    print(f"{why['score_then']:.2f} → {why['score_now']:.2f} ({signed(why['change'], 2)})")
    parts = sorted(why["parts"], key=lambda part: -abs(part["points"]))
    rows = [
        (part["name"], title_of(text, part), signed(part["points"], 3), _value(part["value_then"]),
         _value(part["value_now"]), signed(part["places"], 2))
        for part in parts
        if part["points"]
    ]  # fmt: skip
    print_table(("indicator", "name", "points", "then", "now", "places"), rows)
    for name, groups in why["groups"].items():
        print(f"{why['cause']} by {name}:")
        print_table(
            ("code", "name", "points", "mix", "pace", "then", "now"),
            [
                (g["code"], g["name"], signed(g["points"], 3), signed(g["mix"], 3), signed(g["pace"], 3),
                 "{}/{}".format(*g["then"]), "{}/{}".format(*g["now"]))
                for g in groups[:_MOST_GROUPS]
            ],
        )  # fmt: skip


def write_versus(found: dict[str, Any], format_: str) -> None:
    """Print a month under two schemes."""
    if format_ == "json":
        print_json(found)
        return
    print(
        f"{found['month']}: {found['scheme']} against {found['other']}: "
        f"{found['moved']} ranks and {found['regraded']} grades differ."
    )
    rows = []
    for one in found["objects"]:
        causes = sorted((one["causes"] or {}).items(), key=lambda item: -abs(item[1]))[:2]
        rows.append(
            (
                _text(one["rank_then"]),
                _text(one["rank_now"]),
                one["code"],
                one["name"],
                _score(one["score_then"]),
                _score(one["score_now"]),
                "" if one["score_change"] is None else signed(one["score_change"], 2),
                one["grade_then"] or "",
                one["grade_now"] or "",
                ", ".join(f"{name} {signed(points, 2)}" for name, points in causes if abs(points) >= 0.005),
            )
        )
    heads = ("rank there", "rank", "code", "name", "score there", "score", "change", "grade there", "grade")
    print_table((*heads, "mostly by"), rows)


def write_history(found: RankHistory | None, kind: str, format_: str) -> None:
    """Print the ranks of months, the best of the last month first."""
    if found is None:
        raise CliError(f"evaluate --history: {kind} has none, because each month takes long to read.", 2)
    order = sorted(found.ranks, key=lambda code: (found.ranks[code][-1] or len(found.ranks) + 1, code))
    if format_ == "json":
        print_json(
            {
                "months": found.months,
                "schemes": found.schemes,
                "ranks": {code: found.ranks[code] for code in order},
            }
        )
        return
    rows = [(code, *("–" if rank is None else str(rank) for rank in found.ranks[code])) for code in order]
    print_table(("code", *found.months), rows)
    for place in found.changes:
        print(f"From {found.months[place]} on by the scheme {found.schemes[place]}.")


def _value(value: float | None) -> str:
    return "" if value is None else f"{value:.4g}"


def _score(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _text(value: object) -> str:
    return "" if value is None else str(value)
