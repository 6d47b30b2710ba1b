"""My town, my village: the figures of one area under a permanent address, and the way to find it."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts import format as fmt
from layouts.public import figures
from layouts.public.charts import bar
from layouts.public.finding import map_finding
from layouts.public.frame import months_choice
from layouts.public.headline import four, headline
from layouts.public.home import area_table, released
from layouts.public.map import area_map, legend, measures
from layouts.public.parts import behind, card, empty, link, table
from layouts.public.ranking import change_words, grade_badge, points_cell, score_words
from layouts.public.scale import scale_of
from layouts.public.trends import row_of, series_of, trend_card
from layouts.public.view import AreaName, Json, PublicView

VILLAGE_MEASURES = ("on_time_disposal_rate", "closing_rate", "reported_count")
_TOWN_FOUR = ("reported_count", "response_24h_rate", figures.MEDIAN, "closing_rate")
_VILLAGE_FOUR = ("reported_count", "on_time_disposal_rate", "closing_rate")
_SERIES = {
    "town": ("reported_count", "on_time_disposal_rate", "response_24h_rate", figures.MEDIAN),
    "village": ("reported_count", "on_time_disposal_rate"),
}


def area_page(view: PublicView) -> list[Any] | None:
    """The page of an area, or the list of all of them; None where there is no such area."""
    code = view.place.area
    if not code:
        return _finder(view)
    area = view.city.areas.get(code)
    if area is None or area.level not in _SERIES:
        return None
    text, month = view.text, view.month
    head = html.Div(
        [html.Div([_crumbs(view, area), html.H1(view.name(code, short=False))]), months_choice(view)],
        className="head",
    )
    if month is None:
        return [head, empty(text("public.nothing"), text("public.none_hint"))]
    row = row_of(month, code)
    if row is None:
        return [head, empty(text("public.area.no_row"), text("public.area.no_row_hint"))]
    names, rows = series_of(view, month["month"], code)
    charts = html.Div(
        [trend_card(view, names, rows, name) for name in _SERIES[area.level]], className="columns-2 charts"
    )
    begin = [
        head,
        headline(view, row, month["month"], area=view.name(code), level=2),
        four(view, row, _TOWN_FOUR if area.level == "town" else _VILLAGE_FOUR),
        html.Div(released(view, month), className="released"),
    ]
    if area.level == "village":
        return [*begin, _hidden_note(view, row), charts, _siblings(view, area, month)]
    return [
        *begin,
        html.Div([_score(view, code), _mix(view, month, code)], className="columns-2"),
        villages_card(view, month, code),
        charts,
    ]


def _crumbs(view: PublicView, area: AreaName) -> Component:
    text = view.text
    steps = [link(text("public.nav.area"), view.place.to("area"))]
    if area.level == "village":
        steps.append(link(view.name(area.parent), view.place.to("area", area.parent)))
    return html.P([part for step in steps for part in (step, " / ")][:-1], className="crumbs")


def _hidden_note(view: PublicView, row: Json) -> Component | None:
    if not row.get("withheld"):
        return None
    return html.P(
        [
            view.text("public.area.hidden"),
            " ",
            link(view.text("public.area.why_hidden"), view.place.to("method")),
        ],
        className="note",
    )


def _score(view: PublicView, code: str) -> Component:
    text, ranking = view.text, view.ranking
    title = text("public.area.score")
    town = None if ranking is None else next((t for t in ranking["towns"] if t["code"] == code), None)
    if ranking is None or town is None:
        return card("score", title, [empty(text("public.ranking.none"), text("public.none_hint"))])
    month = figures.month_words(text, ranking["month"])
    if town["rank"] is None:
        said: list[Any] = [html.P(text("public.area.unranked"))]
    else:
        reach = town.get("interval")
        count = len([t for t in ranking["towns"] if t["rank"] is not None])
        said = [
            html.P(
                [
                    html.B(text("public.area.rank", rank=town["rank"], count=count), className="rank-big"),
                    grade_badge(view, ranking, town["grade"]),
                    change_words(view, town),
                ],
                className="rank-line",
            ),
            html.P(
                text("public.area.score_line", score=score_words(town["score"]),
                     reach=fmt.NONE if not reach else
                     text("public.ranking.between", low=round(reach[0]), high=round(reach[1]))),
            ),
            html.P(town["reason"][text.language], className="reason") if town.get("reason") else None,
        ]  # fmt: skip
    rows = []
    for item in ranking["items"]:
        points = (town.get("points") or {}).get(item["key"])
        rows.append(
            [
                item["name"][text.language],
                [points_cell(view, town, item),
                 bar(points / item["weight"]) if points is not None and item["weight"] else None],
                f"{item['weight']:g}",
            ]
        )  # fmt: skip
    heads = [text("public.area.item"), text("public.area.points"), text("public.area.full")]
    return card(
        "score", title, [*said, table(text("public.area.items_caption"), heads, rows, className="with-bars")],
        note=text("public.area.score_note", month=month),
    )  # fmt: skip


def _mix(view: PublicView, month: Json, code: str) -> Component:
    text, mix = view.text, month["town_classes"]
    title = text("public.area.mix")
    town = next((t for t in mix["towns"] if t["code"] == code), None)
    note = text("public.classes.note", month=figures.month_words(text, month["month"]))
    if town is None or town["counts"] is None:
        return card(
            "mix", title, [empty(text("public.area.mix_hidden"), text("public.area.mix_hint"))], note=note
        )
    total = sum(town["counts"]) or 1
    pairs = sorted(
        zip(mix["parts"], town["counts"], strict=True), key=lambda p: (p[0]["code"] == "other", -p[1])
    )
    rows = [
        [part["name"][text.language], [fmt.count(count), bar(count / total)], f"{count / total:.1%}"]
        for part, count in pairs
    ]
    heads = [
        text("public.classes.class"),
        figures.title_of(text, "reported_count"),
        text("public.area.share"),
    ]
    return card(
        "mix", title, [table(text("public.area.mix_caption"), heads, rows, className="with-bars")], note=note
    )


def villages_card(view: PublicView, month: Json, code: str) -> Component | None:
    """The villages of a town on their map and in a table; None where it has none."""
    text = view.text
    rows = [row for row in month["villages"] if row["parent"] == code and row["code"]]
    if not rows:
        return None
    measure = view.place.measure if view.place.measure in VILLAGE_MEASURES else VILLAGE_MEASURES[0]
    finding = map_finding(view, rows, measure)
    drawn = view.map_of(code)
    return card(
        "village-map",
        text("public.area.villages", name=figures.title_of(text, measure)),
        [
            measures(view, VILLAGE_MEASURES, measure),
            html.P(finding, className="finding"),
            html.Div(
                [
                    html.Div(
                        [
                            legend(view, scale_of(measure, "village"), measure, rows),
                            area_map(view, drawn, rows, measure, finding, labels=False),
                            html.P(text("public.map.schematic"), className="note attribution")
                            if view.city.schematic else None,
                        ]
                    ) if drawn is not None else None,
                    html.Div(
                        area_table(view, rows, text("public.area.villages_caption")), className="beside"
                    ),
                ],
                className="columns-2",
            ),
        ],
        note=text("public.map.note", month=figures.month_words(text, month["month"])),
    )  # fmt: skip


def _siblings(view: PublicView, area: AreaName, month: Json) -> Component:
    rows = [row for row in month["villages"] if row["parent"] == area.parent and row["code"]]
    title = view.text("public.area.siblings", name=view.name(area.parent))
    return card("siblings", title, [area_table(view, rows, title)])


def _finder(view: PublicView) -> list[Any]:
    text, areas = view.text, view.city.areas.values()
    villages: dict[str, list[AreaName]] = {}
    for area in areas:
        if area.level == "village":
            villages.setdefault(area.parent, []).append(area)

    def entry(town: AreaName) -> Component:
        own = villages.get(town.code, [])
        return html.Li(
            [
                link(view.name(town.code, short=False), view.place.to("area", town.code), className="town"),
                behind(
                    text("public.area.village_count", count=len(own)),
                    [html.Ul([html.Li(link(view.name(v.code), view.place.to("area", v.code))) for v in own])],
                ) if own else None,
            ]
        )  # fmt: skip

    return [
        html.H1(text("public.area.find")),
        html.P(text("public.area.find_lead"), className="lead"),
        html.Ul([entry(area) for area in areas if area.level == "town"], className="card finder"),
    ]
