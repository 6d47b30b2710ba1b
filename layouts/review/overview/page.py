"""The overview: filters, figures, map, course, ranking, breakdown, rhythm; whole, or part by part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from data_access.domain.indicators import INDICATORS
from layouts.markup import markup
from layouts.review.figures import indicator_name
from layouts.review.filters.bar import filter_bar
from layouts.review.filters.words import basis_words, days_words, name_of, span
from layouts.review.overview.breakdown import COLUMNS, breakdown, breakdown_note
from layouts.review.overview.card import definition, download, heading
from layouts.review.overview.choice import BYS, GRAINS, SCORE, VIEWS, Choice
from layouts.review.overview.drawer import drawer
from layouts.review.overview.ids import OverviewIds as O
from layouts.review.overview.kpis import kpis
from layouts.review.overview.map import draw_button, drawn, hideout, map_side, map_title, town_map
from layouts.review.overview.ranking import ranking_note, ranking_table
from layouts.review.overview.rhythm import rhythm_table
from layouts.review.overview.towns import Town, by_indicator, by_score
from layouts.review.overview.trend import Course, trend_chart, trend_figure, trend_side
from layouts.review.parts import attributes
from layouts.review.view import ReviewView
from layouts.text import Text
from layouts.wall.map import TRANSPARENT

Answer = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Figures:
    """The answers that the page is made of."""

    overview: Answer
    months: Sequence[Answer]
    """Trend by month, for the small courses."""
    towns: Sequence[Answer]
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
                        ],
                        className="card-tools",
                    ),
                ],
                className="card-head",
            ),
            html.Div(
                [
                    town_map(view, choice, rows, figures.heat),
                    html.Div(id=O.MAP_SIDE, className="map-side"),
                ],
                className="map-box",
                **attributes(data_bounds=",".join(f"{edge:.4f}" for edge in view.city.locator.bounds)),
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
                html.Button("PNG", className="tool", type="button", **attributes(data_png=O.TREND.value)),
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
                        shown[O.DRAWER],
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
        ],
        id=O.PAGE,
        className="overview",
    )


def panels(view: ReviewView, choice: Choice, figures: Figures) -> dict[O, Any]:
    """What an answer changes, by the component that shows it (`children`, or as `PROPERTIES` says)."""
    text = view.text
    rows = figures.rows(view, choice)
    query = choice.filters.query()
    month = choice.filters.days.whole_month or ""
    grades = list((figures.evaluation or {}).get("grades", {}))
    by = choice.by
    return {
        O.SCOPE: scope_words(view, choice, figures.overview),
        O.KPIS: kpis(view, choice, figures.overview, figures.months),
        O.MAP_TITLE: map_title(view, choice),
        O.MAP_SIDE: map_side(view, choice, rows),
        O.AREAS: hideout(view, choice, rows),
        O.HEAT: figures.heat or TRANSPARENT,
        O.DRAWN: drawn(choice),
        O.TREND: trend_figure(view, choice, figures.course),
        O.TREND_SIDE: [
            html.Span(indicator_name(text, choice.course), className="sr"),
            trend_side(view, choice, figures.course),
            definition(text, choice.course),
            download(text, f"trend-{choice.grain}", query),
            html.A(text("overview.events"), href=view.href("events"), className="tool"),
        ],
        O.RANKING: [
            heading(
                text("overview.ranking"),
                ranking_note(view, choice, month),
                definition(text, choice.figure),
                download(text, "towns", query),
            ),
            html.Div(
                ranking_table(view, choice, rows, grades),
                className="scroll",
                tabIndex=0,
                role="region",
                **attributes(aria_label=text("overview.ranking")),
            ),
        ],
        O.BREAKDOWN: [
            breakdown(view, choice, figures.categories),
            html.Div(
                [definition(text, "filed_count", *COLUMNS), download(text, by, query)], className="card-foot"
            ),
        ],
        O.RHYTHM: [
            rhythm_table(view, figures.rhythm),
            html.Div(
                [definition(text, "reported_count"), download(text, "rhythm", query)], className="card-foot"
            ),
        ],
        O.DRAWER: drawer(view, choice, rows),
    }


PROPERTIES = {
    O.AREAS: "hideout",
    O.HEAT: "url",
    O.DRAWN: "positions",
    O.TREND: "figure",
    O.DRAWER: "children",
}
"""Panels that are properties of components; all others are HTML."""


def texts(shown: Mapping[O, Any]) -> dict[str, str]:
    """HTML of the panels that show figures and nothing else, by id."""
    return {panel.value: markup(content) for panel, content in shown.items() if panel not in PROPERTIES}


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
    for part, codes in filters.parts.items():
        names = text("overview.comma").join(name_of(view.city, text, part, code) for code in codes)
        said.append(f"{text(f'filters.{part}')} {names}")
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
