"""Small charts of SVG and CSS, each with its finding as text and its figures as a table beside it."""

from collections.abc import Sequence

import dash_svg as svg
from dash import html
from dash.development.base_component import Component

from layouts import format as fmt
from layouts.review.parts import attributes
from layouts.text import Text

WIDTH, HEIGHT = 560, 170
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 12, 12, 26
_STEPS = (1, 2, 2.5, 5, 10)
_WANTED_TICKS = 3


def line_chart(
    text: Text, values: Sequence[float | None], labels: Sequence[str], finding: str, *, percent: bool
) -> Component:
    """A course over equally wide places; a gap where nothing is told. `labels` name the places."""
    known = [value for value in values if value is not None]
    if not known:
        return html.P(text("unit.no_data"), className="note")
    low, high, ticks = _axis(min(known), max(known), percent=percent)
    places = max(1, len(values) - 1)

    def x(place: int) -> float:
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * (place / places if len(values) > 1 else 0.5)

    def y(value: float) -> float:
        return HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * (value - low) / (high - low)

    path, pen = "", False
    for place, value in enumerate(values):
        if value is not None:
            path += f"{'L' if pen else 'M'}{x(place):.1f} {y(value):.1f}"
        pen = value is not None
    every = max(1, -(-len(labels) // 6))
    shown = [place for place in range(len(labels)) if (len(labels) - 1 - place) % every == 0]
    dots = svg.G(
        [
            svg.Circle(cx=f"{x(place):.1f}", cy=f"{y(value):.1f}", r="3.5")
            for place, value in enumerate(values)
            if value is not None
        ],
        className="dots",
    )
    levels = [(y(tick), _said(tick, percent=percent)) for tick in ticks]
    places_shown = [(x(place), labels[place]) for place in shown]
    return _chart(levels, places_shown, [svg.Path(d=path, className="line"), dots], finding)


def columns(values: Sequence[float | None], labels: Sequence[str], finding: str) -> Component:
    """A column a place from zero; hatched stubs where nothing is told."""
    most = max((value for value in values if value is not None), default=0.0)
    _, high, ticks = _axis(0.0, most or 1.0, percent=False)
    width = (WIDTH - _LEFT - _RIGHT) / max(1, len(values))

    def y(value: float) -> float:
        return HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * value / high

    bars = "".join(
        f"M{_LEFT + width * (place + 0.15):.1f} {y(0):.1f}V{y(value):.1f}h{width * 0.7:.1f}V{y(0):.1f}z"
        for place, value in enumerate(values)
        if value
    )
    gaps = "".join(
        f"M{_LEFT + width * (place + 0.15):.1f} {y(0) - 4:.1f}h{width * 0.7:.1f}"
        for place, value in enumerate(values)
        if value is None
    )
    every = max(1, -(-len(labels) // 8))
    levels = [(y(tick), _said(tick, percent=False)) for tick in ticks]
    shown = [(_LEFT + width * (place + 0.5), labels[place]) for place in range(0, len(labels), every)]
    drawn = [
        svg.Path(d=bars, className="columns"),
        svg.Path(d=gaps, className="gaps") if gaps else None,
    ]
    return _chart(levels, shown, drawn, finding)


def bar(share: float) -> Component:
    """A bar 0..1 wide beside a figure; the figure is the text."""
    return html.Span(
        html.I(style={"width": f"{max(0.0, min(1.0, share)):.1%}"}),
        className="bar",
        **attributes(aria_hidden="true"),
    )


def whisker(
    value: float | None, reach: Sequence[float | None] | None, low: float, high: float
) -> Component | None:
    """A value as a dot with its interval as a line, on an axis from `low` to `high`."""
    if value is None:
        return None

    def at(one: float) -> float:
        return max(0.0, min(1.0, (one - low) / (high - low)))

    parts = []
    if reach and reach[0] is not None and reach[1] is not None:
        start, end = at(reach[0]), at(reach[1])
        parts.append(html.I(className="reach", style={"left": f"{start:.2%}", "width": f"{end - start:.2%}"}))
    parts.append(html.I(className="dot", style={"left": f"{at(value):.2%}"}))
    return html.Span(
        html.Span(parts, className="track"), className="whisker", **attributes(aria_hidden="true")
    )


def _chart(
    levels: Sequence[tuple[float, str]],
    places: Sequence[tuple[float, str]],
    drawn: Sequence[Component | None],
    finding: str,
) -> Component:
    """What is drawn over the lines of its levels (y, words) and above the names of its places (x, words)."""
    chart: Component = svg.Svg(
        [
            svg.G([svg.Path(d=f"M{_LEFT} {y:.1f}H{WIDTH - _RIGHT}") for y, _ in levels], className="grid"),
            svg.G(
                [svg.Text(said, x=str(_LEFT - 6), y=f"{y + 4:.1f}") for y, said in levels],
                className="axis value",
            ),
            svg.G(
                [svg.Text(name, x=f"{x:.1f}", y=str(HEIGHT - 6)) for x, name in places],
                className="axis place",
            ),
            *drawn,
        ],
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        className="chart",
        role="img",
        **attributes(aria_label=finding),
    )
    return chart


def _axis(least: float, most: float, *, percent: bool) -> tuple[float, float, list[float]]:
    """Ends and ticks around some values; of rates never beyond 0 and 1."""
    span = max(most - least, 0.01 if percent else 1.0)
    raw = span / _WANTED_TICKS
    size = (
        10.0 ** len(str(int(raw))) / 10
        if raw >= 1
        else 10.0 ** -next(power for power in range(1, 9) if raw * 10**power >= 1)
    )
    step = next(size * one for one in _STEPS if size * one >= raw)
    low, high = step * (least // step), step * -(-most // step)
    if high <= low:
        high = low + step
    if percent:
        low, high = max(0.0, low), min(1.0, high) if most <= 1 else high
    ticks, tick = [], low
    while tick <= high + step / 1000:
        ticks.append(tick)
        tick += step
    return low, high, ticks


def _said(tick: float, *, percent: bool) -> str:
    if not percent:
        return fmt.count(tick) if abs(tick - round(tick)) < 1e-9 else f"{tick:g}"
    number = f"{tick * 100:.1f}"
    return f"{number.removesuffix('.0')}%"
