"""Answers as pandas DataFrames: the same figures as the JSON, made of it, one typed column a figure.

A count is an int64 column; a ratio is a float64 column of its value (NaN without a denominator) and two of
int64, `NAME_numerator` and `NAME_denominator`; a number is float64. Figures of a compared period stand
beside them under `compared_NAME`. Only who wants frames imports this (and pandas): the live path does not.
"""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from data_access.domain.indicator_types import Kind
from data_access.domain.indicators import INDICATORS
from data_access.queries.case_entries import TIMES
from data_access.queries.quality import SHARES

Entries = list[dict[str, Any]]
_COMPARED = "compared_"
_DESK_COUNTS = ("open_count", "due_soon_count", "overdue_open_count", "staff_on_duty")
_LAST_HOUR = ("arrivals_last_hour", "closings_last_hour")


def overview_frame(answer: dict[str, Any], zone: ZoneInfo) -> pd.DataFrame:
    """One row, under the code of the area."""
    return _figures([answer], pd.Index([answer["area"]["code"]], name="code", dtype="str"))


def categories_frame(answer: Entries, zone: ZoneInfo) -> pd.DataFrame:
    """One row a category under its code, with its `name`; areas are categories, too."""
    frame = _figures(answer, _codes(answer))
    frame.insert(0, "name", _texts(answer, "name").to_numpy())
    return frame


def trend_frame(answer: Entries, zone: ZoneInfo) -> pd.DataFrame:
    """One row a bucket under its beginning, in the time of the city; `compared_start` where it compares."""
    frame = _figures(answer, pd.DatetimeIndex(_times(answer, "start", zone), name="start"))
    if answer and "comparison" in answer[0]:
        starts = _times([entry["comparison"] for entry in answer], "start", zone)
        frame.insert(0, f"{_COMPARED}start", starts.set_axis(frame.index))
    return frame


def centres_frame(answer: Entries, zone: ZoneInfo) -> pd.DataFrame:
    """One row a centre under its code: its desk, `stage_NAME` and `direct_NAME` counts."""
    columns: dict[str, Any] = {"name": _texts(answer, "name")}
    columns |= {name: _integers(answer, name) for name in (*_DESK_COUNTS, *_LAST_HOUR)}
    columns |= {name: _numbers(answer, name) for name in ("oldest_open_seconds", "load_per_staff")}
    for part, prefix in (("stages", "stage_"), ("direct", "direct_")):
        parts = [entry[part] for entry in answer]
        columns |= {f"{prefix}{name}": _integers(parts, name) for name in (parts[0] if parts else ())}
    return pd.DataFrame(columns).set_axis(_codes(answer))


def ranking_frame(answer: Entries, zone: ZoneInfo) -> pd.DataFrame:
    """One row an area under its code, best first; rank and change are Int64 with NA where not ranked."""
    columns: dict[str, Any] = {"name": _texts(answer, "name"), "score": _numbers(answer, "score")}
    columns |= {
        name: pd.Series([entry[name] for entry in answer], dtype="Int64") for name in ("rank", "change")
    }
    for name in answer[0]["indicators"] if answer else ():
        columns |= _ratio(name, [entry["indicators"][name] for entry in answer])
    return pd.DataFrame(columns).set_axis(_codes(answer))


def heat_frame(answer: dict[str, Any], zone: ZoneInfo) -> pd.DataFrame:
    """One row a cell: `lon`, `lat` of its centre and `count`."""
    cells = answer["cells"]
    columns = {
        "lon": _numbers(cells, "lon"),
        "lat": _numbers(cells, "lat"),
        "count": _integers(cells, "count"),
    }
    index = pd.Index([cell["cell"] for cell in cells], name="cell", dtype="int64")
    return pd.DataFrame(columns).set_axis(index)


def rhythm_frame(answer: dict[str, Any], zone: ZoneInfo) -> pd.DataFrame:
    """Counts, one row a weekday (1 is Monday), one column an hour."""
    cells = pd.DataFrame(answer["cells"])
    table: pd.DataFrame = cells.pivot(index="weekday", columns="hour", values="count").astype("int64")
    return table


def cases_frame(answer: dict[str, Any], zone: ZoneInfo) -> pd.DataFrame:
    """One row a case of the page under its id; times in the time of the city, NaT where there is none."""
    entries: Entries = answer["cases"]
    index = pd.Index([entry["case_id"] for entry in entries], name="case_id", dtype="str")
    if not entries:
        return pd.DataFrame(index=index)
    columns = {
        name: _times(entries, name, zone)
        if name in TIMES or name == "counted_at"
        else pd.Series([entry[name] for entry in entries])
        for name in entries[0]
        if name != "case_id"
    }
    return pd.DataFrame(columns).set_axis(index)


