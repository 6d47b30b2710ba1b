"""Wires of the shell: the page of an address inside the header, its title, language and theme."""

from collections.abc import Sequence

from dash import ClientsideFunction, Dash, Input, Output, State, html
from dash.development.base_component import Component

from callbacks.review.desk import BadFilter, Desk, Desks
from callbacks.review.page import Address, Page
from callbacks.review.pages import PAGES, page_at
from layouts.review.header import NavigationEntry, header
from layouts.review.ids import Ids
from layouts.review.shell import shell
from layouts.review.states import problem_state


def register(app: Dash, desks: Desks, *, has_wall: bool) -> None:
    """Connect the shell and every page to an app; `has_wall` says whether the wall is served beside it."""

    @app.callback(
        Output(Ids.SHELL, "children"),
        Output(Ids.TITLE, "data"),
        Input(Ids.URL, "pathname"),
        State(Ids.URL, "search"),
    )
    def _open(pathname: str | None, search: str | None) -> tuple[list[Component], str]:
        return open_page(desks(search), Address.read(pathname, search), has_wall=has_wall)

    for page in PAGES:
        page.register(app, desks)

    app.clientside_callback(
        ClientsideFunction("review", "searched"),
        Output(Ids.THEME_DONE, "data", allow_duplicate=True),
        Input(Ids.URL, "search"),
        prevent_initial_call=True,
    )
    for function, output, given in (
        ("title", Output(Ids.TITLE, "modified_timestamp"), [Input(Ids.TITLE, "data")]),
        (
            "otherLanguage",
            Output(Ids.LANGUAGE, "href"),
            [Input(Ids.URL, "href"), State(Ids.LANGUAGE, "lang")],
        ),
        ("changeTheme", Output(Ids.THEME_DONE, "data"), [Input(Ids.THEME, "n_clicks")]),
    ):
        app.clientside_callback(ClientsideFunction("review", function), output, *given)


def open_page(desk: Desk, address: Address, *, has_wall: bool) -> tuple[list[Component], str]:
    """Header and page of an address, and the title of the browser's tab."""
    view, page = desk.view, page_at(address.name)
    entries = _entries(desk, page, has_wall=has_wall)
    head = header(view, entries, desk.age(), desk.csrf())
    name = "missing" if page is None else page.name
    title = view.text("review.document_title", page=view.text(f"review.page.{name}"), city=view.city_name)
    return shell(head, _content(desk, page, address), name), title


def _entries(desk: Desk, page: Page | None, *, has_wall: bool) -> Sequence[NavigationEntry]:
    view = desk.view
    wall = [NavigationEntry("wall", f"/wall/?lang={view.text.language}", inside=False)] if has_wall else []
    return [
        *wall,
        *(
            NavigationEntry(
                other.name,
                view.href(other.path),
                current=other is page,
                inside=page is not None and set(other.libraries) <= set(page.libraries),
            )
            for other in PAGES
            if other.in_navigation and view.viewer.duty.covers(other.duty)
        ),
    ]


def _complaint(error: BadFilter, address: Address, language: str) -> str:
    """What makes no sense: in English in its own words, elsewhere the part of the address, if it is one."""
    given = address.parameters.get(error.option)
    return str(error) if language == "en" or given is None else f"{error.option}={given}"


def _content(desk: Desk, page: Page | None, address: Address) -> Component:
    view, text = desk.view, desk.view.text
    where = "/".join(part for part in (address.name, address.rest) if part)
    back = html.A(text("review.problem.to_overview"), href=view.href(""), className="button")
    if page is None:
        return problem_state(text, text("review.problem.no_page"), f"/review/{where}", back)
    if not view.viewer.duty.covers(page.duty):
        needed = text(f"review.duty.{page.duty.value}")
        return problem_state(text, text("review.problem.duty", duty=needed), f"/review/{where}", back)
    try:
        return page.render(desk, address)
    except BadFilter as error:
        reset = html.A(text("review.problem.reset"), href=view.href(where), className="button")
        what = text("review.problem.filter", message=_complaint(error, address, text.language))
        return problem_state(text, what, f"/review/{where}{address.search}", reset)
