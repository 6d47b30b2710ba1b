"""What the public reports most, beside what collectors report most."""

from collections.abc import Mapping
from typing import Any

from dash import html

from layouts import format as fmt
from layouts.wall.fitted import fitted
from layouts.wall.parts import classes, panel, span
from layouts.wall.subclasses import subclass_name
from layouts.wall.view import Snapshot, WallView, section
from layouts.wall.voice import ids

SUBJECTS = 10
_NAME = {"zh": 170, "en": 190}
"""Units of the column of names on one screen."""


def subjects(snapshot: Snapshot, view: WallView) -> html.Section:
    """Two lists of ten subclasses; beside each its share, and its rank on the other side."""
    text = view.text
    sides = section(snapshot, "subjects")
    return panel(
        "subjects",
        text("wall.voice.subjects"),
        text("wall.voice.subjects_note"),
        html.Div(
            [
                _side("p", "public", sides.get("public") or {}, view),
                _side("c", "collector", sides.get("collector") or {}, view),
            ],
            className="sides",
        ),
    )


def _side(key: str, name: str, side: Mapping[str, Any], view: WallView) -> html.Div:
    text = view.text
    rows = list(side.get("rows") or [])[:SUBJECTS]
    total = side.get("count") or 0
    most = max([row["count"] for row in rows] + [1])
    head = html.Div(
        [
            html.Span(),
            html.Span(text(f"wall.voice.side_{name}"), className="side-name"),
            html.Span(text("wall.voice.side_share")),
            html.Span(text(f"wall.voice.rank_{name}")),
        ],
        className="subject subject-head",
    )
    return html.Div(
        [
            head,
            *[
                _row(key, place, rows[place] if place < len(rows) else {}, total, most, view)
                for place in range(SUBJECTS)
            ],
        ],
        className=f"side side-{name}",
    )


def _row(key: str, place: int, row: Mapping[str, Any], total: int, most: int, view: WallView) -> html.Div:
    there = bool(row)
    name = (subclass_name(row.get("code"), view) or view.text("wall.voice.no_subject")) if there else ""
    rank = row.get("other_rank")
    other = "" if not there else fmt.NONE if rank is None else str(rank)
    return html.Div(
        [
            html.Span(str(place + 1), className="subject-place"),
            fitted(name, ids.subject(key, place, "n"), "subject-name", _NAME[view.text.language]),
            span(
                f"{fmt.points(row['count'] / total)}%" if there and total else "",
                ids.subject(key, place, "v"),
                "subject-share",
            ),
            span(
                other,
                ids.subject(key, place, "o"),
                # What the other side hardly sees is what this scene is for.
                classes("subject-rank", there and (rank is None or rank > SUBJECTS) and "unseen"),
            ),
        ],
        id=ids.subject(key, place, "r"),
        className=classes("subject", not there and "off"),
        style={"--share": f"{(row.get('count') or 0) / most:.1%}"},
    )
