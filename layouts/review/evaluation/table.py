"""The ranking of a month: ranks with intervals, grades, scores on an axis, points lost by item, rates."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts import format as fmt
from layouts.evaluation.sentence import title_of
from layouts.review.evaluation.choice import Choice
from layouts.review.evaluation.ranks import rank_line
from layouts.review.parts import attributes
from layouts.review.view import ReviewView

Json = Mapping[str, Any]
GRADE_CLASSES = ("good", "fine", "warn", "bad")


def grade_class(codes: Sequence[str], code: str | None) -> str:
    """Class of a grade's badge by its place among the grades, best first."""
    if code not in codes:
        return ""
    return GRADE_CLASSES[min(codes.index(code), len(GRADE_CLASSES) - 1)]


def grade_badge(view: ReviewView, levels: Sequence[Json], code: str | None) -> Component | str:
    """A grade with its word."""
    level = next((one for one in levels if one["code"] == code), None)
    if level is None:
        return ""
    codes = [one["code"] for one in levels]
    return html.Span(title_of(view.text, level), className=f"badge {grade_class(codes, code)}")


def moved(change: int | None) -> list[Component | str] | str:
    """Places won or lost, with the arrow; a dash for none."""
    if change is None:
        return ""
    if change == 0:
        return fmt.NONE
    return [html.Span("▲" if change > 0 else "▼", **attributes(aria_hidden="true")), f" {abs(change)}"]


def ranking(view: ReviewView, choice: Choice, table: Json, history: Json | None) -> Component:
    """The table; a click, or Enter on a name, opens the drawer."""
    text = view.text
    low, ticks = _axis(table["rows"])
    widest = max([10.0, *(sum(row["lost"]) for row in table["rows"] if row["lost"])])
    left_out = any(row["left_out"] for row in table["rows"])
    heads = [
        html.Th(text("evaluation.column.rank"), scope="col"),
        html.Th(text("evaluation.column.change"), scope="col"),
        html.Th(text(f"evaluation.kind.{choice.objects}"), scope="col", className="name"),
        *([html.Th(text("evaluation.column.history"), scope="col", className="course")] if history else []),
        html.Th(text("evaluation.column.interval"), scope="col"),
        html.Th(text("evaluation.column.grade"), scope="col", className="name"),
        html.Th(
            [
                html.Span(text("evaluation.column.reach"), className="sr"),
                html.Div([_tick(at, label) for at, label in ticks], className="ticks"),
            ],
            scope="col",
            className="axis",
        ),
        html.Th(text("evaluation.column.score"), scope="col"),
        html.Th(text("evaluation.column.lost"), scope="col", className="lost"),
        *(html.Th(_short(view, rate), scope="col", title=title_of(text, rate)) for rate in table["rates"]),
        *([html.Th(text("evaluation.column.left_out"), scope="col")] if left_out else []),
    ]
    body = [
        _row(view, choice, table, row, (low, ticks), widest, history, left_out=left_out)
        for row in table["rows"]
    ]
    return html.Table(
        [
            html.Caption(text("evaluation.ranking_caption"), className="sr"),
            html.Thead(html.Tr(heads)),
            html.Tbody(body),
        ],
        className="ranking evaluation-ranking",
    )


def _short(view: ReviewView, rate: Json) -> str:
    """A column of rates has little room: the words of the wall, where there are some."""
    known = view.text.of("wall.evaluation.short")
    return known.get(rate["name"], title_of(view.text, rate))


