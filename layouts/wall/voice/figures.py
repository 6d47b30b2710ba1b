"""The figures at the top: today's public reports by channel, and four rates of the month."""

from collections.abc import Mapping
from typing import Any

from dash import html

from data_access.domain.taxonomy import PUBLIC_SOURCES
from layouts import format as fmt
from layouts.wall.tiles import Tile, tile_strip, versus
from layouts.wall.view import Snapshot, WallView, entries, section
from layouts.wall.voice import ids


def figures(snapshot: Snapshot, view: WallView) -> html.Div:
    """Eight tiles: counts of today beside last week's, rates of 30 days beside the 30 before."""
    text = view.text
    channels = {entry["source"]: entry for entry in entries(snapshot, "channels")}
    sums = _sums(channels)
    satisfied = section(snapshot, "satisfaction")
    missed, response = section(snapshot, "missed"), section(snapshot, "response")
    return tile_strip(
        _count("reports", text("wall.voice.reports"), sums, view),
        *[
            _count(source.value, text(f"wall.source.{source.value}"), channels.get(source.value) or {}, view)
            for source in PUBLIC_SOURCES
        ],
        _rate("share", _share(sums, snapshot, "month"), _share(sums, snapshot, "before"), 0, view),
        _response(response.get("month") or {}, view),
        _rate("satisfied", _satisfied(satisfied, "month"), _satisfied(satisfied, "before"), 1, view),
        _rate("missed", _value(missed.get("month")), _value(missed.get("before")), -1, view),
    )


def _sums(channels: Mapping[str, Mapping[str, Any]]) -> dict[str, int]:
    """All channels together; empty without any."""
    if not channels:
        return {}
    parts = ("today", "last_week", "month", "before")
    return {part: sum(int(channel[part]) for channel in channels.values()) for part in parts}


def _count(name: str, words: str, counts: Mapping[str, Any], view: WallView) -> Tile:
    text = view.text
    today, before = counts.get("today"), counts.get("last_week")
    change, tone, note = versus(
        fmt.relative_change(text, today, before),
        0,
        text("wall.kpi.last_week", value=fmt.count(before)),
        text("unit.no_data"),
    )
    return Tile(ids.tile(name), words, fmt.count(today), text("unit.case_short"), change, tone, note)


def _rate(name: str, value: float | None, before: float | None, better: int, view: WallView) -> Tile:
    text = view.text
    change, tone, note = versus(
        fmt.rate_change(text, value, before),
        better,
        text("wall.voice.before", value=fmt.points(before)),
        text("unit.no_data" if value is None else "wall.voice.no_before"),
    )
    return Tile(ids.tile(name), text(f"wall.voice.{name}"), fmt.points(value), "%", change, tone, note)


def _response(rate: Mapping[str, Any], view: WallView) -> Tile:
    value = rate.get("value")
    note = (
        view.text("unit.no_data")
        if value is None
        else f"{fmt.count(rate['numerator'])} / {fmt.count(rate['denominator'])}"
    )
    return Tile(ids.tile("response"), view.text("wall.voice.response"), fmt.points(value), "%", note=note)


def _share(sums: Mapping[str, int], snapshot: Snapshot, part: str) -> float | None:
    """The public's share of all reports of a period; None without a report."""
    whole = section(snapshot, "all").get(part)
    return sums[part] / whole if sums and whole else None


def _satisfied(satisfaction: Mapping[str, Any], part: str) -> float | None:
    return _value((satisfaction.get(part) or {}).get("satisfied_rate"))


def _value(rate: Mapping[str, Any] | None) -> float | None:
    return None if rate is None else rate.get("value")
