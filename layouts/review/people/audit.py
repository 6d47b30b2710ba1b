"""The page of the audit log: who did what, when and from where."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from data_access.domain.auditing import AuditAction, AuditEntry
from layouts import format as fmt
from layouts.review.parts import attributes
from layouts.review.states import empty_state
from layouts.review.view import ReviewView
from layouts.text import Text

DAYS = (1, 7, 30)
"""Spans to choose from, beside all that is kept."""


@dataclass(frozen=True, slots=True)
class AuditChoice:
    """What of the log is shown; goes into the address of the page."""

    days: int | None = None
    who: str | None = None
    action: AuditAction | None = None
    before: str | None = None

    def query(self, **changed: object) -> str:
        """The query string with some parts changed; a change leads back to the newest entries."""
        parts = {"days": self.days, "who": self.who, "action": self.action, "before": None, **changed}
        return urlencode({name: str(value) for name, value in parts.items() if value is not None})


def audit_page(entries: Sequence[AuditEntry], choice: AuditChoice, view: ReviewView, full: int) -> Component:
    """The page; `full` entries are a whole page, behind which there may be more."""
    text = view.text
    kinds = [
        _choice(view, choice, text("audit.all"), choice.action is None, action=None),
        *(
            _choice(view, choice, text(f"audit.action.{kind.value}"), choice.action == kind, action=kind)
            for kind in AuditAction
        ),
    ]
    spans = [
        *(
            _choice(view, choice, text("audit.days", days=days), choice.days == days, days=days)
            for days in DAYS
        ),
        _choice(view, choice, text("audit.kept"), choice.days is None, days=None),
    ]
    person = []
    if choice.who is not None:
        all_people = view.href("audit", choice.query(who=None))
        person = [
            html.P([text("audit.only", who=choice.who), html.A(text("audit.everybody"), href=all_people)])
        ]
    more = []
    if len(entries) == full:
        older = view.href("audit", choice.query(before=entries[-1].number))
        more = [html.A(text("audit.older"), href=older, className="button")]
    if choice.before is not None:
        more.insert(
            0, html.A(text("audit.newest"), href=view.href("audit", choice.query()), className="button")
        )
    return html.Div(
        [
            html.H1(text("audit.title"), className="page-title"),
            html.P(text("audit.lead"), className="note"),
            html.Nav(spans, className="choices", **attributes(aria_label=text("audit.span"))),
            html.Nav(kinds, className="choices", **attributes(aria_label=text("audit.kind"))),
            *person,
            html.Section(_table(entries, choice, view), className="card scroll")
            if entries
            else _nothing(text),
            html.Div(more, className="deeds"),
        ],
        className="people",
    )


def _choice(view: ReviewView, choice: AuditChoice, words: str, current: bool, **changed: object) -> Component:
    inner = html.Span(words, **(attributes(aria_current="true") if current else {}))
    href = view.href("audit", choice.query(**changed))
    return html.A(inner, href=href, className="choice current" if current else "choice")


def _table(entries: Sequence[AuditEntry], choice: AuditChoice, view: ReviewView) -> Component:
    text = view.text
    heads = [text(f"audit.head.{name}") for name in ("at", "who", "action", "what", "where")]
    return html.Table(
        [
            html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
            html.Tbody([_row(entry, choice, view) for entry in entries]),
        ],
        className="plain",
    )


def _row(entry: AuditEntry, choice: AuditChoice, view: ReviewView) -> Component:
    text = view.text
    who: Component | str = text("audit.nobody")
    if entry.who:
        who = html.A(entry.who, href=view.href("audit", choice.query(who=entry.who)))
    grave = entry.action in (AuditAction.LOGIN_FAILED, AuditAction.LOGIN_LOCKED)
    kind = html.Span(text(f"audit.action.{entry.action.value}"), className="bad-text" if grave else "")
    where = text("audit.local") if entry.where == "local" else entry.where
    return html.Tr(
        [
            html.Td(fmt.stamp(entry.at, view.city.zone), className="at"),
            html.Td(who),
            html.Td(kind),
            html.Td(_what(entry.what, text), className="what"),
            html.Td(where),
        ]
    )


def _what(what: str, text: Text) -> str:
    """What an entry is about; the few fixed words in the language of the page."""
    key = f"audit.what.{what}"
    return text(key) if key in text.messages else what


def _nothing(text: Text) -> Component:
    return empty_state(text("audit.none"), text("audit.none_hint"))
