"""Wires of the page of one's own account."""

from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx, no_update
from dash.development.base_component import Component

from callbacks.review.desk import Desk, Desks
from callbacks.review.page import Address, Page
from callbacks.review.people import PeopleDesk
from layouts.review.ids import Ids
from layouts.review.people.account import AccountView, account_page, logins
from layouts.review.people.ids import END, AccountIds


def render(desk: Desk, address: Address) -> Component:
    """The page with the logins of the viewer."""
    return account_page(_view(_people(desk)), desk.view, desk.csrf())


def register(app: Dash, desks: Desks) -> None:
    """Connect the buttons that end logins and change the password."""

    @app.callback(
        Output(AccountIds.LOGINS, "children"),
        Output(AccountIds.LOGINS_SAID, "children"),
        Input({"type": END, "index": ALL}, "n_clicks"),
        Input(AccountIds.END_OTHERS, "n_clicks"),
        State(Ids.URL, "search"),
        prevent_initial_call=True,
    )
    def _end(clicks: list[int | None], others: int | None, search: str | None) -> tuple[Any, Any]:
        pressed = ctx.triggered_id
        if pressed is None or not (any(clicks) or others):
            return no_update, no_update
        return end(desks(search), None if pressed == AccountIds.END_OTHERS else pressed["index"])

    @app.callback(
        Output(AccountIds.SAID, "children"),
        Output(AccountIds.OLD, "value"),
        Output(AccountIds.NEW, "value"),
        Output(AccountIds.AGAIN, "value"),
        Input(AccountIds.CHANGE, "n_clicks"),
        State(AccountIds.OLD, "value"),
        State(AccountIds.NEW, "value"),
        State(AccountIds.AGAIN, "value"),
        State(Ids.URL, "search"),
        prevent_initial_call=True,
    )
    def _change(
        clicks: int | None, old: str | None, new: str | None, again: str | None, search: str | None
    ) -> tuple[Any, Any, Any, Any]:
        if not clicks:
            return (no_update,) * 4
        return change(desks(search), old or "", new or "", again or "")


def end(desk: Desk, digest: str | None) -> tuple[Component, str]:
    """End one login, or all others; the table afterwards, and what was done."""
    people = _people(desk)
    count = people.end_others() if digest is None else int(people.end(str(digest)))
    return logins(_view(people), desk.view), desk.view.text("account.ended", count=count)


def change(desk: Desk, old: str, new: str, again: str) -> tuple[Any, Any, Any, Any]:
    """Change the password; what is said about it, and the fields emptied when it was done."""
    result = "differ" if new != again else _people(desk).change_password(old, new)
    said = desk.view.text(f"account.result.{result}")
    return (said, "", "", "") if result == "done" else (said, no_update, no_update, no_update)


def _people(desk: Desk) -> PeopleDesk:
    if desk.people is None:
        raise RuntimeError("this desk knows nothing about people")
    return desk.people


def _view(people: PeopleDesk) -> AccountView:
    return AccountView(people.sessions(), people.current, people.has_password, people.reads_audit)


PAGE = Page("account", "account", render, register, in_navigation=False)
