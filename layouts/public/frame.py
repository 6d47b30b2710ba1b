"""Header, freshness and footer around every public page."""

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts.public import figures
from layouts.public.address import LANGUAGES, Place
from layouts.public.ids import Ids
from layouts.public.parts import link
from layouts.public.view import PublicView
from layouts.review.parts import attributes

_NAVIGATION = ("", "ranking", "trends", "area", "method", "data", "track")
_FOOTER = ("method", "log", "data", "accessibility")


def framed(view: PublicView, content: Sequence[Any]) -> list[Component]:
    """A whole page."""
    text = view.text
    return [
        html.A(text("public.skip"), href=f"#{Ids.MAIN}", className="skip"),
        _header(view),
        html.Main(
            [freshness(view), *content], id=Ids.MAIN, className="page", tabIndex=-1,
            **attributes(data_page=view.place.page or "home", data_href=view.place.href),
        ),
        _footer(view),
    ]  # fmt: skip


def _header(view: PublicView) -> Component:
    text = view.text
    entries = []
    for page in _NAVIGATION:
        words = text(f"public.nav.{page or 'home'}")
        current = view.place.page == page and not view.place.area
        entries.append(
            html.Li(
                html.A(
                    words, href=view.place.to(page).href, className="on", **attributes(aria_current="page")
                )
                if current
                else link(words, view.place.to(page))
            )
        )
    return html.Header(
        html.Div(
            [
                link(
                    [html.B(text("public.brand", city=view.city_name)), html.Span(text("public.brand_more"))],
                    view.place.to(""), className="brand",
                ),
                html.Nav(html.Ul(entries), **attributes(aria_label=text("public.navigation"))),
                languages(view),
            ],
            className="inner",
        ),
        className="top",
    )  # fmt: skip


def languages(view: PublicView) -> Component:
    """The same page in each language; the document is loaded anew, so that its own language fits."""
    here = view.text.language
    return html.Div(
        [
            html.A(
                view.text(f"public.language.{language}"),
                href=view.place.in_language("" if language == view.city.language else language).href,
                lang="zh-CN" if language == "zh" else language,
                className="on" if language == here else "",
                **attributes(**({"aria_current": "true"} if language == here else {})),
            )
            for language in LANGUAGES
        ],
        className="languages",
        role="group",
        **attributes(aria_label=view.text("public.language.label")),
    )


def freshness(view: PublicView) -> Component:
    """How old what runs is, with the pause of its refresh; scripts keep it up to date."""
    text, live = view.text, view.live
    held = (live or {}).get("held") or view.index.get("held")
    state = "none" if live is None else "held" if held else live["state"]
    return html.Div(
        [
            html.Span(className="dot", **attributes(aria_hidden="true")),
            html.Span(
                freshness_words(view), className="said", role="status", **attributes(aria_live="polite")
            ),
            html.Button(
                text("public.live.pause"), type="button", className="pause",
                **attributes(aria_pressed="false", data_resume=text("public.live.resume"),
                             data_pause=text("public.live.pause")),
            ) if live is not None else None,
            html.Span(text("public.demo"), className="badge") if view.city.demo else None,
        ],
        className=f"freshness {state}",
        **attributes(
            data_state=state,
            data_moment=text("public.moment_short", month="{month}", day="{day}", time="{time}"),
            data_months="|".join(text(f"date.month_{number}") for number in range(1, 13)),
            **{f"data_{name}": text(f"public.live.{name}", time="{time}") for name in LIVE_WORDS},
        ),
    )  # fmt: skip


LIVE_WORDS = ("live", "delayed", "stale", "held", "offline", "paused", "unknown")
"""States of what runs; browser code puts them in place when they change."""


def freshness_words(view: PublicView) -> str:
    """The state of what runs in words."""
    text, live = view.text, view.live
    if live is None:
        return text("public.live.none")
    held = live.get("held")
    if held:
        return text("public.live.held", time=figures.moment(text, held, year=False))
    at = live["data_at"]
    if at is None:
        return text("public.live.unknown")
    return text(f"public.live.{live['state']}", time=figures.moment(text, at, year=False))


def _footer(view: PublicView) -> Component:
    text = view.text
    notes = [text("public.footer.map")] if view.city.schematic else []
    notes += [text("public.footer.licence"), text("public.footer.privacy")]
    return html.Footer(
        [
            html.Ul([html.Li(link(text(f"public.nav.{page}"), view.place.to(page))) for page in _FOOTER]),
            html.P(text("public.between").join(notes)),
        ],
        className="bottom",
    )


def months_choice(view: PublicView) -> Component | None:
    """The months that are published, the chosen one marked."""
    months, month = view.months, view.month
    if month is None:
        return None
    chosen = month["month"]

    def entry(one: str) -> Component:
        words = figures.month_words(view.text, one)
        if one == chosen:
            return html.Li(html.Span(words, className="on", **attributes(aria_current="true")))
        place: Place = view.place.at_month("" if one == view.index["latest"] else one)
        return html.Li(link(words, place))

    return html.Details(
        [
            html.Summary(
                [html.Span(view.text("public.month_label"), className="sr"),
                 figures.month_words(view.text, chosen)]
            ),
            html.Ul([entry(one) for one in months]),
        ],
        className="months",
    )  # fmt: skip
