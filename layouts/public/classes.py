"""What is reported, how much of it in time and how fast it is solved; and by which way it came."""

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts.public import figures
from layouts.public.charts import bar
from layouts.public.parts import behind, card, table
from layouts.public.view import Json, PublicView

_COLUMNS = ("reported_count", "on_time_disposal_rate", figures.MEDIAN)
PUBLIC_SOURCES = frozenset({"hotline_12345", "app", "wechat"})
_TOP = 8


def class_card(view: PublicView, month: Json) -> Component:
    """Classes, and the subclasses behind them."""
    text = view.text
    classes = _by_count(month["classes"])
    most = max((figures.value_of(row, "reported_count") or 0 for row in classes), default=0) or 1
    subclasses = _by_count(month["subclasses"])
    return card(
        "classes",
        text("public.classes.title"),
        [
            _table(view, classes, text("public.classes.caption"), text("public.classes.class"), most),
            behind(
                text("public.classes.more", count=len(subclasses)),
                [
                    _table(
                        view, subclasses, text("public.classes.sub_caption"), text("public.classes.subclass")
                    )
                ],
            ),
        ],
        note=text("public.classes.note", month=figures.month_words(text, month["month"])),
    )


def voice_card(view: PublicView, month: Json) -> Component:
    """What residents reported themselves, and whether they were answered within a day."""
    text = view.text
    sources = _by_count([row for row in month["sources"] if row["code"]])
    own = [row for row in sources if row["code"] in PUBLIC_SOURCES]
    counts = [figures.value_of(row, "reported_count") for row in own]
    whole = figures.value_of(month["figures"], "reported_count")
    rate = month["figures"].get("response_24h_rate") or {}
    lines: list[Any] = []
    if own and whole and all(count is not None for count in counts):
        total = sum(count or 0.0 for count in counts)
        lines.append(
            html.P(
                text("public.voice.share", count=f"{total:,.0f}", share=f"{total / whole:.1%}"),
                className="lead",
            )
        )
    if rate.get("denominator"):
        lines.append(
            html.P(
                text("public.voice.answered", rate=figures.rate_words(text, rate),
                     numerator=f"{rate['numerator']:,}", denominator=f"{rate['denominator']:,}"),
            )
        )  # fmt: skip
    most = max((figures.value_of(row, "reported_count") or 0 for row in sources), default=0) or 1
    lines.append(_table(view, sources, text("public.voice.caption"), text("public.voice.source"), most,
                        ("reported_count", "response_24h_rate", figures.MEDIAN)))  # fmt: skip
    return card("voice", text("public.voice.title"), lines, note=text("public.voice.note"))


def _by_count(rows: Sequence[Json]) -> list[Json]:
    return sorted(rows, key=lambda row: (-(figures.value_of(row, "reported_count") or -1), row["code"]))


def _table(
    view: PublicView, rows: Sequence[Json], caption: str, head: str, most: float | None = None,
    columns: tuple[str, ...] = _COLUMNS,
) -> Component:  # fmt: skip
    text = view.text
    heads = [head, *(figures.title_of(text, name) for name in columns)]

    def cells(row: Json) -> list[Any]:
        found: list[Any] = [view.named(row)]
        for name in columns:
            # Patrols and offices are not answered; a dash says so, "no data" would not.
            fits = name != "response_24h_rate" or row["code"] in PUBLIC_SOURCES
            cell = figures.cell(text, row, name) if fits and name in row else html.Span("–", className="none")
            value = figures.value_of(row, name)
            if name == "reported_count" and most and value is not None:
                cell = [cell, bar(value / most)]
            found.append(cell)
        return found

    return table(caption, heads, [cells(row) for row in rows], className="with-bars" if most else "")
