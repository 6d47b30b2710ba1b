"""The course of an indicator over 13 months or over days, with what it is compared with and events."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from data_access.domain.city_events import CityEvent
from data_access.domain.indicator_types import Unit
from data_access.domain.indicators import INDICATORS
from layouts.eventwords import event_words
from layouts.names import indicator_name
from layouts.plot import figure as plain_figure
from layouts.review.events.marks import PAD, EventMark, drawn, marks_of, told
from layouts.review.figures import value_of, whole
from layouts.review.overview.card import table_behind
from layouts.review.overview.choice import Choice
from layouts.review.overview.ids import OverviewIds as O
from layouts.review.parts import attributes
from layouts.review.view import ReviewView

Entry = Mapping[str, Any]
CONFIG: Any = {"displayModeBar": False, "responsive": True, "scrollZoom": False, "doubleClick": False}
_TYPE_SIZE = 12


@dataclass(frozen=True, slots=True)
class Course:
    """The entries of a trend, of the choice and of what lies above it."""

    entries: Sequence[Entry]
    above: Sequence[Entry] = ()
    """The same of all that the viewer may see, where an area is filtered."""
    basis: str = ""
    """What the comparison is, in words."""
    events: Sequence[CityEvent] = ()
    """What happened meanwhile, in its order of time."""


def trend_chart(view: ReviewView, choice: Choice, course: Course) -> Component:
    """The chart; plotly is fetched when it first appears."""
    name = indicator_name(view.text, choice.course)
    return html.Div(
        dcc.Graph(
            id=O.TREND, figure=trend_figure(view, choice, course), config=CONFIG, className="trend-graph"
        ),
        role="img",
        className="trend-box",
        **attributes(aria_label=view.text("overview.course", name=name)),
    )


def trend_figure(view: ReviewView, choice: Choice, course: Course) -> dict[str, Any]:
    """Lines over time: the choice, the whole, and dashed what is compared."""
    text, theme, name = view.text, view.theme, choice.course
    times = [start.isoformat() for start in _starts(course)]
    marked = drawn(event_marks(view, choice, course), times, theme)
    layout = marked["layout"]
    share = INDICATORS[name].unit == Unit.SHARE
    traces = []

    def line(label: str, values: list[float | None], colour: str, **style: Any) -> None:
        if any(value is not None for value in values):
            scale = 100 if share else 1
            shown = [None if value is None else value * scale for value in _begun(values)]
            traces.append(
                {
                    "type": "scatter",
                    "mode": "lines+markers" if len(values) <= 14 and not style.get("dash") else "lines",
                    "marker": {"size": 5},
                    "name": label,
                    "x": times,
                    "y": shown,
                    "line": {"color": colour, "width": 2, **style},
                    "hovertemplate": "%{y:.1f}%" if share else "%{y:,.1f}" if _fine(name) else "%{y:,.0f}",
                    "connectgaps": False,
                }
            )

    if course.basis:
        before = [value_of(entry.get("comparison", {}), name) for entry in course.entries]
        line(course.basis, before, theme.reference, dash="dash", width=1.5)
    if course.above:
        line(
            text("overview.whole_city"),
            [value_of(entry, name) for entry in course.above],
            theme.tx3,
            width=1.5,
        )
    line(_own(view, choice), [value_of(entry, name) for entry in course.entries], theme.accent)
    return plain_figure(
        [*traces, *marked["traces"]],
        theme,
        _TYPE_SIZE,
        margin={"l": 44, "r": 12, "t": 8, "b": 28},
        hovermode="x unified",
        hoverlabel={"bgcolor": theme.surface, "bordercolor": theme.line2, "font": {"color": theme.tx}},
        showlegend=True,
        legend={"orientation": "h", "x": 1, "xanchor": "right", "y": 1.02, "yanchor": "bottom"},
        xaxis={
            "type": "date",
            "tickformat": "%y-%m" if choice.grain == "month" else "%m-%d",
            "nticks": 7,
            **_range(times),
            **layout.pop("xaxis", {}),
        },
        yaxis={
            "nticks": 5,
            "ticksuffix": "%" if share else "",
            "automargin": True,
            "rangemode": "normal" if share else "tozero",
            **layout.pop("yaxis", {}),
        },
        **layout,
    )


def event_marks(view: ReviewView, choice: Choice, course: Course) -> list[EventMark]:
    """What happened, on the points of the course."""
    areas, text, tree = choice.filters.parts.get("area", ()), view.text, view.city.tree
    return marks_of(
        course.events,
        _starts(course),
        choice.grain,
        lambda event: event_words(text, tree, event, areas),
    )


def _starts(course: Course) -> list[date]:
    return [datetime.fromisoformat(entry["start"]).date() for entry in course.entries]


def _range(times: Sequence[str]) -> dict[str, Any]:
    """Ends of the axis: words of events are placed by them."""
    if len(times) < 2:
        return {}
    first, last = (datetime.fromisoformat(time) for time in (times[0], times[-1]))
    room: timedelta = (last - first) * PAD / (1 - 2 * PAD)
    return {"range": [(first - room).isoformat(), (last + room).isoformat()]}


def _begun(values: Sequence[float | None]) -> list[float | None]:
    """The values without the noughts of the time before there were any data."""
    begun = next((place for place, value in enumerate(values) if value), len(values))
    return [None] * begun + list(values[begun:])


def _fine(name: str) -> bool:
    return INDICATORS[name].unit in (Unit.SCORE, Unit.CASES_PER_STAFF)


def _own(view: ReviewView, choice: Choice) -> str:
    areas = choice.filters.parts.get("area", ())
    if len(areas) == 1 and (area := view.city.tree.area(areas[0])) is not None:
        return area.name(view.text.language)
    filtered = choice.filters.parts or choice.filters.polygon
    return view.text("overview.chosen") if filtered else view.text("overview.all_shown")


def trend_side(view: ReviewView, choice: Choice, course: Course) -> Component:
    """The course as a table."""
    text, name = view.text, choice.course
    heads = [text(f"overview.grain.{choice.grain}"), indicator_name(text, name)]
    heads += [course.basis] if course.basis else []
    marks = event_marks(view, choice, course)
    heads += [text("overview.events")] if marks else []
    lines = []
    for place, entry in enumerate(course.entries):
        start = datetime.fromisoformat(entry["start"])
        row = [
            start.strftime("%Y-%m" if choice.grain == "month" else "%Y-%m-%d"),
            whole(text, name, value_of(entry, name)),
        ]
        row += [whole(text, name, value_of(entry.get("comparison", {}), name))] if course.basis else []
        if marks:
            row.append(text("overview.comma").join(mark.words for mark in told(marks, place)))
        lines.append(row)
    return table_behind(text, indicator_name(text, name), heads, lines)
