"""Thirty days of public reports by channel, and the public's share of all reports."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import dash_svg
from dash import html

from data_access.domain.taxonomy import PUBLIC_SOURCES
from layouts import format as fmt
from layouts.plot import count_axis
from layouts.wall import svg
from layouts.wall.bars import HIGH, WIDE, stacked
from layouts.wall.parts import classes, empty_note, panel, span
from layouts.wall.view import Snapshot, WallView, entries, section
from layouts.wall.voice import ids
from layouts.wall.voice.ids import Ids

DAYS = 30
_TICKS = 3
_LABEL_EVERY = 7


def daily_channels(snapshot: Snapshot, view: WallView) -> html.Section:
    """Stacked bars of a day each; the legend has the sum of the 30 days and its change."""
    text = view.text
    days = section(snapshot, "days")
    channels = days.get("channels") or {}
    series = [list(channels.get(source.value) or [0] * DAYS) for source in PUBLIC_SOURCES]
    axis = count_axis([sum(day) for day in zip(*series, strict=True)] if channels else [], from_zero=True)
    top = axis["range"][1]
    counts = {entry["source"]: entry for entry in entries(snapshot, "channels")}
    return panel(
        "channels",
        text("wall.voice.days"),
        html.Span([_legend(source.value, counts.get(source.value) or {}, view) for source in PUBLIC_SOURCES]),
        html.Div(
            [
                *_ticks(axis["tickvals"] if channels else [], top),
                dash_svg.Svg(
                    [
                        dash_svg.Path(id=ids.bars(source.value), className=f"bars-{source.value}", d=path)
                        for source, path in zip(PUBLIC_SOURCES, stacked(*series, top=top), strict=True)
                    ],
                    viewBox=f"0 0 {WIDE * DAYS} {HIGH:g}",
                    preserveAspectRatio="none",
                ),
            ],
            className="day-bars",
        ),
        html.Div([_day(place, days.get("start"), view) for place in range(DAYS)], className="day-row"),
        empty_note(Ids.DAYS_EMPTY, text("wall.voice.wait"), not channels),
    )


def _legend(source: str, counts: Mapping[str, Any], view: WallView) -> html.Span:
    text = view.text
    change = fmt.relative_change(text, counts.get("month"), counts.get("before"))
    return html.Span(
        [
            html.Span(text(f"wall.source.{source}")),
            span(fmt.count(counts.get("month")), ids.channel(source, "m"), "month"),
            span("" if change is None else change.text, ids.channel(source, "g"), "growth"),
        ],
        className=f"key key-{source}",
    )


def _ticks(values: list[float], top: float) -> list[html.Span]:
    shown = [value for value in values if value > 0]
    return [
        html.Span(
            fmt.count(shown[place]) if place < len(shown) else "",
            id=ids.tick(place),
            className=classes("day-tick", place >= len(shown) and "off"),
            style={"--at": f"{shown[place] / top:.1%}" if place < len(shown) else "0%"},
        )
        for place in range(_TICKS)
    ]


def _day(place: int, start: str | None, view: WallView) -> html.Span:
    """Every seventh day by its date, counted back from yesterday."""
    shown = ""
    if start is not None and (DAYS - 1 - place) % _LABEL_EVERY == 0:
        shown = fmt.short_day(view.text, date.fromisoformat(start) + timedelta(days=place))
    return html.Span(shown, id=ids.day(place))


def participation(snapshot: Snapshot, view: WallView) -> html.Section:
    """The share of each day as a line between its lowest and its highest."""
    text = view.text
    days = section(snapshot, "days")
    shares = daily_shares(days)
    known = [share for share in shares if share is not None]
    limits = svg.spark_range(shares)
    total = sum(days.get("all") or [])
    public = sum(map(sum, (days.get("channels") or {}).values()))
    sums = "" if not total else text("wall.voice.share_sum", public=fmt.count(public), all=fmt.count(total))
    return panel(
        "share",
        text("wall.voice.share_days"),
        span(sums, Ids.SHARE_SUM),
        html.Div(
            [
                span(f"{fmt.points(max(known))}%" if known else "", Ids.SHARE_HIGH, "share-high"),
                span(f"{fmt.points(min(known))}%" if known else "", Ids.SHARE_LOW, "share-low"),
                dash_svg.Svg(
                    [
                        dash_svg.Path(id=Ids.SHARE, className="spark-today", d=_path(shares, limits)),
                        dash_svg.Path(
                            id=Ids.SHARE_DOT, className="spark-dot", d=svg.dot_path(shares, limits, DAYS)
                        ),
                    ],
                    viewBox=f"0 0 {svg.WIDTH} {svg.HEIGHT}",
                    preserveAspectRatio="none",
                ),
            ],
            className="share-line",
        ),
        empty_note(Ids.SHARE_EMPTY, text("wall.voice.wait"), not known),
    )


def daily_shares(days: Mapping[str, Any]) -> list[float | None]:
    """Public over all reports of each day; None for a day without a report."""
    channels = (days.get("channels") or {}).values()
    public = [sum(day) for day in zip(*channels, strict=True)]
    return [own / whole if whole else None for own, whole in zip(public, days.get("all") or [], strict=True)]


def _path(shares: list[float | None], limits: tuple[float, float]) -> str:
    return svg.line_path(shares, limits, DAYS)
