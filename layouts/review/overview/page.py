"""The overview: filters, figures, map, course, ranking, breakdown, rhythm; whole, or part by part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from data_access.domain.areas import AreaLevel
from data_access.domain.indicators import INDICATORS
from layouts.markup import markup
from layouts.review.figures import indicator_name
from layouts.review.filters.bar import choices_of, filter_bar
from layouts.review.filters.ids import part
from layouts.review.filters.words import basis_words, days_words, name_of, span
from layouts.review.overview.breakdown import COLUMNS, breakdown, breakdown_note
from layouts.review.overview.card import definition, download, heading, picture
from layouts.review.overview.choice import BYS, GRAINS, SCORE, VIEWS, Choice
from layouts.review.overview.drawer import drawer
from layouts.review.overview.ground import Ground, breadcrumb
from layouts.review.overview.ids import OverviewIds as O
from layouts.review.overview.kpis import kpis
from layouts.review.overview.map import (
    draw_button,
    drawn,
    edges,
    hideout,
    labels,
    map_side,
    map_title,
    town_map,
)
from layouts.review.overview.points import NEAR_ZOOM, points_parts
from layouts.review.overview.ranking import ranking_note, ranking_table
from layouts.review.overview.rhythm import rhythm_table
from layouts.review.overview.towns import Town, by_indicator, by_score
from layouts.review.overview.trend import Course, trend_chart, trend_figure, trend_side
from layouts.review.parts import attributes
from layouts.review.view import ReviewView
from layouts.text import Text
from layouts.wall.map import TRANSPARENT

Answer = Mapping[str, Any]
Property = tuple[str, str]
"""A component and one of its properties."""
AREA = part("area")


@dataclass(frozen=True, slots=True)
class Figures:
    """The answers that the page is made of."""

    overview: Answer
    months: Sequence[Answer]
    """Trend by month, for the small courses."""
    towns: Sequence[Answer]
    """Of the parts that are listed: towns, villages or grids."""
    ground: Ground
    course: Course
    categories: Sequence[Answer]
    rhythm: Answer
    evaluation: Answer | None = None
    """The evaluation of the month, when the score ranks."""
    heat: str | None = None
    """Image of the heat as a URL, when it is shown."""

    def rows(self, view: ReviewView, choice: Choice) -> list[Town]:
        """The towns in their order."""
        if choice.scored and self.evaluation is not None:
            return by_score(view.city, self.evaluation, self.towns)
        return by_indicator(view.city, choice, self.towns)


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


def panels(view: ReviewView, choice: Choice, figures: Figures) -> dict[O | Property, Any]:
    """What an answer changes, by the component that shows it: its HTML, or one of `PROPERTIES`."""
    text = view.text
    rows, ground = figures.rows(view, choice), figures.ground
    query = choice.filters.query()
    month = choice.filters.days.whole_month or ""
    grades = list((figures.evaluation or {}).get("grades", {}))
    by = choice.by
    return {
        O.SCOPE: scope_words(view, choice, figures.overview),
        O.KPIS: kpis(view, choice, figures.overview, figures.months),
        O.MAP_TITLE: map_title(view, choice),
        O.MAP_SIDE: map_side(view, choice, ground, rows),
        (O.AREAS, "hideout"): hideout(view, choice, ground, rows),
        (O.AREAS, "url"): ground.url(view.city),
        (O.LABELS, "children"): labels(view, ground),
        (O.HEAT, "url"): figures.heat or TRANSPARENT,
        (O.DRAWN, "positions"): drawn(choice),
        (O.TREND, "figure"): trend_figure(view, choice, figures.course),
        O.TREND_SIDE: [
            html.Span(indicator_name(text, choice.course), className="sr"),
            trend_side(view, choice, figures.course),
            definition(text, choice.course),
            download(text, f"trend-{choice.grain}", query),
        ],
        O.RANKING: [
            heading(
                text(f"overview.ranking_of.{ground.level.value}"),
                ranking_note(view, choice, month),
                definition(text, choice.figure),
                download(text, "towns", query),
                picture(text, "ranking"),
            ),
            breadcrumb(view, ground) or html.Span(hidden=True),
            html.Div(
                ranking_table(view, choice, ground, rows, grades),
                className="scroll",
                tabIndex=0,
                role="region",
                **attributes(aria_label=text(f"overview.ranking_of.{ground.level.value}")),
            ),
        ],
        O.BREAKDOWN: [
            breakdown(view, choice, figures.categories),
            html.Div(
                [
                    definition(text, "filed_count", *COLUMNS),
                    download(text, by, query),
                    picture(text, "breakdown"),
                ],
                className="card-foot",
            ),
        ],
        O.RHYTHM: [
            rhythm_table(view, figures.rhythm),
            html.Div(
                [
                    definition(text, "reported_count"),
                    download(text, "rhythm", query),
                    picture(text, "rhythm"),
                ],
                className="card-foot",
            ),
        ],
        (O.DRAWER, "children"): drawer(view, choice, rows),
        # An area below the towns is known by its code alone until it is among the choices.
        (AREA, "data"): choices_of(view, "area", choice.filters.parts.get("area", ()), ()),
    }


PROPERTIES: tuple[Property, ...] = (
    (O.AREAS, "hideout"),
    (O.AREAS, "url"),
    (O.LABELS, "children"),
    (O.HEAT, "url"),
    (O.DRAWN, "positions"),
    (O.TREND, "figure"),
    (O.DRAWER, "children"),
    (AREA, "data"),
)
"""What an answer changes as properties of components; all else is HTML."""


def texts(shown: Mapping[O | Property, Any]) -> dict[str, str]:
    """HTML of the panels that show figures and nothing else, by id."""
    return {panel.value: markup(content) for panel, content in shown.items() if not isinstance(panel, tuple)}


def scope_words(view: ReviewView, choice: Choice, overview: Answer) -> str:
    """What is shown, in a sentence: period, comparison, filters."""
    text, filters = view.text, choice.filters
    said = [days_words(text, filters.days)]
    if before := overview.get("comparison"):
        period = before["period"]
        first, last = (datetime.fromisoformat(period[end]) for end in ("from", "to"))
        said.append(
            text("overview.against", basis=basis_words(text, filters), span=_until(text, first, last))
        )
    for name, codes in filters.parts.items():
        names = text("overview.comma").join(name_of(view.city, text, name, code) for code in codes)
        label = text(f"filters.{name}")
        if name == "area" and (found := view.city.tree.find(codes[0])) and found[0] != AreaLevel.CITY:
            label = text(f"overview.level.{found[0].value}")
        said.append(f"{label} {names}")
    if filters.polygon:
        said.append(text("overview.draw.inside"))
    return text("overview.joint").join(said)


def _until(text: Text, first: datetime, last: datetime) -> str:
    """A compared period: two days, or up to a time of the last when it is cut there."""
    if last > first and last.time() == time():
        return span(text, first.date(), last.date() - timedelta(days=1))
    return f"{span(text, first.date(), last.date())} {last:%H:%M}"


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
