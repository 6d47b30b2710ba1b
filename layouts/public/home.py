"""The home page: the month in a sentence, what runs, the map, the ranking, what is reported and how fast."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts.public import figures
from layouts.public.address import MEASURES
from layouts.public.classes import class_card, voice_card
from layouts.public.finding import map_finding
from layouts.public.frame import months_choice
from layouts.public.headline import four, headline
from layouts.public.map import area_map, legend, measures
from layouts.public.method import method_card
from layouts.public.now import now_strip
from layouts.public.opendata import files_card
from layouts.public.parts import behind, card, link, table
from layouts.public.ranking import ranking_card
from layouts.public.scale import scale_of
from layouts.public.track import track_card
from layouts.public.view import Json, PublicView

_TABLE = ("reported_count", *(name for name in MEASURES if name != "reported_count"))
"""Figures of the table of areas, those that the areas have."""


def home_page(view: PublicView) -> list[Any]:
    """All of it, or what can be said before the first month."""
    text, month = view.text, view.month
    if month is None:
        return [
            html.Div(
                [
                    html.Div([
                        html.H1(text("public.first.title", city=view.city_name), className="headline"),
                        html.P(text("public.first.hint"), className="lead"),
                    ], className="lead-side"),
                    track_card(view),
                ],
                className="hero",
            ),
            now_strip(view),
            card("never", text("public.never_title"), [html.P(text("public.never"))]),
        ]  # fmt: skip
    return [
        html.Div(
            [
                html.Div(
                    [
                        headline(view, month["figures"], month["month"]),
                        four(view, month["figures"]),
                        html.Div([months_choice(view), released(view, month)], className="released"),
                    ],
                    className="lead-side",
                ),
                track_card(view),
            ],
            className="hero",
        ),
        now_strip(view),
        html.Div([map_card(view, month), ranking_card(view)], className="map-and-ranking"),
        html.Div([class_card(view, month), voice_card(view, month)], className="columns-2"),
        method_card(view, month),
        files_card(view),
    ]


def released(view: PublicView, month: Json) -> Component:
    """When the month was published, and which revision it is."""
    text = view.text
    said = text("public.released", time=figures.moment(text, month["released_at"]))
    if month["revision"] > 1:
        said += text("public.between") + text("public.revision", number=month["revision"])
    waiting = any(e["month"] == month["month"] and e.get("waiting") for e in view.index["months"])
    return html.Span(
        [
            said,
            text("public.between"),
            link(text("public.waiting"), view.place.to("log")) if waiting else text("public.no_later"),
        ],
        className="note",
    )


def map_card(view: PublicView, month: Json, *, embedded: bool = False) -> Component:
    """The towns shaded by the chosen measure."""
    text, measure = view.text, view.place.measure or MEASURES[0]
    rows = [row for row in month["towns"] if row["code"]]
    scale = scale_of(measure, "town")
    finding = map_finding(view, rows, measure)
    title = text("public.map.title", name=figures.title_of(text, measure))
    drawn = view.city.map
    parts: list[Any] = [
        measures(view, MEASURES, measure),
        html.P(finding, className="finding"),
        legend(view, scale, measure, rows),
        area_map(view, drawn, rows, measure, finding) if drawn is not None else None,
        html.P(text("public.map.schematic"), className="note attribution") if view.city.schematic else None,
        behind(text("public.as_table"), [area_table(view, rows, text("public.map.caption"))]),
    ]
    note = text("public.map.note", month=figures.month_words(text, month["month"]))
    return card("town-map", title, parts[1:] if embedded else parts, note=note)


def area_table(view: PublicView, rows: list[Json], caption: str) -> Component:
    """The figures of areas, each with a link to its page."""
    text = view.text
    names = [name for name in _TABLE if rows and name in rows[0]]
    cells = [
        [
            link(view.named(row), view.place.to("area", row["code"]).at_month(view.place.month))
            if row["code"] in view.city.areas else view.named(row),
            *(figures.cell(text, row, name) for name in names),
        ]
        for row in rows
    ]  # fmt: skip
    return table(caption, [text("public.map.area_head"), *(figures.title_of(text, n) for n in names)], cells)
