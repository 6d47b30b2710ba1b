"""Teams and areas as rows of the grid: finished texts, and the numbers that the grid sorts by."""

from collections.abc import Mapping
from typing import Any

from layouts import format as fmt
from layouts.review.filters.words import name_of
from layouts.review.view import ReviewView

Entry = Mapping[str, Any]
SHARES = ("valid", "duplicate", "self_handled", "trivial")
DRIFTS = ("drift_own", "drift_city")
SCALES = {
    "valid": 1.0, "duplicate": 0.15, "self_handled": 0.4, "trivial": 0.6, "drift_own": 0.4, "drift_city": 0.4,
}  # fmt: skip
"""What the whole width of a whisker stands for."""


def group_row(view: ReviewView, entry: Entry) -> dict[str, Any]:
    """One row."""
    town = entry["town"]
    cover = entry["cover"]
    return {
        "code": entry["code"],
        "name": group_name(view, entry),
        "town": fmt.NONE if town is None else name_of(view.city, view.text, "area", town["code"]),
        "reported": entry["reported_count"],
        **{name: share_cell(view, entry[name], SCALES[name]) for name in SHARES},
        **{name: drift_cell(view, entry[name], SCALES[name]) for name in DRIFTS},
        "cover": fmt.count(entry["grid_count"])
        if cover is None
        else f"{fmt.count(cover['numerator'])} / {fmt.count(cover['denominator'])}",
        "cover_value": entry["grid_count"] if cover is None else (cover["value"] or 0.0),
    }


def group_name(view: ReviewView, entry: Entry) -> str:
    """Name of an area in the language of the page; teams have their codes."""
    area = view.city.tree.area(entry["code"])
    return str(entry["name"]) if area is None else area.name(view.text.language, short=False)


def share_cell(view: ReviewView, share: Entry, scale: float) -> dict[str, Any]:
    """A share with its interval, or why there is none."""
    text = view.text
    if share["value"] is None:
        return {"value": None, "words": text("unit.no_data")}
    parts = f"{fmt.count(share['numerator'])} / {fmt.count(share['denominator'])}"
    if not share["enough"]:
        return {**share, "words": text("quality.too_few"), "title": parts, "scale": scale}
    return {
        **share,
        "words": fmt.rate(text, share["value"]),
        "title": f"{parts} · {interval(view, share)}",
        "scale": scale,
    }


def drift_cell(view: ReviewView, drift: Entry | None, scale: float) -> dict[str, Any]:
    """A distance with its interval; `beyond` when it is more than chance."""
    text = view.text
    if drift is None or drift["value"] is None:
        return {"value": None, "words": text("quality.too_few")}
    words = f"{drift['value']:.2f}"
    title = text("quality.drift_counts", now=fmt.count(drift["count"]), base=fmt.count(drift["base_count"]))
    if drift["chance"] is None:
        return {"value": drift["value"], "enough": False, "words": words, "title": title, "scale": scale}
    beyond = is_beyond(drift)
    chance = text("quality.chance", chance=f"{drift['chance']:.2f}")
    return {
        "value": drift["value"],
        "low": drift["low"],
        "high": drift["high"],
        "enough": True,
        "beyond": beyond,
        "words": f"{words} ↑" if beyond else words,
        "title": " · ".join([title, chance, *([text("quality.beyond")] if beyond else [])]),
        "scale": scale,
    }


def is_beyond(drift: Entry | None) -> bool:
    """Whether a drift is more than chance."""
    if drift is None or drift["chance"] is None:
        return False
    return bool(drift["value"] > drift["chance"])


def interval(view: ReviewView, share: Entry) -> str:
    """The 95 % interval in words."""
    low, high = fmt.points(share["low"]), fmt.points(share["high"])
    return view.text("quality.interval", low=low, high=high)
