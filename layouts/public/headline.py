"""The month in one sentence, and the four figures under it."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts import format as fmt
from layouts.public import figures
from layouts.public.trees import words
from layouts.public.view import Json, PublicView

_MARK = "\x00"
_MAIN = "on_time_disposal_rate"
_FOUR = ("reported_count", "response_24h_rate", figures.MEDIAN, "closing_rate")


def headline(view: PublicView, row: Json, month: str, *, area: str = "", level: int = 1) -> Component:
    """The sentence: how many of the problems that were due were dealt with in time."""
    text = view.text
    where = area or view.city_name
    rate = row.get(_MAIN) or {}
    said = figures.words(text, row, _MAIN)
    when = figures.month_words(text, month)
    tag = html.H1 if level == 1 else html.H2
    if rate.get("denominator"):
        sentence = text(
            "public.headline.sentence", where=where, month=when, rate=_MARK,
            count=fmt.count(rate["denominator"]),
        )  # fmt: skip
    elif figures.value_of(row, _MAIN) is not None:
        sentence = text("public.headline.band", where=where, month=when, rate=_MARK)
    elif figures.value_of(row, "reported_count") is not None:
        said = figures.words(text, row, "reported_count")
        sentence = text("public.headline.reported", where=where, month=when, count=_MARK)
    else:
        return tag(text("public.headline.withheld", where=where, month=when), className="headline")
    before, _, after = sentence.partition(_MARK)
    return tag([before, html.Em(said), after], className="headline")


def plain_headline(view: PublicView, row: Json, month: str, *, area: str = "") -> str:
    """The sentence without marks: for descriptions and previews."""
    return words(headline(view, row, month, area=area)).strip()


def four(view: PublicView, row: Json, names: tuple[str, ...] = _FOUR) -> Component:
    """The figures, each with what it means."""
    return html.Dl([_figure(view, row, name) for name in names], className="four")


def _figure(view: PublicView, row: Json, name: str) -> Component:
    text = view.text
    parts = figures.parts(text, row, name)
    note: list[Any] = [text(f"public.note.{name}")]
    if parts:
        note += [html.Br(), html.Span(parts, className="parts")]
    return html.Div(
        [
            html.Dt([html.Span(figures.title_of(text, name), className="name")]),
            html.Dd([_big(view, row, name), html.Span(note, className="note")]),
        ]
    )


def _big(view: PublicView, row: Json, name: str) -> Component:
    text = view.text
    if figures.is_withheld(row, name) or figures.value_of(row, name) is None:
        return html.Span(figures.words(text, row, name), className="big none")
    if name == figures.MEDIAN:
        return figures.big(*figures.duration_parts(text, row[name]))
    said = figures.words(text, row, name)
    if said.endswith("%"):
        return figures.big(said[:-1], "%")
    return figures.big(said, text("unit.case_short"))
