"""The ranking of towns: rank, change, grade, value with its interval, and what stands beside it."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from data_access.domain.indicator_types import Kind, Unit
from data_access.domain.indicators import INDICATORS
from layouts import format as fmt
from layouts.review.behind import to_cases
from layouts.review.figures import indicator_name, value_of, whole
from layouts.review.overview.choice import SCORE, TOWN_FIGURES, Choice
from layouts.review.overview.ground import Ground
from layouts.review.overview.towns import FEWEST, Town, cases_of
from layouts.review.parts import attributes
from layouts.review.view import ReviewView

_GRADES = ("good", "fine", "warn", "bad")
_LOWEST = 0.0


def ranking_table(
    view: ReviewView, choice: Choice, ground: Ground, rows: Sequence[Town], grades: Sequence[str]
) -> Component:
    """The table: a name leads into its area, at the lowest level to its cases; the row opens the drawer.

    `grades` from best to worst.
    """
    text, scored = view.text, choice.scored
    low, high = axis(choice, rows)
    ticks = _ticks(low, high)
    value_name = text("overview.score") if scored else indicator_name(text, choice.figure)
    beside = [name for name in TOWN_FIGURES if scored or name != choice.figure]
    head = html.Tr(
        [
            html.Th(text("overview.rank"), scope="col"),
            html.Th(text("overview.change"), scope="col"),
            html.Th(text(f"overview.level.{ground.level.value}"), scope="col", className="name"),
            *([html.Th(text("overview.grade"), scope="col", className="name")] if scored else []),
            html.Th(
                [
                    html.Span(value_name, className="sr"),
                    html.Div([_tick(at, label) for at, label in ticks], className="ticks"),
                ],
                scope="col",
                className="axis",
            ),
            html.Th(value_name, scope="col"),
            *(html.Th(text(f"overview.short.{name}"), scope="col") for name in beside),
            html.Th(html.Span(text("overview.drawer"), className="sr"), scope="col"),
        ]
    )
    body = [_row(view, choice, ground, row, (low, high), ticks, grades, beside) for row in rows]
    return html.Table(
        [
            html.Caption(text("overview.ranking_caption", name=value_name), className="sr"),
            html.Thead(head),
            html.Tbody(body),
        ],
        className="ranking scored" if scored else "ranking",
    )


def axis(choice: Choice, rows: Sequence[Town]) -> tuple[float, float]:
    """Ends of the axis: of rates and scores the tens around all that is drawn, else 0 and the largest."""
    scale = 1.0 if choice.scored else 0.01
    known = [row.value for row in rows if row.value is not None]
    if not known:
        return 0.0, 1.0
    if not choice.scored and not choice.is_rate:
        return _LOWEST, max([*known, 1e-9])
    ends = [end for row in rows for end in (row.interval or ()) if row.rank is not None] or known
    low, high = min([*ends, *known]) / scale, max([*ends, *known]) / scale
    first, last = int(low // 10) * 10, -int(-high // 10) * 10
    # Where all is at the upper end, the axis has room below it.
    first = min(first, 90)
    return first * scale, max(last, first + 10) * scale


def _ticks(low: float, high: float) -> list[tuple[float, str]]:
    """Places 0..1 of the marks of an axis and their words: ends and what is round between them."""
    share = high <= 1.0
    unit = 0.1 if share else 10.0
    count = round((high - low) / unit)
    if not 1 <= count <= 10 or (not share and high > 100):
        return []
    step = 1 if count <= 3 else 2 if count <= 6 else 5
    return [
        (place / count, f"{(low + place * unit) * (100 if share else 1):.0f}")
        for place in range(0, count + 1, step)
    ]


def _tick(at: float, label: str) -> Component:
    return html.Span(label, className="tick", style={"left": f"{at:.1%}"}, **attributes(aria_hidden="true"))


def _beside(view: ReviewView, choice: Choice, row: Town, name: str) -> Component | str:
    """A figure beside the ranked one, which leads to its cases."""
    value = value_of(row.entry, name)
    shown = whole(view.text, name, value)
    options = {**choice.filters.options(), "area": row.area.code}
    return shown if not value else to_cases(view, shown, name, options)


def _row(
    view: ReviewView,
    choice: Choice,
    ground: Ground,
    row: Town,
    ends: tuple[float, float],
    ticks: Sequence[tuple[float, str]],
    grades: Sequence[str],
    beside: Sequence[str],
) -> Component:
    text = view.text
    name = row.area.name(text.language)
    focused = row.area.code == choice.focus
    link: Component = html.Button(
        name,
        className="town",
        type="button",
        **attributes(data_filter="area", data_value=row.area.code),
    )
    if ground.lowest:
        href = cases_of(view, choice, row)
        link = html.A(name, href=href, className="town", title=text("figures.to_cases"))
    about = html.Button(
        "⋯",
        className="about",
        type="button",
        title=text("overview.about", name=name),
        **attributes(
            data_focus=row.area.code,
            aria_label=text("overview.about", name=name),
            aria_expanded="true" if focused else "false",
        ),
    )
    return html.Tr(
        [
            html.Td(fmt.NONE if row.rank is None else str(row.rank)),
            html.Td(_moved(row.change), className="moved"),
            html.Th(link, scope="row", className="name"),
            *([html.Td(_badge(row.grade, grades), className="name")] if choice.scored else []),
            html.Td(_whisker(row, ends, ticks, choice), className="axis"),
            html.Td(_value(view, choice, row), className="value"),
            *(html.Td(_beside(view, choice, row, other)) for other in beside),
            html.Td(about),
        ],
        className=" ".join(
            kind
            for kind, holds in (
                ("focused", focused),
                ("chosen", row.area.code in choice.filters.parts.get("area", ())),
            )
            if holds
        ),
        **attributes(data_focus=row.area.code),
    )


def _value(view: ReviewView, choice: Choice, row: Town) -> str:
    if choice.scored:
        return fmt.NONE if row.value is None else f"{row.value:.1f}"
    return whole(view.text, choice.figure, row.value)


def _moved(change: int | None) -> list[Component | str] | str:
    if change is None:
        return ""
    if change == 0:
        return fmt.NONE
    return [html.Span("▲" if change > 0 else "▼"), f" {abs(change)}"]


def _badge(grade: str, grades: Sequence[str]) -> Component | str:
    if grade not in grades:
        return grade
    return html.Span(grade, className=f"badge {_GRADES[min(grades.index(grade), len(_GRADES) - 1)]}")


def _whisker(
    row: Town, ends: tuple[float, float], ticks: Sequence[tuple[float, str]], choice: Choice
) -> Component:
    """The value as a dot on its interval; of what has no interval a bar."""
    low, high = ends

    def at(value: float) -> float:
        return min(1.0, max(0.0, (value - low) / (high - low or 1.0)))

    marks: list[Component] = [html.I(className="grid", style={"left": f"{place:.1%}"}) for place, _ in ticks]
    if row.value is not None and not choice.scored and not choice.is_rate:
        marks.append(html.I(className="bar", style={"width": f"{at(row.value):.1%}"}))
    elif row.value is not None:
        if row.interval:
            first, last = (at(end) for end in row.interval)
            marks.append(
                html.I(className="reach", style={"left": f"{first:.1%}", "width": f"{last - first:.1%}"})
            )
        marks.append(
            html.I(
                className=f"dot {'' if row.rank is not None else 'few'}".rstrip(),
                style={"left": f"{at(row.value):.1%}"},
            )
        )
    return html.Div(marks, className="whisker", **attributes(aria_hidden="true"))


def ranking_note(view: ReviewView, choice: Choice, month: str) -> str:
    """How the table is to be read."""
    text = view.text
    if choice.scored:
        return text("overview.ranking_note_score", month=month)
    name = indicator_name(text, choice.figure)
    if choice.indicator == SCORE:
        return text("overview.ranking_note_no_score", name=name)
    if INDICATORS[choice.figure].kind == Kind.RATIO and INDICATORS[choice.figure].unit == Unit.SHARE:
        return text("overview.ranking_note", name=name, fewest=FEWEST)
    return text("overview.ranking_note_plain", name=name)
