"""All centres one level down by load: a list of rows on one screen, columns of a bar chart on a wide one."""

from collections.abc import Mapping
from typing import Any

from dash import html

from layouts import format as fmt
from layouts.wall import ids
from layouts.wall.centre import load_state
from layouts.wall.ids import Ids
from layouts.wall.parts import classes, panel, span
from layouts.wall.view import Snapshot, WallView, seconds_since, section


def child_list(snapshot: Snapshot, view: WallView) -> html.Section:
    """The second level of centres, every town of a city or village of a town: highest load first."""
    text = view.text
    children = sorted_children(snapshot, view)
    top = _scale_top(children, view)
    busy = view.city.load_bands[0]
    note = [
        html.Span(text("wall.children.note"), className="one-screen"),
        html.Span(text("wall.children.note_wide"), className="wide-screen"),
        html.Span(text("wall.children.amber"), className="warn"),
        f" ≥ {busy:g}",
    ]
    heads = html.Div(
        [
            html.Div(
                [
                    html.Span(text(f"wall.children.name_{view.child_level}")),
                    html.Span(text("wall.children.open")),
                    html.Span(text("wall.children.overdue")),
                ],
                className="town-head",
            )
            for _ in range(3)
        ],
        className="town-heads one-screen",
    )
    return panel(
        "towns",
        [text(f"wall.children.title_{view.child_level}"), " ", str(len(children))],
        note,
        heads,
        html.Div(
            [
                _labels(top, view),
                *[
                    _cell(place, code, facts, top, snapshot, view)
                    for place, (code, facts) in enumerate(children)
                ],
            ],
            id=Ids.CHILD_SCALE,
            className="towns",
            style={
                "--n": max(1, len(children)),
                "--rows": max(1, -(-len(children) // 3)),
                "--rows-en": max(1, -(-len(children) // 2)),
            },
        ),
        feed="staff",
    )


def sorted_children(snapshot: Snapshot, view: WallView) -> list[tuple[str, Mapping[str, Any]]]:
    """Code and figures of every child of the home, by load and then by open cases; those without last."""
    figures = section(snapshot, "children")
    areas = view.home.children.areas if view.home.children else ()
    known = [(area.code, figures.get(area.code) or {}) for area in areas]
    return sorted(known, key=lambda one: (-(one[1].get("load") or 0), -(one[1].get("open") or 0), one[0]))


def _scale_top(children: list[tuple[str, Mapping[str, Any]]], view: WallView) -> float:
    """Upper end of the load scale: the upper band, or the highest load rounded up to tens."""
    highest = max((facts.get("load") or 0.0 for _, facts in children), default=0.0)
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
            html.Span(ticks, id=Ids.CHILD_AXIS, className="axis"),
            html.Span(),
            html.Span(text("wall.children.open")),
            html.Span(text("wall.children.overdue")),
            html.Span(text("wall.children.aged")),
            html.Span(text("wall.children.oldest")),
        ],
        className="town-labels wide-screen",
    )


def _cell(
    place: int, code: str, facts: Mapping[str, Any], top: float, snapshot: Snapshot, view: WallView
) -> html.Div:
    load, overdue = facts.get("load"), facts.get("overdue")
    state = load_state(load, view.city.load_bands)
    name = view.area_name(code)
    return html.Div(
        [
            html.Span(fmt.load(load, 0), id=ids.child(place, "l"), className="town-load wide-screen"),
            html.Span(className="town-bar"),
            span(name, ids.child(place, "n"), classes("town-name", len(name) > 2 and "long")),
            span(fmt.count(facts.get("open")), ids.child(place, "o"), "town-open"),
            span(
                fmt.overdue_count(overdue),
                ids.child(place, "x"),
                classes("town-overdue", not overdue and "zero"),
            ),
            span(
                fmt.overdue_count(facts.get("aged")),
                ids.child(place, "y"),
                classes("town-aged wide-screen", not facts.get("aged") and "zero"),
            ),
            span(
                fmt.short_age(view.text, seconds_since(snapshot, facts.get("oldest_at"))),
                ids.child(place, "a"),
                "town-oldest wide-screen",
            ),
        ],
        id=ids.child(place, "c"),
        className=classes("town", state in ("busy", "overloaded") and state),
        style={"--load": f"{min(1, (load or 0) / top):.0%}"},
    )
