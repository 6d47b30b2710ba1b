"""The newest reports: a line of words at the foot, numbered discs on the map."""

from collections.abc import Mapping
from typing import Any

from dash import dcc, html

from layouts import format as fmt
from layouts.wall import ids
from layouts.wall.ids import Ids
from layouts.wall.parts import classes, empty_note, span
from layouts.wall.subclasses import class_name, subclass_name
from layouts.wall.view import Snapshot, WallView, entries

ENTRIES = 6
"""Entries in words; no screen is wide enough for more."""
NUMBERED = 3
PULSES = 12


def ticker(snapshot: Snapshot, view: WallView) -> html.Footer:
    """The line at the foot; browser code holds changes back so that it steps every few seconds."""
    newest = entries(snapshot, "ticker")
    return html.Footer(
        [
            html.H2(view.text("wall.ticker.title")),
            html.Div(
                [
                    _entry(place, newest[place] if place < len(newest) else {}, view)
                    for place in range(ENTRIES)
                ],
                className="ticker-entries",
            ),
            empty_note(Ids.TICKER_EMPTY, view.text("wall.ticker.empty"), not newest),
        ],
        className="ticker",
    )


def pulses(snapshot: Snapshot) -> dcc.Store:
    """Positions of the newest cases for the discs and rings on the map: those with coordinates."""
    data = [
        {
            "id": entry["id"],
            "at": entry["at"],
            # A metre: more digits would only travel.
            "lon": round(entry["lon"], 5),
            "lat": round(entry["lat"], 5),
            **({"urgent": True} if entry.get("urgent") else {}),
            **({"number": place + 1} if place < NUMBERED else {}),
        }
        for place, entry in enumerate(entries(snapshot, "ticker")[:PULSES])
        if entry.get("lon") is not None and entry.get("lat") is not None
    ]
    return dcc.Store(id=Ids.PULSES, data=data)


def _entry(place: int, entry: Mapping[str, Any], view: WallView) -> html.Div:
    there = bool(entry)
    urgent = bool(entry.get("urgent"))
    text = view.text
    number = html.Span(str(place + 1), className="disc") if place < NUMBERED else html.Span(className="off")
    return html.Div(
        [
            number,
            span(
                fmt.clock(entry["at"], view.city.zone) if there else "", ids.ticker(place, "t"), "ticker-time"
            ),
            span(_what(entry, view) if there else "", ids.ticker(place, "w"), "ticker-what"),
            span(_where(entry, view), ids.ticker(place, "p"), "ticker-where"),
            span(
                text(f"wall.source.{entry['source']}") if there else "",
                ids.ticker(place, "s"),
                "ticker-source",
            ),
        ],
        id=ids.ticker(place, "e"),
        className=classes("ticker-entry", urgent and "urgent", not there and "off"),
    )


def _what(entry: Mapping[str, Any], view: WallView) -> str:
    name = subclass_name(entry.get("subclass"), view) or class_name(entry.get("class"), view)
    return view.text("wall.ticker.urgent", what=name) if entry.get("urgent") else name


def _where(entry: Mapping[str, Any], view: WallView) -> str:
    """Town and village, on a town's own wall the village alone; never an address."""
    levels = ("town", "village") if view.home.is_city else ("village",)
    names = [view.area_name(entry.get(level)) for level in levels if entry.get(level)]
    return " ".join(names)
