"""Single cases on the map, once it shows little enough ground to tell them apart: signs, count, legend."""

from collections.abc import Iterable, Mapping
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from layouts import format as fmt
from layouts.names import Names
from layouts.review.overview.ids import OverviewIds as O
from layouts.review.parts import attributes
from layouts.review.view import ReviewView

NEAR_ZOOM = 12
"""Zoom from which cases are asked for: a town fills the map."""
MOST = 1500
"""Cases that are drawn; of more the count is told and nothing is drawn."""
SIGNS = {"overdue": "▲", "late": "■", "waiting": "○", "done": "●"}
"""States, the one to be looked at first, by signs that differ in shape as well as in colour."""


def state_of(case: Mapping[str, Any]) -> str:
    """`overdue` (not disposed, limit over), `late` (disposed after it), `waiting` (open), or `done`."""
    if case["overdue"]:
        return "overdue"
    if case["disposed_at"] is None:
        return "waiting" if case["ended_at"] is None else "done"
    return "late" if case["overdue_seconds"] else "done"


def points(view: ReviewView, cases: Iterable[Mapping[str, Any]]) -> list[list[Any]]:
    """What browser code draws: longitude, latitude, state, address and words of a case; the gravest last."""
    names, order = Names(view.text, view.city), list(SIGNS)
    drawn = []
    for case in cases:
        kind = names.subclass(case["subclass"]) if case["subclass"] else names.case_class(case["class"])
        state = state_of(case)
        said = view.text("overview.joint").join((kind, _told(view, case, state), case["case_id"]))
        drawn.append([case["lon"], case["lat"], state, view.case_href(case["case_id"]), said])
    # What is drawn last lies on top.
    return sorted(drawn, key=lambda point: -order.index(point[2]))


def _told(view: ReviewView, case: Mapping[str, Any], state: str) -> str:
    stage = view.text(f"case.stage.{case['stage']}")
    if state not in ("overdue", "late"):
        return stage
    time = fmt.age(view.text, case["overdue_seconds"])
    return f"{stage} {view.text(f'overview.points.by.{state}', time=time)}"


def points_note(view: ReviewView, total: int, href: str) -> list[Component]:
    """How many cases lie in what the map shows, the list of them, and what their signs mean."""
    text = view.text
    count = fmt.count(total)
    if not total:
        return [html.Span(text("overview.points.none"))]
    drawn = total <= MOST
    said = text("overview.points.count" if drawn else "overview.points.too_many", count=count)
    found: list[Component] = [html.Span(said), dcc.Link(text("overview.points.list"), href=href)]
    if drawn:
        found.append(
            html.Ul(
                [
                    html.Li(
                        [
                            html.I(sign, className=f"sign {state}", **attributes(aria_hidden="true")),
                            html.Span(text(f"overview.points.state.{state}")),
                        ]
                    )
                    for state, sign in SIGNS.items()
                ],
                **attributes(aria_label=text("overview.legend")),
            )
        )
    return found


def points_parts() -> list[Component]:
    """Places of the page for what comes with a closer look."""
    return [
        dcc.Store(id=O.LOOK),
        dcc.Store(id=O.CASES),
        dcc.Store(id=O.CASES_DRAWN),
    ]
