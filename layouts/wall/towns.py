"""All town centres by load: a list of rows on one screen, columns of a bar chart on a wide one."""

from collections.abc import Mapping
from typing import Any

from dash import html

from layouts import format as fmt
from layouts.wall import ids
from layouts.wall.centre import load_state
from layouts.wall.ids import Ids
from layouts.wall.parts import classes, panel, span
from layouts.wall.view import Snapshot, WallView, seconds_since, section


def town_list(snapshot: Snapshot, view: WallView) -> html.Section:
    """The second level of centres: every town of the city, highest load first."""
    text = view.text
    towns = sorted_towns(snapshot, view)
    top = _scale_top(towns, view)
    busy = view.city.load_bands[0]
    note = [
        html.Span(text("wall.towns.note"), className="one-screen"),
        html.Span(text("wall.towns.note_wide"), className="wide-screen"),
        html.Span(text("wall.towns.amber"), className="warn"),
        f" ≥ {busy:g}",
    ]
    heads = html.Div(
        [
            html.Div(
                [
                    html.Span(text("wall.towns.town")),
                    html.Span(text("wall.towns.open")),
                    html.Span(text("wall.towns.overdue")),
                ],
                className="town-head",
            )
            for _ in range(3)
        ],
        className="town-heads one-screen",
    )
    return panel(
        "towns",
        [text("wall.towns.title"), " ", str(len(towns))],
        note,
        heads,
        html.Div(
            [
                _labels(top, view),
                *[
                    _cell(place, code, facts, top, snapshot, view)
                    for place, (code, facts) in enumerate(towns)
                ],
            ],
            id=Ids.TOWN_SCALE,
            className="towns",
            style={"--n": len(towns), "--rows": -(-len(towns) // 3), "--rows-en": -(-len(towns) // 2)},
        ),
        feed="staff",
    )


def sorted_towns(snapshot: Snapshot, view: WallView) -> list[tuple[str, Mapping[str, Any]]]:
    """Code and figures of every town, by load and then by open cases; towns without figures last."""
    towns = section(snapshot, "towns")
    known = [(area.code, towns.get(area.code) or {}) for area in view.city.tree.towns]
    return sorted(known, key=lambda town: (-(town[1].get("load") or 0), -(town[1].get("open") or 0), town[0]))


def _scale_top(towns: list[tuple[str, Mapping[str, Any]]], view: WallView) -> float:
    """Upper end of the load scale: the upper band, or the highest load rounded up to tens."""
    highest = max((facts.get("load") or 0.0 for _, facts in towns), default=0.0)
    return max(view.city.load_bands[1], -(-highest // 10) * 10)


def _labels(top: float, view: WallView) -> html.Div:
    """Axis and names of the rows below it on the wide screen; the upper bands are dashed across."""
    text = view.text
    step = 10 if top <= 50 else 50 if top <= 250 else 100
    ticks = [
        html.Span(
            f"{tick:g}",
            style={"--at": f"{tick / top:.1%}"},
            className="threshold" if tick in view.city.load_bands else "",
        )
        for tick in range(0, int(top) + 1, step)
        if tick
    ]
    return html.Div(
        [
            html.Span(ticks, id=Ids.TOWN_AXIS, className="axis"),
            html.Span(),
            html.Span(text("wall.towns.open")),
            html.Span(text("wall.towns.overdue")),
            html.Span(text("wall.towns.oldest_days")),
        ],
        className="town-labels wide-screen",
    )


def _cell(
    place: int, code: str, facts: Mapping[str, Any], top: float, snapshot: Snapshot, view: WallView
) -> html.Div:
    load, overdue = facts.get("load"), facts.get("overdue")
    state = load_state(load, view.city.load_bands)
    name = view.town_name(code)
    return html.Div(
        [
            html.Span(fmt.load(load, 0), id=ids.town(place, "l"), className="town-load wide-screen"),
            html.Span(className="town-bar"),
            span(name, ids.town(place, "n"), classes("town-name", len(name) > 2 and "long")),
            span(fmt.count(facts.get("open")), ids.town(place, "o"), "town-open"),
            span(
                fmt.overdue_count(overdue),
                ids.town(place, "x"),
                classes("town-overdue", not overdue and "zero"),
            ),
            span(
                fmt.days(seconds_since(snapshot, facts.get("oldest_at"))),
                ids.town(place, "a"),
                "town-oldest wide-screen",
            ),
        ],
        id=ids.town(place, "c"),
        className=classes("town", state in ("busy", "overloaded") and state),
        style={"--load": f"{min(1, (load or 0) / top):.0%}"},
    )