def _axis(rows: Sequence[Json]) -> tuple[float, list[tuple[float, str]]]:
    """Lower end of the axis of scores, which ends at 100, and its marks."""
    ends = [row["reach"][0] for row in rows if row["reach"]]
    low = min(90.0, float(int(min(ends, default=90.0) // 10) * 10))
    step = 10 if 100 - low <= 50 else 20
    return low, [((at - low) / (100 - low), f"{at}") for at in range(100, int(low) - 1, -step)][::-1]


def _tick(at: float, label: str) -> Component:
    return html.Span(label, className="tick", style={"left": f"{at:.1%}"}, **attributes(aria_hidden="true"))


def _row(
    view: ReviewView,
    choice: Choice,
    table: Json,
    row: Json,
    axis: tuple[float, list[tuple[float, str]]],
    widest: float,
    history: Json | None,
    *,
    left_out: bool,
) -> Component:
    course = [html.Td(rank_line(view, history, row["code"]), className="course")] if history else []
    text, focused = view.text, row["code"] == choice.focus
    ranked = row["rank"] is not None
    name = html.Button(
        row["short"],
        className="town",
        type="button",
        **attributes(data_focus=row["code"], aria_pressed="true" if focused else "false"),
    )
    if not ranked:
        blank = text("evaluation.unranked")
        columns = 5 + len(table["rates"]) + left_out
        return html.Tr(
            [
                html.Td(fmt.NONE),
                html.Td(""),
                html.Th(name, scope="row", className="name"),
                *course,
                html.Td(blank, colSpan=columns, className="note unranked"),
            ],
            className="focused" if focused else "",
        )
    ranks = row["ranks"]
    return html.Tr(
        [
            html.Td(str(row["rank"])),
            html.Td(moved(row["change"]), className="moved"),
            html.Th(name, scope="row", className="name"),
            *course,
            html.Td(f"{ranks[0]}–{ranks[1]}" if ranks else "", className="interval"),
            html.Td(grade_badge(view, table["grades"], row["grade"]), className="name"),
            html.Td(_whisker(table, row, axis), className="axis"),
            html.Td(f"{row['score']:.1f}", className="value"),
            html.Td(lost_bar(view, table["items"], row["lost"], widest), className="lost"),
            *(
                html.Td(_rate(rate, value), className="worst" if worst else "")
                for rate, value, worst in zip(table["rates"], row["rates"], row["worst"], strict=True)
            ),
            *(
                [html.Td(str(row["left_out"]) if row["left_out"] else "", className="note")]
                if left_out
                else []
            ),
        ],
        className="focused" if focused else "",
        **attributes(data_focus=row["code"]),
    )


def _rate(rate: Json, value: float | None) -> str:
    return fmt.count(value) if rate["count"] else fmt.points(value)


def _whisker(table: Json, row: Json, axis: tuple[float, list[tuple[float, str]]]) -> Component:
    low, ticks = axis

    def at(value: float) -> float:
        return min(1.0, max(0.0, (value - low) / (100 - low)))

    marks: list[Component] = [html.I(className="grid", style={"left": f"{place:.1%}"}) for place, _ in ticks]
    if row["reach"]:
        first, last = (at(end) for end in row["reach"])
        marks.append(
            html.I(className="reach", style={"left": f"{first:.1%}", "width": f"{last - first:.1%}"})
        )
    codes = [one["code"] for one in table["grades"]]
    dot = f"dot {grade_class(codes, row['grade'])}".rstrip()
    marks.append(html.I(className=dot, style={"left": f"{at(row['score']):.1%}"}))
    return html.Div(marks, className="whisker", **attributes(aria_hidden="true"))


def lost_bar(view: ReviewView, items: Sequence[Json], lost: Sequence[float], widest: float) -> Component:
    """Points lost, a part an item, on a scale that all rows share."""
    said = "; ".join(
        f"{title_of(view.text, item)} {points:.1f}"
        for item, points in zip(items, lost, strict=True)
        if points >= 0.05
    )
    parts = [
        html.I(className=f"item-{place}", style={"width": f"{points / widest:.2%}"})
        for place, points in enumerate(lost)
        if points > 0
    ]
    return html.Div(
        [
            html.Div(parts, className="lost-bar", **attributes(aria_hidden="true")),
            html.Span(said, className="sr"),
        ],
        title=said,
    )


def summary(view: ReviewView, table: Json) -> Component:
    """Grades with their counts, the mean score, and what it is lost by."""
    text = view.text
    codes = [one["code"] for one in table["grades"]]
    grades = [
        html.Div(
            [
                html.Strong(str(one["count"]), className=f"{grade_class(codes, one['code'])}-ink"),
                html.Span(f"{title_of(text, one)} ≥ {one['least']:g}"),
            ],
            className="grade",
        )
        for one in table["grades"]
    ]
    mean, then = table["mean"], table["then_mean"]
    change = "" if mean is None or then is None else _change(mean - then)
    widest = sum(item["lost"] or 0 for item in table["items"]) or 1.0
    legend = [
        html.Li(
            [
                html.I(className=f"item-{place}"),
                html.Span(title_of(text, item)),
                html.B("" if item["lost"] is None else f"{fmt.MINUS}{item['lost']:.1f}"),
                html.Span(text("evaluation.of_weight", weight=f"{item['weight']:g}"), className="note"),
            ]
        )
        for place, item in enumerate(table["items"])
        if item["weight"]
    ]
    lost = [item["lost"] or 0.0 for item in table["items"]]
    return html.Section(
        [
            html.H2(text("evaluation.summary"), className="sr"),
            html.Div(grades, className="grades"),
            html.Div(
                [
                    html.Span(text("evaluation.mean")),
                    html.Strong(fmt.NONE if mean is None else f"{mean:.1f}"),
                    html.Span(change, className="note"),
                ],
                className="mean",
            ),
            html.Div(
                [
                    html.Span(text("evaluation.mean_lost"), className="note"),
                    lost_bar(view, table["items"], lost, widest),
                    html.Ul(legend, className="items"),
                ],
                className="mean-lost",
            ),
        ],
        className="card evaluation-summary",
    )


def _change(points: float) -> str:
    shown = f"{abs(points):.1f}"
    return "" if shown == "0.0" else f"{'▲' if points > 0 else '▼'} {shown}"
