"""The coordination board and the quality of collection as tables for people; `--json` has all of it."""

from typing import Any

from dashboard.cli.output import print_table


def print_board(answer: dict[str, Any]) -> None:
    """Reasons with their counts, the cases of the page, and where cases wait."""
    print(f"{answer['on_board']} of {answer['looked_at']} cases as of {answer['as_of']}")
    print_table(("reason", "cases"), [[name, str(count)] for name, count in answer["reasons"].items()])
    print()
    heads = ("case_id", "severity", "reasons", "leg", "waiting", "usual p90", "town", "departments", "mark")
    print_table(heads, [_case(case) for case in answer["cases"]])
    more = f"; go on with --cursor {answer['next']}" if answer["next"] else ""
    print(f"{len(answer['cases'])} of {answer['total']}{more}")
    print()
    times = ("seconds_median", "seconds_p90", "waiting_seconds_median")
    for part, name in (("legs", "leg"), ("departments", "name")):
        columns = (name, "finished", "median", "p90", "waiting now", "median wait")
        lines = [
            [
                one[name] or "-",
                str(one["count"]),
                *(_hours(one[time]) for time in times[:2]),
                str(one["waiting_count"]),
                _hours(one[times[2]]),
            ]
            for one in answer[part]
        ]
        print_table(columns, lines)
        print()


def _case(case: dict[str, Any]) -> list[str]:
    path = " > ".join(stint["department"] or "-" for stint in case["path"] or [])
    mark = case["mark"]["state"] if case["mark"] else ""
    return [
        case["case_id"],
        str(case["severity"]),
        " ".join(case["reasons"]),
        case["leg"] or "",
        _hours(case["waiting_seconds"]),
        _hours(case["usual_seconds"]),
        case["town_name"] or "",
        path,
        mark,
    ]


def print_quality(answer: dict[str, Any]) -> None:
    """Shares of every group; ~ stands before one of too few cases."""
    heads = ["code", "name", "reported", "valid", "duplicate", "self_handled", "trivial"]
    heads += ["drift_own", "drift_city", "cover"]
    rows = [{"code": "", "name": "all", **answer["whole"]}, *answer["groups"]]
    print_table(heads, [_group(row) for row in rows])
    print(f"~ fewer than {answer['least_cases']} cases; * drift beyond chance")


def _group(row: dict[str, Any]) -> list[str]:
    shares = [_share(row[name]) for name in ("valid", "duplicate", "self_handled", "trivial")]
    cover = row["cover"]
    seen = "" if cover is None else f"{cover['numerator']}/{cover['denominator']}"
    drifts = [_drift(row["drift_own"]), _drift(row["drift_city"])]
    return [row["code"], row["name"], str(row["reported_count"]), *shares, *drifts, seen]


def _share(share: dict[str, Any]) -> str:
    if share["value"] is None:
        return "no data"
    return f"{'' if share['enough'] else '~'}{share['value']:.1%}"


def _drift(drift: dict[str, Any] | None) -> str:
    if drift is None or drift["value"] is None:
        return ""
    beyond = drift["chance"] is not None and drift["value"] > drift["chance"]
    return f"{drift['value']:.3f}{'*' if beyond else ''}"


def _hours(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds / 3600:.1f} h"
