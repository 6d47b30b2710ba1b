"""The page of screens: on top what needs somebody, below every screen and how it fares."""

from collections import Counter
from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from data_access.domain.screens import BEAT_SECONDS, ScreenEntry, ScreenState
from layouts import format as fmt
from layouts.review.dataage import age_words
from layouts.review.screens.ids import Ids
from layouts.review.screens.row import COLUMNS, screen_row, state_words
from layouts.review.states import empty_state
from layouts.review.view import ReviewView

NAMED = 4
"""Screens that the strip of alarms names; the others it counts."""


def screens_page(entries: Sequence[ScreenEntry], view: ReviewView, now: float) -> Component:
    """The page; `now` is the server's clock at which the entries were asked for."""
    return html.Div(
        [
            html.H1(view.text("review.page.screens"), className="sr"),
            html.Div(screens_body(entries, view, now), id=Ids.BODY),
            dcc.Interval(id=Ids.PACE, interval=BEAT_SECONDS * 500),
        ]
    )


def screens_body(entries: Sequence[ScreenEntry], view: ReviewView, now: float) -> list[Component]:
    """What is drawn anew while the page stays open."""
    text = view.text
    if not entries:
        command = html.Code("zhiwang screens add NAME --scene overview")
        return [empty_state(text("review.screens.none"), text("review.screens.none_help"), command)]
    return [
        _strip(entries, view, now),
        html.Section(
            [
                html.Header(
                    [
                        html.H2(text("review.screens.title")),
                        html.Span(_counts(entries, view), className="note"),
                    ]
                ),
                html.Div(
                    html.Table(
                        [
                            html.Thead(html.Tr([_head(view, name) for name in COLUMNS])),
                            html.Tbody([screen_row(entry, view, now) for entry in entries]),
                        ],
                        className="screens",
                    ),
                    className="scroll",
                ),
                html.P(text("review.screens.note", seconds=BEAT_SECONDS), className="note"),
            ],
            className="card screen-list",
        ),
    ]


def _strip(entries: Sequence[ScreenEntry], view: ReviewView, now: float) -> Component:
    """One line: all is well, or which screens need somebody and why."""
    text = view.text
    alarming = [entry for entry in entries if entry.fare.alarming]
    if not alarming:
        watched = sum(entry.fare.state is not ScreenState.REVOKED for entry in entries)
        words = text("review.screens.all_well", count=watched)
        return html.Div([html.B("●"), html.Span(words)], className="screen-strip well", role="status")
    named = text("review.screens.list_separator").join(
        text(
            "review.screens.alarm",
            name=entry.screen.name,
            state=state_words(entry, view),
            age=age_words(text, now - entry.fare.since),
        )
        for entry in alarming[:NAMED]
    )
    more = len(alarming) - NAMED
    return html.Div(
        [
            html.B("▲"),
            html.Strong(text("review.screens.alarms", count=len(alarming))),
            html.Span(named),
            html.Span(text("review.screens.and_more", count=more)) if more > 0 else None,
        ],
        className="screen-strip alarm",
        role="alert",
    )


def _counts(entries: Sequence[ScreenEntry], view: ReviewView) -> str:
    found = Counter(entry.fare.state for entry in entries)
    text = view.text
    return " · ".join(
        text(
            "review.screens.count", state=text(f"review.screens.state.{state}"), count=fmt.count(found[state])
        )
        for state in ScreenState
        if found[state]
    )


def _head(view: ReviewView, name: str) -> Component:
    return html.Th(view.text(f"review.screens.column.{name}"), className=f"c-{name}", scope="col")
