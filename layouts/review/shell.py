"""The frame around every page: what is there before the first page, and a page inside its header."""

import json
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from layouts.review.ids import Ids, searched
from layouts.review.parts import attributes
from layouts.review.states import problem_words
from layouts.review.view import ReviewView
from layouts.tokens import FONT

_THEME: dict[str, Any] = {
    "fontFamily": FONT,
    "fontSizes": {"xs": "12px", "sm": "14px", "md": "14px"},
    "defaultRadius": 6,
    "cursorType": "pointer",
    "respectReducedMotion": True,
}
"""Only what the sheets cannot say; colours are variables of the sheets (`assets/review/css/mantine.css`)."""


def frame(view: ReviewView) -> Component:
    """The layout that the app begins with; the first callback fills the shell."""
    provider: Component = dmc.MantineProvider(
        [
            dcc.Location(id=Ids.URL, refresh="callback-nav"),
            dcc.Store(id=Ids.TITLE),
            dcc.Store(id=Ids.THEME_DONE),
            # Browser code reads the words here when an answer does not come.
            html.Div(
                id=Ids.PROBLEM,
                className="problem-band off",
                role="alert",
                **attributes(data_words=json.dumps(problem_words(view.text), ensure_ascii=False)),
            ),
            html.Div(
                html.Div(view.text("review.loading"), className="first-load", role="status"), id=Ids.SHELL
            ),
        ],
        theme=_THEME,
        forceColorScheme=view.theme_name,
    )
    return provider


def shell(header: Component, page: Component, name: str) -> list[Component]:
    """Header and page; `name` tells the sheets, and browser code, which page it is."""
    own = attributes(data_page=name)
    return [
        header,
        html.Main(page, id=Ids.MAIN, className=f"page {name}", tabIndex=-1, **own),
        dcc.Store(id=searched(name)),
    ]
