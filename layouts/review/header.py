"""The header of every page: city, navigation, demo badge, age of the data, who, language and theme."""

from collections.abc import Sequence
from dataclasses import dataclass

from dash import dcc, html
from dash.development.base_component import Component

from layouts.review.dataage import DataAge, data_age
from layouts.review.ids import Ids
from layouts.review.parts import attributes
from layouts.review.view import ReviewView


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """A page in the navigation."""

    name: str
    """Its words are `review.page.NAME`."""
    href: str
    current: bool = False
    inside: bool = True
    """Whether the browser can open it without loading a document."""


def header(view: ReviewView, entries: Sequence[NavigationEntry], age: DataAge, csrf: str) -> Component:
    """The header; `csrf` goes into the form that logs out."""
    text = view.text
    return html.Header(
        [
            html.A(text("review.skip"), href=f"#{Ids.MAIN}", className="skip"),
            html.Div([html.B(text("page.brand")), html.Span(view.city_name)], className="brand"),
            html.Nav(
                [_entry(view, entry) for entry in entries], **attributes(aria_label=text("review.navigation"))
            ),
            html.Span(text("wall.demo"), className="badge demo") if view.city.demo else None,
            html.Div(
                [
                    data_age(age, text, view.city.zone),
                    dcc.Link(
                        view.viewer.name, href=view.href("account"), className="user", title=_duty(view)
                    ),
                    _language(view),
                    _theme(view),
                    _log_out(view, csrf),
                ],
                className="account",
            ),
        ],
        className="top-bar",
    )


def _entry(view: ReviewView, entry: NavigationEntry) -> Component:
    words = view.text(f"review.page.{entry.name}")
    kind = "current" if entry.current else ""
    if not entry.inside:
        return html.A(words, href=entry.href, className=kind)
    # A link has no property for aria-current: the text inside says it to screen readers and the sheet.
    inner = html.Span(words, **(attributes(aria_current="page") if entry.current else {}))
    return dcc.Link(inner, href=entry.href, className=kind)


def _duty(view: ReviewView) -> str:
    return view.text(f"review.duty.{view.viewer.duty.value}")


def _language(view: ReviewView) -> Component:
    other = "en" if view.text.language == "zh" else "zh"
    words = view.text("page.other_language")
    # Browser code keeps the address up to date while filters change.
    return html.A(words, id=Ids.LANGUAGE, href=f"?lang={other}", hrefLang=other, lang=other)


def _theme(view: ReviewView) -> Component:
    dark = view.theme_name == "dark"
    words = view.text("review.theme.light" if dark else "review.theme.dark")
    return html.Button(words, id=Ids.THEME, className="quiet", n_clicks=0, type="button")


def _log_out(view: ReviewView, csrf: str) -> Component:
    return html.Form(
        [
            dcc.Input(type="hidden", name="csrf", value=csrf),
            html.Button(view.text("review.logout"), className="quiet", type="submit"),
        ],
        action="/logout",
        method="POST",
    )
