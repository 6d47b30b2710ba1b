"""The scene that plays the last 24 hours again, marked so that nobody takes it for now.

The server tells the whole film once a quarter of an hour; browser code plays it by the server's clock.
"""

from typing import Any

import orjson
from dash import html

from data_access.domain.heat import KERNEL_KM
from layouts import format as fmt
from layouts.wall.header import Titles, banner, headers
from layouts.wall.ids import Ids
from layouts.wall.legend import HeatScale, heat_legend
from layouts.wall.parts import data, empty_note, panel, span
from layouts.wall.replay.curves import curves
from layouts.wall.replay.ids import ReplayIds
from layouts.wall.smallmaps import area_names, ground
from layouts.wall.steps import STEPS
from layouts.wall.view import Snapshot, WallView

SCALE = HeatScale("replay", (0.25, 8), kernel_km=KERNEL_KM)
STILLS = 8
"""Still pictures, three hours apart, for viewers who ask for less motion."""
_FILM = ("start", "step", "window", "cells", "steps", "open", "overdue")
TITLES = Titles(
    one="wall.replay.title",
    left="wall.replay.title",
    middle="wall.replay.title_b",
    right="wall.replay.title_c",
    rule="wall.replay.rule",
    rule_middle="wall.replay.rule_wide",
)


def replay_page(snapshot: Snapshot, view: WallView) -> html.Div:
    """The whole scene; the tree has the same shape for every snapshot of a city."""
    there = bool(snapshot.get("open"))
    return html.Div(
        [
            *banner(view),
            *headers(snapshot, view, TITLES),
            html.Div(
                [
                    _moment(snapshot, view),
                    _levels(view),
                    _steps(view),
                    _stage(snapshot, view),
                    curves(snapshot, view),
                    empty_note(ReplayIds.EMPTY, view.text("wall.replay.empty"), not there),
                ],
                id=ReplayIds.FILM,
                className="replay",
                **data(film=film(snapshot)),
                **ground(view, SCALE),
            ),
        ],
        id=Ids.PAGE,
        className="wall scene-replay",
        lang=view.text.language,
    )


def film(snapshot: Snapshot) -> str:
    """The figures that browser code plays, as JSON; empty before the first data."""
    if not snapshot.get("open"):
        return ""
    return orjson.dumps({name: snapshot[name] for name in _FILM}).decode()


def _moment(snapshot: Snapshot, view: WallView) -> html.Div:
    """The replayed moment, written by browser code, and the words that say that it is not now."""
    text = view.text
    return html.Div(
        [
            html.Div([html.I(), html.Span(text("wall.replay.not_live"))], className="replay-badge"),
            html.Div(
                [
                    html.Span(text("wall.replay.word"), className="replay-word"),
                    html.Span(fmt.NONE, className="replay-time"),
                ],
                className="replay-clock",
            ),
            html.Div(
                [
                    html.Span(className="replay-date"),
                    span(_span_words(snapshot, view), ReplayIds.SPAN, "note"),
                ],
                className="replay-span",
            ),
            html.Div(html.I(className="played"), className="replay-progress"),
        ],
        className="replay-moment",
    )


def _span_words(snapshot: Snapshot, view: WallView) -> str:
    """From when to when is played."""
    start = snapshot.get("start")
    if start is None:
        return ""
    end = start + snapshot["step"] * (len(snapshot["open"]) - 1)
    first, last = (fmt.clock(moment, view.city.zone)[:5] for moment in (start, end))
    return view.text("wall.replay.span", start=first, end=last)


def _levels(view: WallView) -> html.Div:
    text = view.text
    return html.Div(
        [
            html.Div(
                [
                    html.Span(text(f"wall.replay.{name}"), className="label"),
                    html.Span(
                        [
                            html.Span(fmt.NONE, className="value", **data(level=name)),
                            html.Span(text("unit.case_short"), className="unit"),
                        ]
                    ),
                ],
                className=f"replay-level level-{name}",
            )
            for name in ("open", "overdue")
        ],
        className="replay-levels",
    )


def _steps(view: WallView) -> html.Section:
    """The seven steps with what passed them since the start; a flow: later steps may exceed earlier ones."""
    text = view.text
    rows = [
        html.Div(
            [
                html.Span(text(f"wall.steps.{name}"), className="step-name"),
                html.Span(className="step-bar", **data(bar=name)),
                html.Span(fmt.NONE, className="count", **data(passed=name)),
            ],
            className="replay-step",
        )
        for name in STEPS
    ]
    return panel(
        "flow", text("wall.steps.title"), text("wall.replay.steps_note"), html.Div(rows, className="flow")
    )


def _stage(snapshot: Snapshot, view: WallView) -> html.Div:
    """The map that moves, or eight stills of it; the sheet shows what the viewer asks for."""
    text = view.text
    hidden: dict[str, Any] = {"aria-hidden": "true"}
    stills = [
        html.Div(
            [
                html.Canvas(className="still-map", **hidden),
                html.Div(
                    [
                        html.Span(
                            [html.Span(text("wall.replay.word")), html.B(fmt.NONE, className="still-time")],
                            className="still-moment",
                        ),
                        html.Span([html.Span(text("wall.replay.open")), _still("open")]),
                        html.Span([html.Span(text("wall.replay.overdue")), _still("overdue")]),
                    ],
                    className="still-words",
                ),
            ],
            className="still",
        )
        for _ in range(STILLS)
    ]
    return html.Div(
        [
            html.Canvas(className="replay-map", **hidden),
            html.Canvas(
                id=ReplayIds.NAMES,
                className="replay-map replay-names",
                **data(names=area_names(view)),
                **hidden,
            ),
            html.Div(stills, className="stills"),
            heat_legend(SCALE, view),
            html.Div(
                text("wall.map.schematic") if view.city.schematic else None,
                className="schematic" if view.city.schematic else "off",
            ),
        ],
        className="replay-stage",
    )


def _still(name: str) -> html.B:
    return html.B(fmt.NONE, className="count", **data(still=name))
