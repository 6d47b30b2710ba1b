"""Wires of the page of events: the form that enters one, the buttons that remove one or bring it back."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx, no_update
from dash.development.base_component import Component

from callbacks.review.desk import Desk, Desks
from callbacks.review.events_desk import EventsDesk
from callbacks.review.page import Address, Page
from data_access.domain.city_events import BadEvent
from layouts.review.events.ids import DEED
from layouts.review.events.ids import EventIds as E
from layouts.review.events.page import events_body, events_page, undo_button
from layouts.review.ids import Ids

_BACK = {"remove": "restore", "restore": "remove"}
"""What takes a deed back."""
Answer = tuple[Any, Any]
"""What is drawn anew, and what is said."""


def render(desk: Desk, address: Address) -> Component:
    """The page with every event that the viewer may see."""
    return events_page(_events(desk).view(desk.today), desk.view, desk.csrf())


def register(app: Dash, desks: Desks) -> None:
    """Connect the form and the buttons."""

    @app.callback(
        Output(E.BODY, "children"),
        Output(E.SAID, "children"),
        Input(E.ADD, "n_clicks"),
        *(State(field, "value") for field in (E.ZH, E.EN, E.DAYS, E.KIND, E.AREA)),
        State(E.TOKEN, "data"),
        State(Ids.URL, "search"),
        prevent_initial_call=True,
    )
    def _add(
        clicks: int | None, zh: Any, en: Any, days: Any, kind: Any, area: Any, token: Any, search: str | None
    ) -> Answer:
        if not clicks:
            return no_update, no_update
        return add(desks(search), token, str(zh or ""), str(en or ""), days or (), str(kind), str(area or ""))

    @app.callback(
        Output(E.BODY, "children", allow_duplicate=True),
        Output(E.SAID, "children", allow_duplicate=True),
        Input({"type": DEED, "index": ALL}, "n_clicks"),
        State(E.TOKEN, "data"),
        State(Ids.URL, "search"),
        prevent_initial_call=True,
    )
    def _change(clicks: list[int | None], token: Any, search: str | None) -> Answer:
        if not any(clicks) or not isinstance(ctx.triggered_id, dict):
            return no_update, no_update
        deed, _, rest = str(ctx.triggered_id["index"]).partition("|")
        return change(desks(search), token, deed, rest.partition("|")[0])


def add(desk: Desk, token: Any, zh: str, en: str, days: Sequence[Any], kind: str, area: str) -> Answer:
    """Enter an event: the page with it, or what is wrong with it while the form stays as it was."""
    text = desk.view.text
    if refused := _refused(desk, token):
        return no_update, refused
    try:
        first, last = (_day(day) for day in (*days, None, None)[:2])
        if first is None:
            return no_update, text("events.problem.days")
        event = _events(desk).add(zh=zh, en=en, first=first, last=last, kind=kind, area=area)
    except (BadEvent, PermissionError) as error:
        return no_update, _problem(desk, error)
    return _again(desk), _said(desk, "added", event.title(text.language), "remove", event.key)


def change(desk: Desk, token: Any, deed: str, key: str) -> Answer:
    """Remove an event or bring it back."""
    if refused := _refused(desk, token):
        return no_update, refused
    if deed not in _BACK:
        return no_update, no_update
    events = _events(desk)
    try:
        event = events.remove(key) if deed == "remove" else events.restore(key)
    except (BadEvent, PermissionError) as error:
        # Somebody else was faster: what is there now is drawn, too.
        return _again(desk), _problem(desk, error)
    return _again(desk), _said(desk, f"{deed}d", event.title(desk.view.text.language), _BACK[deed], key)


def _said(desk: Desk, what: str, title: str, back: str, key: str) -> list[Any]:
    return [desk.view.text(f"events.said.{what}", title=title), " ", undo_button(desk.view, back, key)]


def _refused(desk: Desk, token: Any) -> str:
    return "" if token and token == desk.csrf() else desk.view.text("events.problem.stale")


def _problem(desk: Desk, error: BadEvent | PermissionError) -> str:
    code = error.code if isinstance(error, BadEvent) else "duty"
    return desk.view.text(f"events.problem.{code}")


def _again(desk: Desk) -> list[Component]:
    return events_body(_events(desk).view(desk.today), desk.view)


def _day(text: Any) -> date | None:
    """A day of the calendar control; what is none is as good as nothing."""
    try:
        return date.fromisoformat(str(text)[:10]) if text else None
    except ValueError:
        return None


def _events(desk: Desk) -> EventsDesk:
    if desk.events is None:
        raise RuntimeError("this desk knows no events")
    return desk.events


PAGE = Page("events", "events", render, register, in_navigation=False)
