"""The ranking of the towns: score with its interval, grade, the points of each part, why it changed."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts import format as fmt
from layouts.public import figures
from layouts.public.charts import whisker
from layouts.public.frame import months_choice
from layouts.public.parts import behind, card, empty, link, table
from layouts.public.view import Json, PublicView
from layouts.review.parts import attributes

TOP = 12
_LOOKS = ("good", "fine", "warn", "bad")


def score_words(value: float | None) -> str:
    """A score with one decimal."""
    return fmt.NONE if value is None else f"{value:.1f}"


def grade_badge(view: PublicView, ranking: Json, grade: str | None) -> Component | str:
    """A grade (by its code) with its colour, best to worst in the order of the scheme."""
    for at, entry in enumerate(ranking["grades"]):
        if entry["code"] == grade:
            said = entry["name"][view.text.language]
            return html.Span(said, className=f"grade {_LOOKS[min(at, len(_LOOKS) - 1)]}")
    return ""


def change_words(view: PublicView, town: Json) -> Component | str:
    """Places gained or lost since the month before."""
    now, before = town["rank"], town.get("rank_before")
    if now is None or before is None:
        return ""
    gained = before - now
    if not gained:
        return html.Span("=", className="same", title=view.text("public.ranking.same"))
    words = view.text("public.ranking.up" if gained > 0 else "public.ranking.down", places=abs(gained))
    return html.Span(
        [f"{'▲' if gained > 0 else '▼'} {abs(gained)}", html.Span(words, className="sr")],
        className="up" if gained > 0 else "down",
    )


def ranking_table(view: PublicView, ranking: Json, *, top: int | None = None) -> Component:
    """The table; `top` cuts it."""
    text, towns = view.text, ordered(ranking)
    ranked = [town for town in towns if town["rank"] is not None]
    shown = ranked if top is None else ranked[:top]
    last = max([len(ranked), 2])
    scale = html.Span([html.I("1"), html.I(str(last))], className="ends", **attributes(aria_hidden="true"))
    rows = [
        [
            html.Span(str(town["rank"]), className="rank"),
            change_words(view, town),
            link(view.name(town["code"]), view.place.to("area", town["code"]).at_month(view.place.month)),
            grade_badge(view, ranking, town["grade"]),
            _reach(view, town, last),
            html.B(score_words(town["score"])),
        ]
        for town in shown
    ]
    heads = [
        text("public.ranking.rank"),
        html.Span([html.Span(text("public.ranking.change"), className="sr"),
                   html.Span("±", **attributes(aria_hidden="true"))]),
        text("public.ranking.town"),
        text("public.ranking.grade"),
        html.Span([scale, html.Span(text("public.ranking.interval"), className="sr")]),
        text("public.ranking.score"),
    ]  # fmt: skip
    caption = text("public.ranking.caption", month=figures.month_words(text, ranking["month"]))
    return table(caption, heads, rows, className="ranking", words=4)


def _reach(view: PublicView, town: Json, last: int) -> list[Any]:
    """The places that chance alone could have given, as a line around the place that it has."""
    reach = town.get("interval")
    if not reach:
        return []
    low, high = (round(end) for end in reach)
    words = view.text("public.ranking.between", low=low, high=high)
    return [whisker(town["rank"], reach, 1, last), html.Span(words, className="sr")]


def ordered(ranking: Json) -> list[Json]:
    """Towns by rank, those without one last."""
    return sorted(ranking["towns"], key=lambda t: (t["rank"] is None, t["rank"] or 0, t["code"]))


def unranked_note(view: PublicView, ranking: Json) -> Component | None:
    """Who has no rank."""
    names = [view.name(town["code"]) for town in ordered(ranking) if town["rank"] is None]
    if not names:
        return None
    said = view.text("public.ranking.unranked", names=view.text("public.list_comma").join(names))
    return html.P(said, className="note")


def ranking_card(view: PublicView, *, top: int = TOP) -> Component:
    """The first places, for the home page and embeds."""
    text, ranking = view.text, view.ranking
    title = text("public.ranking.title")
    if ranking is None:
        return card("ranking", title, [empty(text("public.ranking.none"), text("public.none_hint"))])
    note = text("public.ranking.note", month=figures.month_words(text, ranking["month"]))
    more = link(
        text("public.ranking.all", count=len(ranking["towns"])),
        view.place.to("ranking").at_month(view.place.month),
        className="onwards",
    )
    return card("ranking", title, [ranking_table(view, ranking, top=top), more], note=note)


def ranking_page(view: PublicView) -> list[Any]:
    """The whole ranking."""
    text, ranking = view.text, view.ranking
    head = html.Div([html.H1(text("public.ranking.title")), months_choice(view)], className="head")
    if ranking is None:
        return [head, empty(text("public.ranking.none"), text("public.none_hint"))]
    month = figures.month_words(text, ranking["month"])
    scheme = ranking["scheme"]
    facts = [
        text("public.ranking.scheme", version=scheme.get("version") or scheme["id"]),
        text("public.ranking.reference") if scheme.get("reference") else None,
        text("public.ranking.frozen" if ranking.get("frozen") else "public.ranking.open"),
        text("public.revision", number=ranking["revision"]),
    ]
    return [
        head,
        html.P(text("public.ranking.lead", month=month), className="lead"),
        html.P(text("public.between").join(filter(None, facts)), className="note"),
        html.Div(
            [
                card("places", text("public.ranking.places"),
                     [ranking_table(view, ranking), unranked_note(view, ranking)],
                     note=text("public.ranking.places_note")),
                html.Div([_grades(view, ranking), _reasons(view, ranking)], className="stack"),
            ],
            className="columns-2",
        ),
        card("points", text("public.ranking.points"), [_points(view, ranking)],
             note=text("public.ranking.points_note")),
    ]  # fmt: skip


def _grades(view: PublicView, ranking: Json) -> Component:
    text = view.text
    rows = []
    for entry in ranking["grades"]:
        own = [t for t in ordered(ranking) if t["grade"] == entry["code"]]
        names = text("public.list_comma").join(view.name(t["code"]) for t in own)
        rows.append(
            html.Li(
                [
                    grade_badge(view, ranking, entry["code"]),
                    html.B(text("public.ranking.grade_count", count=len(own))),
                    html.Span(
                        text("public.ranking.grade_from", least=f"{entry['from']:g}"), className="note"
                    ),
                    html.Span(names, className="names") if own else None,
                ]
            )
        )
    return card("grades", text("public.ranking.grades"), [html.Ul(rows, className="grade-list")])


def _reasons(view: PublicView, ranking: Json) -> Component | None:
    text = view.text
    known = [t for t in ordered(ranking) if t.get("reason") and t["rank"] is not None]
    if not known:
        return None
    known.sort(key=lambda t: -abs((t.get("rank_before") or t["rank"]) - t["rank"]))

    def entry(town: Json) -> Component:
        return html.Li(
            [
                link(view.name(town["code"]), view.place.to("area", town["code"])),
                " ", change_words(view, town),
                html.P(town["reason"][text.language]),
            ]
        )  # fmt: skip

    first, rest = known[:5], known[5:]
    return card(
        "reasons",
        text("public.ranking.reasons"),
        [
            html.Ul([entry(town) for town in first], className="reason-list"),
            behind(text("public.ranking.more_reasons", count=len(rest)),
                   [html.Ul([entry(town) for town in rest], className="reason-list")]) if rest else None,
        ],
        note=text("public.ranking.reasons_note"),
    )  # fmt: skip


def _points(view: PublicView, ranking: Json) -> Component:
    text, language = view.text, view.text.language
    items = ranking["items"]
    heads = [
        text("public.ranking.town"),
        text("public.ranking.score"),
        *(
            html.Span(
                [item["name"][language], html.Small(text("public.ranking.of", weight=f"{item['weight']:g}"))]
            )
            for item in items
        ),
    ]
    rows = [
        [
            link(view.name(town["code"]), view.place.to("area", town["code"])),
            html.B(score_words(town["score"])),
            *(points_cell(view, town, item) for item in items),
        ]
        for town in ordered(ranking)
    ]
    return table(text("public.ranking.points_caption"), heads, rows, className="points")


def points_cell(view: PublicView, town: Json, item: Json) -> Component | str:
    """Points of a part, or that they are not published."""
    points = (town.get("points") or {}).get(item["key"])
    if points is None:
        return html.Span(view.text("public.figure.withheld"), className="withheld")
    return f"{points:.1f}"
