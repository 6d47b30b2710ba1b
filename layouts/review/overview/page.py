"""The overview: filters, figures, map, course, ranking, breakdown and rhythm in their places."""

from collections.abc import Sequence
from datetime import date

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from data_access.domain.indicators import INDICATORS
from layouts.review.figures import indicator_name
from layouts.review.filters.bar import filter_bar
from layouts.review.overview.breakdown import breakdown_note
from layouts.review.overview.card import heading, picture
from layouts.review.overview.choice import BYS, GRAINS, SCORE, VIEWS, Choice
from layouts.review.overview.ids import OverviewIds as O
from layouts.review.overview.map import (
    draw_button,
    edges,
    town_map,
)
from layouts.review.overview.panels import Figures, panels, texts
from layouts.review.overview.points import NEAR_ZOOM, points_parts
from layouts.review.overview.trend import trend_chart
from layouts.review.parts import attributes
from layouts.review.view import ReviewView


def overview_page(
    view: ReviewView, choice: Choice, figures: Figures, today: date, departments: Sequence[str]
) -> Component:
    """The page with its figures."""
    text = view.text
    rows = figures.rows(view, choice)
    shown = panels(view, choice, figures)
    map_card = html.Section(
        [
            html.Div(
                [
                    html.Div(id=O.MAP_TITLE, className="title"),
                    html.Div(
                        [
                            _indicator(view, choice),
                            _switch(view, O.VIEW, VIEWS, choice.view),
                            draw_button(text, choice),
                            picture(text, "map"),
                        ],
                        className="card-tools",
                    ),
                ],
                className="card-head",
            ),
            html.Div(
                [
                    town_map(view, choice, figures.ground, rows, figures.heat),
                    html.Div(id=O.CASES_NOTE, className="cases-note", **attributes(aria_live="polite")),
                    html.Div(id=O.MAP_SIDE, className="map-side"),
                ],
                className="map-box",
                **attributes(data_bounds=edges(figures.ground), data_near=str(NEAR_ZOOM)),
            ),
        ],
        className="card map-card",
    )
    trend_card = html.Section(
        [
            heading(
                text("overview.trend"),
                "",
                _switch(view, O.GRAIN, GRAINS, choice.grain),
                html.Div(id=O.TREND_SIDE),
                picture(text, "trend"),
            ),
            trend_chart(view, choice, figures.course),
        ],
        className="card trend-card",
    )
    main = html.Div(
        [
            html.Div(
                id=O.KPIS,
                className="card kpis",
                role="group",
                **attributes(aria_label=text("overview.kpis")),
            ),
            html.Div(
                [
                    html.Div([map_card, trend_card], className="column"),
                    html.Section(id=O.RANKING, className="card ranking-card"),
                ],
                className="columns",
            ),
            html.Section(
                [
                    heading(
                        text("overview.breakdown"),
                        breakdown_note(view, choice),
                        _switch(view, O.BY, BYS, choice.by),
                    ),
                    html.Div(id=O.BREAKDOWN),
                ],
                className="card breakdown-card",
            ),
            html.Section(
                [
                    heading(text("overview.rhythm"), text("overview.rhythm_note")),
                    html.Div(id=O.RHYTHM),
                ],
                className="card rhythm-card",
            ),
        ],
        className="overview-main",
    )
    return html.Div(
        [
            html.H1(text("review.page.overview"), className="sr"),
            filter_bar(view, choice.filters, today, departments),
            html.P(id=O.SCOPE, className="scope note", **attributes(aria_live="polite")),
            html.Div(
                [
                    main,
                    html.Aside(
                        shown[O.DRAWER, "children"],
                        id=O.DRAWER,
                        className="drawer",
                        **attributes(aria_label=text("overview.drawer")),
                    ),
                ],
                className="overview-body",
            ),
            dcc.Store(id=O.DONE),
            dcc.Store(id=O.CORNER),
            dcc.Store(id=O.TEXTS, data=texts(shown)),
            dcc.Store(id=O.WRITTEN),
            dcc.Store(id=O.SHOWN),
            dcc.Store(id=O.FITTED),
            *points_parts(),
        ],
        id=O.PAGE,
        className="overview",
        # What pictures of the cards say of their origin.
        **attributes(
            data_source=f"{text('page.brand')} {view.city_name}",
            data_demo=text("wall.demo") if view.city.demo else "",
        ),
    )


def _indicator(view: ReviewView, choice: Choice) -> Component:
    text = view.text
    scores = [{"value": SCORE, "label": text("overview.score")}]
    rest = [{"value": name, "label": indicator_name(text, name)} for name in INDICATORS]
    return html.Div(
        [
            html.Span(text("overview.indicator"), className="filter-label"),
            dmc.Select(
                id=O.INDICATOR,
                value=choice.indicator,
                data=[*scores, *rest],
                allowDeselect=False,
                searchable=True,
                variant="unstyled",
                size="sm",
                w=128,
                maxDropdownHeight=360,
                comboboxProps={"width": "max-content", "position": "bottom-end", "shadow": "md"},
                attributes={"input": {"aria-label": text("overview.indicator")}},
            ),
        ],
        className="filter",
    )


def _switch(view: ReviewView, identity: str, names: Sequence[str], chosen: str) -> Component:
    kind = identity.removeprefix("o-")
    control: Component = dmc.SegmentedControl(
        id=identity,
        value=chosen,
        data=[{"value": name, "label": view.text(f"overview.{kind}.{name}")} for name in names],
        size="xs",
    )
    return control
