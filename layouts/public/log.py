"""Releases, revisions and corrections that wait, newest first."""

from collections.abc import Sequence
from typing import Any

from dash import html

from layouts.public import figures
from layouts.public.parts import empty, link, table
from layouts.public.view import Json, PublicView


def log_page(view: PublicView) -> list[Any]:
    """The log."""
    text, log = view.text, view.documents.document("log")
    begin: list[Any] = [
        html.H1(text("public.log.title")),
        html.P(text("public.log.lead"), className="lead"),
        html.P(text("public.log.rule"), className="note"),
    ]
    if log is None or not log["entries"]:
        return [*begin, empty(text("public.log.none"), text("public.none_hint"))]
    heads = [text(f"public.log.{key}") for key in ("when", "what", "which", "revision")]
    rows = [
        [figures.moment(text, entry["at"]), text(f"public.log.kind_{entry['kind']}"), _which(view, entry),
         str(entry["revision"]) if entry.get("revision") else "–"]
        for entry in log["entries"]
    ]  # fmt: skip
    return [*begin, table(text("public.log.title"), heads, rows, className="log", words=3)]


def _which(view: PublicView, entry: Json) -> list[Any]:
    text = view.text
    found: list[Any] = []
    if entry.get("month"):
        words = figures.month_words(text, entry["month"])
        known = entry["month"] in view.months
        found.append(link(words, view.place.to("").at_month(entry["month"])) if known else words)
    if entry.get("week"):
        found.append(text("public.log.week", week=entry["week"]))
    if entry.get("scheme"):
        found.append(str(entry["scheme"]))
    tables: Sequence[str] = entry.get("tables") or ()
    names = [text.messages.get(f"public.log.table_{name}", name) for name in tables]
    if names and not entry.get("week"):
        found.append(html.Span(text("public.list_comma").join(names), className="note"))
    return [part for item in found for part in (item, " ")]