def coordination_frame(answer: dict[str, Any], zone: ZoneInfo) -> pd.DataFrame:
    """One row a case of the page under its id: what `cases` has, and why it is on the board.

    `reason_NAME` tells each reason, `departments` who had it one after the other, `mark_state` the state of
    its mark (missing without one).
    """
    entries: Entries = answer["cases"]
    inner = ("reasons", "neighbours", "path", "mark")
    plain = [{name: value for name, value in entry.items() if name not in inner} for entry in entries]
    frame = cases_frame({"cases": plain}, zone)
    if not entries:
        return frame
    for reason in answer["reasons"]:
        frame[f"reason_{reason}"] = [reason in entry["reasons"] for entry in entries]
    frame["neighbours"] = [" ".join(one["code"] for one in entry["neighbours"]) for entry in entries]
    frame["departments"] = [
        " > ".join(stint["department"] or "" for stint in entry["path"] or []) for entry in entries
    ]
    frame["mark_state"] = [entry["mark"] and entry["mark"]["state"] for entry in entries]
    return frame


def quality_frame(answer: dict[str, Any], zone: ZoneInfo) -> pd.DataFrame:
    """One row a team or area under its code; shares as ratios with `NAME_low`, `NAME_high`, `NAME_enough`."""
    entries: Entries = answer["groups"]
    columns: dict[str, Any] = {"name": _texts(entries, "name")}
    columns["reported_count"] = _integers(entries, "reported_count")
    for name in SHARES:
        shares = [entry[name] for entry in entries]
        columns |= _ratio(name, shares)
        columns |= {f"{name}_{end}": _numbers(shares, end) for end in ("low", "high")}
        columns[f"{name}_enough"] = pd.Series([one["enough"] for one in shares], dtype="bool")
    for name in ("drift_own", "drift_city"):
        drifts = [entry[name] or {} for entry in entries]
        columns |= {
            f"{name}{end}": pd.Series([one.get(key) for one in drifts], dtype="float64")
            for end, key in (("", "value"), ("_low", "low"), ("_high", "high"), ("_chance", "chance"))
        }
    nothing = {"value": None, "numerator": 0, "denominator": 0}
    columns |= _ratio("cover", [entry["cover"] or nothing for entry in entries])
    columns["grid_count"] = _integers(entries, "grid_count")
    return pd.DataFrame(columns).set_axis(_codes(entries))


FRAMES: Mapping[str, Callable[[Any, ZoneInfo], pd.DataFrame]] = MappingProxyType(
    {
        "overview": overview_frame,
        "centres": centres_frame,
        "ranking": ranking_frame,
        "trend": trend_frame,
        "heat": heat_frame,
        "categories": categories_frame,
        "rhythm": rhythm_frame,
        "cases": cases_frame,
        "coordination": coordination_frame,
        "quality": quality_frame,
    }
)
"""The frame of each question's answer, by the name of the question."""


def _figures(entries: Entries, index: "pd.Index[Any]") -> pd.DataFrame:
    columns = _indicators(entries, "")
    if entries and "comparison" in entries[0]:
        columns |= _indicators([entry["comparison"] for entry in entries], _COMPARED)
    return pd.DataFrame(columns).set_axis(index)


def _indicators(entries: Entries, prefix: str) -> dict[str, "pd.Series[Any]"]:
    columns: dict[str, pd.Series[Any]] = {}
    for name, indicator in INDICATORS.items():
        if entries and name not in entries[0]:
            continue
        if indicator.kind == Kind.COUNT:
            columns[f"{prefix}{name}"] = _integers(entries, name)
        elif indicator.kind == Kind.RATIO:
            columns |= _ratio(f"{prefix}{name}", [entry[name] for entry in entries])
        else:
            columns[f"{prefix}{name}"] = _numbers(entries, name)
    return columns


def _ratio(name: str, ratios: Iterable[dict[str, Any]]) -> dict[str, "pd.Series[Any]"]:
    parts = list(ratios)
    return {
        name: _numbers(parts, "value"),
        f"{name}_numerator": _integers(parts, "numerator"),
        f"{name}_denominator": _integers(parts, "denominator"),
    }


def _codes(entries: Entries) -> "pd.Index[Any]":
    codes: pd.Index[Any] = pd.Index([entry["code"] for entry in entries], name="code", dtype="str")
    return codes


def _texts(entries: Entries, name: str) -> "pd.Series[Any]":
    return pd.Series([entry[name] for entry in entries], dtype="str")


def _integers(entries: Entries, name: str) -> "pd.Series[Any]":
    counts = [entry[name] for entry in entries]
    # Counts that the asker may not see, or that nobody has entered, are NA.
    return pd.Series(counts, dtype="Int64" if None in counts else "int64")


def _numbers(entries: Entries, name: str) -> "pd.Series[Any]":
    return pd.Series([entry[name] for entry in entries], dtype="float64")


def _times(entries: Entries, name: str, zone: ZoneInfo) -> "pd.Series[Any]":
    return pd.to_datetime(pd.Series([entry[name] for entry in entries], dtype="str"), utc=True).dt.tz_convert(
        zone
    )
