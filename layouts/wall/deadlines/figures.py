"""The figures at the top: overdue now, due within each window from now on, and what was in time today."""

from datetime import datetime

from dash import html

from layouts import format as fmt
from layouts.wall.deadlines import ids
from layouts.wall.tiles import Tile, tile_strip
from layouts.wall.view import Snapshot, WallView, section

WINDOWS = (15, 60, 120, 240)
"""Minutes of the windows, in the order in which the snapshot counts them."""
_LONG = 2
"""Bands of overdue ages from this one on are those above four hours."""


def figures(snapshot: Snapshot, view: WallView) -> html.Div:
    """Seven tiles; the windows lie within each other, so their figures only grow from left to right."""
    text = view.text
    now = snapshot.get("at")
    windows = list(snapshot.get("windows") or [None] * len(WINDOWS))
    overdue, today = snapshot.get("overdue"), snapshot.get("today")
    bands = snapshot.get("bands")
    unit = text("unit.case_short")
    long = "" if not bands else text("wall.deadlines.over_four_hours", count=fmt.count(sum(bands[_LONG:])))
    tiles = [
        Tile(
            ids.tile("overdue"),
            text("wall.deadlines.overdue"),
            fmt.count(overdue),
            unit,
            note=long if overdue is not None else text("unit.no_data"),
            state="alarm" if overdue else None,
        )
    ]
    for minutes, count in zip(WINDOWS, windows, strict=True):
        tiles.append(
            Tile(
                ids.tile(f"w{minutes}"),
                text(f"wall.deadlines.within_{minutes}"),
                fmt.count(count),
                unit,
                note=_until(now, minutes, view),
                state="soon" if count and minutes == WINDOWS[0] else None,
            )
        )
    tiles.append(
        Tile(
            ids.tile("today"),
            text("wall.deadlines.within_today"),
            fmt.count(today),
            unit,
            note=text("wall.deadlines.until", time="24:00") if now is not None else text("unit.no_data"),
        )
    )
    return tile_strip(*tiles, _on_time(snapshot, view))


def _until(now: float | None, minutes: int, view: WallView) -> str:
    if now is None:
        return view.text("unit.no_data")
    end = datetime.fromtimestamp(now + 60 * minutes, view.city.zone)
    return view.text("wall.deadlines.until", time=f"{end:%H:%M}")


def _on_time(snapshot: Snapshot, view: WallView) -> Tile:
    rate = section(snapshot, "on_time")
    value = rate.get("value")
    note = (
        view.text("unit.no_data")
        if value is None
        else f"{fmt.count(rate['numerator'])} / {fmt.count(rate['denominator'])}"
    )
    return Tile(ids.tile("rate"), view.text("wall.deadlines.on_time"), fmt.points(value), "%", note=note)
