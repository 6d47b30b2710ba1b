"""Draws the figures as a small SVG: one field a question, bars by number of cases on a logarithmic scale."""

import math
from collections.abc import Sequence
from html import escape

from benchmarks.peers.measured import Figure

WIDTH, MARGIN, LABEL, BAR, GAP = 960, 16, 380, 14, 6
OWN_COLOUR, PEER_COLOUR = "#0f766e", "#b45309"


def draw(figures: Sequence[Figure]) -> str:
    """Every figure that has a peer; longer bars are more milliseconds, bytes or actions a second."""
    shown = [one for one in figures if one.peer is not None]
    parts: list[str] = []
    y = MARGIN
    for part, unit in dict.fromkeys((one.part, one.unit) for one in shown):
        rows = [one for one in shown if (one.part, one.unit) == (part, unit)]
        better = "longer is better" if unit == "/s" else "shorter is better"
        parts.append(_text(MARGIN, y + 14, f"{part}, {unit} ({better}, logarithmic)", bold=True))
        y += 26
        values = [value for one in rows for value in (one.own, one.peer or one.own)]
        low, high = math.log10(min(values)) - 0.3, math.log10(max(values))
        for one in rows:
            for value, name, colour in (
                (one.own, f"{one.cases:,} · {one.name}", OWN_COLOUR),
                (one.peer or one.own, one.peer_name, PEER_COLOUR),
            ):
                length = (math.log10(value) - low) / (high - low) * (WIDTH - LABEL - 120)
                parts.append(_text(LABEL - 8, y + 11, name[:62], anchor="end"))
                parts.append(
                    f'<rect x="{LABEL}" y="{y}" width="{length:.1f}" height="{BAR}" fill="{colour}"/>'
                )
                parts.append(_text(LABEL + length + 6, y + 11, f"{value:,.{1 if unit == 'ms' else 0}f}"))
                y += BAR + 2
            y += GAP
        y += 12
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y}" viewBox="0 0 {WIDTH} {y}" '
        'font-family="sans-serif" font-size="11"><rect width="100%" height="100%" fill="#ffffff"/>'
    )
    return "\n".join([head, *parts, "</svg>"]) + "\n"


def _text(x: float, y: float, words: str, *, anchor: str = "start", bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{weight} fill="#111827">{escape(words)}</text>'
    )
