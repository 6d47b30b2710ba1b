"""The page of one's own account: who one is here, where one is logged in, another password."""

from collections.abc import Sequence
from dataclasses import dataclass

from dash import dcc, html
from dash.development.base_component import Component

from data_access.domain.logins import Session
from layouts import format as fmt
from layouts.review.parts import attributes
from layouts.review.people.ids import END, AccountIds
from layouts.review.view import ReviewView
from layouts.text import Text

_BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    *(("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad")),
    *(("Mac OS", "macOS"), ("Linux", "Linux")),
)


@dataclass(frozen=True, slots=True)
class AccountView:
    """What the page shows."""

    sessions: Sequence[Session]
    current: str
    """Digest of the login that asks."""
    has_password: bool
    reads_audit: bool


def account_page(account: AccountView, view: ReviewView, csrf: str) -> Component:
    """The page; `csrf` goes into the form that logs out everywhere."""
    text = view.text
    cards = [_who(account, view), _logins_card(account, view, csrf)]
    if account.has_password:
        cards.append(_password_card(text, view.viewer.name))
    return html.Div([html.H1(text("account.title"), className="page-title"), *cards], className="people")


def _who(account: AccountView, view: ReviewView) -> Component:
    text, tree = view.text, view.city.tree
    areas = [tree.at(level)[index].name(text.language, short=False) for level, index in view.viewer.within]
    facts = [
        (text("account.name"), view.viewer.name),
        (text("account.duty"), text(f"review.duty.{view.viewer.duty.value}")),
        (text("account.areas"), text("account.comma").join(areas) or text("account.whole_city")),
        (text("account.way"), text("account.by_password" if account.has_password else "account.by_provider")),
    ]
    pairs = [part for name, value in facts for part in (html.Dt(name), html.Dd(value))]
    link = html.A(text("account.to_audit"), href=view.href("audit"), className="button")
    return html.Section(
        [
            html.Dl(pairs),
            link if account.reads_audit else None,
            html.P(text("account.ask"), className="note"),
        ],
        className="card",
    )


def _logins_card(account: AccountView, view: ReviewView, csrf: str) -> Component:
    text = view.text
    everywhere = html.Form(
        [
            dcc.Input(type="hidden", name="csrf", value=csrf),
            dcc.Input(type="hidden", name="everywhere", value="yes"),
            html.Button(text("account.end_all"), className="button", type="submit"),
        ],
        action="/logout",
        method="POST",
    )
    others = html.Button(
        text("account.end_others"), id=AccountIds.END_OTHERS, className="button", type="button", n_clicks=0
    )
    return html.Section(
        [
            html.H2(text("account.logins")),
            html.Div(logins(account, view), id=AccountIds.LOGINS, className="scroll"),
            html.Div([others, everywhere], className="deeds"),
            html.P(id=AccountIds.LOGINS_SAID, role="status", className="said"),
        ],
        className="card",
    )


def logins(account: AccountView, view: ReviewView) -> Component:
    """The table of where the person is logged in."""
    text, zone = view.text, view.city.zone
    heads = [text(f"account.head.{name}") for name in ("browser", "address", "since", "seen")]

    def row(session: Session) -> Component:
        own = session.digest == account.current
        deed: Component = html.Span(text("account.this"), className="badge good")
        if not own:
            deed = html.Button(
                text("account.end"),
                id={"type": END, "index": session.digest},
                className="button",
                type="button",
                n_clicks=0,
                **attributes(aria_label=text("account.end_of", browser=browser_of(session.agent, text))),
            )
        times = [fmt.stamp(at, zone) for at in (session.started_at, session.seen_at)]
        cells = [browser_of(session.agent, text), session.address, *times]
        return html.Tr([*(html.Td(cell) for cell in cells), html.Td(deed)])

    return html.Table(
        [
            html.Thead(html.Tr([*(html.Th(head, scope="col") for head in heads), html.Td()])),
            html.Tbody([row(session) for session in account.sessions]),
        ],
        className="plain",
    )


def browser_of(agent: str, text: Text) -> str:
    """What a browser calls itself, in two words: "Firefox · Windows"."""
    found = [next((name for mark, name in marks if mark in agent), None) for marks in (_BROWSERS, _SYSTEMS)]
    return " · ".join(part for part in found if part) or text("account.unknown_browser")


def _password_card(text: Text, name: str) -> Component:
    def field(identity: str, key: str, autocomplete: str) -> Component:
        given = dcc.Input(
            id=identity, type="password", autoComplete=autocomplete, maxLength=200, className="field"
        )
        return html.Label([html.Span(text(key)), given])

    return html.Section(
        [
            html.H2(text("account.password")),
            # Not sent by Enter: it has several fields and no button that submits.
            html.Form(
                [
                    html.Div(dcc.Input(type="text", value=name, autoComplete="username"), className="off"),
                    field(AccountIds.OLD, "account.old", "current-password"),
                    field(AccountIds.NEW, "account.new", "new-password"),
                    field(AccountIds.AGAIN, "account.again", "new-password"),
                    html.Button(
                        text("account.change"),
                        id=AccountIds.CHANGE,
                        className="button primary",
                        type="button",
                        n_clicks=0,
                    ),
                ],
                className="fields",
            ),
            html.P(id=AccountIds.SAID, role="status", className="said"),
        ],
        className="card",
    )
