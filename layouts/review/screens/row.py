"""A screen as a row of the list: state with word and sign, what it shows, how old, what it costs."""

import dash_svg as svg
from dash import html
from dash.development.base_component import Component

from data_access.domain.screens import Beat, ScreenEntry, ScreenState, Trend
from data_access.domain.showing import Showing
from layouts import format as fmt
from layouts.review.dataage import age_words
from layouts.review.view import ReviewView
from layouts.text import Text
from layouts.wall.svg import HEIGHT, WIDTH, dot_path, line_path, spark_range

COLUMNS = ("state", "name", "shows", "data", "memory", "paint", "size", "build", "seen")
_SIGNS = {
    ScreenState.DEAD: ("✕", "bad"),
    ScreenState.STALE: ("■", "bad"),
    ScreenState.OUTDATED: ("▲", "warn"),
    ScreenState.NEVER: ("○", "warn"),
    ScreenState.DELAYED: ("◆", "warn"),
    ScreenState.LIVE: ("●", "good"),
    ScreenState.REVOKED: ("–", ""),
}
_MEGABYTE = 1_000_000
_SHOWN = 2
"""Scenes of a playlist that a row names; the others it counts."""


def screen_row(entry: ScreenEntry, view: ReviewView, now: float) -> Component:
    """The cells of COLUMNS; empty where a screen has not said it."""
    beat, fare = entry.beat, entry.fare
    gone = fare.state in (ScreenState.DEAD, ScreenState.REVOKED)
    return html.Tr(
        [
            html.Td(_state(entry, view, now)),
            html.Th(entry.screen.name, scope="row"),
            html.Td(_shows(entry, view)),
            html.Td(_data_age(beat, view.text)),
            html.Td(_memory(beat, entry.trend, view)),
            html.Td(_paint(beat, view.text)),
            html.Td("" if beat is None else f"{beat.width} × {beat.height}"),
            html.Td("" if beat is None else html.Code(beat.build.split("-")[0])),
            html.Td(
                ""
                if beat is None
                else view.text("review.screens.ago", age=age_words(view.text, now - beat.received_at))
            ),
        ],
        className="gone" if gone else "",
    )


def state_words(entry: ScreenEntry, view: ReviewView) -> str:
    """The state in a word, with its reason where it has one."""
    text, fare = view.text, entry.fare
    word = text(f"review.screens.state.{fare.state}")
    if fare.reason is None:
        return word
    return text("review.screens.because", state=word, reason=text(f"review.screens.reason.{fare.reason}"))


def _state(entry: ScreenEntry, view: ReviewView, now: float) -> list[Component]:
    sign, kind = _SIGNS[entry.fare.state]
    since = view.text("review.screens.since", age=age_words(view.text, now - entry.fare.since))
    return [
        html.Span([html.B(sign), f" {state_words(entry, view)}"], className=f"badge {kind}"),
        html.Small(since),
    ]


def _shows(entry: ScreenEntry, view: ReviewView) -> list[Component]:
    """What the screen may show; of a playlist, what it shows now comes first."""
    keys = list(entry.screen.showings)
    if entry.beat is not None and entry.beat.showing in keys:
        keys.remove(entry.beat.showing)
        keys.insert(0, entry.beat.showing)
    words = [_showing(key, view) for key in keys[:_SHOWN]]
    if len(keys) > _SHOWN:
        words.append(view.text("review.screens.and_more", count=len(keys) - _SHOWN))
    first, *others = words
    return [html.Span(first), *([html.Small(" · ".join(others))] if others else [])]


def _showing(key: str, view: ReviewView) -> str:
    try:
        showing = Showing.from_key(key)
    except ValueError:
        return key  # A scene that this release does not have any more.
    area = view.city.tree.area(showing.area)
    name = showing.area if area is None else area.name(view.text.language)
    return f"{view.text(f'wall.scene.{showing.scene}')} · {name}"


def _data_age(beat: Beat | None, text: Text) -> str:
    if beat is None or beat.data_at is None:
        return ""
    return age_words(text, beat.received_at - beat.data_at)


def _paint(beat: Beat | None, text: Text) -> str | list[Component]:
    if beat is None or beat.paint_p95_ms is None or beat.paint_p50_ms is None:
        return ""
    return [
        html.Span(text("review.screens.milliseconds", count=fmt.count(beat.paint_p95_ms))),
        html.Small(text("review.screens.median", count=fmt.count(beat.paint_p50_ms))),
    ]


def _memory(beat: Beat | None, trend: Trend, view: ReviewView) -> str | Component:
    if beat is None or beat.heap_bytes is None:
        return ""
    sizes: list[float | None] = [*(size for _, size in trend), float(beat.heap_bytes)]
    megabytes = view.text("review.screens.megabytes", count=fmt.count(beat.heap_bytes / _MEGABYTE))
    # From zero, so that a few per cent of growth do not look like a mountain.
    limits = (0.0, spark_range(sizes)[1])
    drawing = svg.Svg(
        [
            svg.Path(d=line_path(sizes, limits, len(sizes)), className="spark"),
            svg.Path(d=dot_path(sizes, limits, len(sizes)), className="spark-end"),
        ],
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        preserveAspectRatio="none",
        className="spark-box",
    )
    return html.Div(
        [html.Span(megabytes), drawing], className="memory", title=view.text("review.screens.memory_note")
    )
