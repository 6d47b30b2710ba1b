"""What the panels of the overview show: made of the answers, whole or part by part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from dash import html

from data_access.domain.areas import AreaLevel
from layouts.markup import markup
from layouts.review.figures import indicator_name
from layouts.review.filters.bar import choices_of
from layouts.review.filters.ids import part
from layouts.review.filters.words import basis_words, days_words, name_of, span
from layouts.review.overview.breakdown import COLUMNS, breakdown
from layouts.review.overview.card import definition, download, heading, picture
from layouts.review.overview.choice import Choice
from layouts.review.overview.drawer import drawer
from layouts.review.overview.ground import Ground, breadcrumb
from layouts.review.overview.ids import OverviewIds as O
from layouts.review.overview.kpis import kpis
from layouts.review.overview.map import (
    drawn,
    hideout,
    labels,
    map_side,
    map_title,
)
from layouts.review.overview.ranking import ranking_note, ranking_table
from layouts.review.overview.rhythm import rhythm_table
from layouts.review.overview.towns import Town, by_indicator, by_score
from layouts.review.overview.trend import Course, trend_figure, trend_side
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
            html.Span(
                indicator_name(text, choice.course),
                className="sr",
                **attributes(data_figure=indicator_name(text, choice.course)),
            ),
            trend_side(view, choice, figures.course),
            definition(text, choice.course),
            download(text, f"trend-{choice.grain}", query),
            html.A(text("overview.events"), href=view.href("events"), className="tool"),
        ],
        O.RANKING: [
            heading(
                text(f"overview.ranking_of.{ground.level.value}"),
                ranking_note(view, choice, month),
                definition(text, choice.figure),
                download(text, f"{ground.level.value}s", query),
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
