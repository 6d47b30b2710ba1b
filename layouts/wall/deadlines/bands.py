"""How long overdue cases are overdue: six bands of age as columns."""

from dash import html

from layouts import format as fmt
from layouts.wall.deadlines import ids
from layouts.wall.parts import classes, panel, span
from layouts.wall.view import Snapshot, WallView

BANDS = 6


def overdue_bands(snapshot: Snapshot, view: WallView) -> html.Section:
    """The bands from the youngest on; together they are all overdue cases."""
    text = view.text
    counts = list(snapshot.get("bands") or [None] * BANDS)
    top = max([count or 0 for count in counts] + [1])
    return panel(
        "bands",
        text("wall.deadlines.bands"),
        text("wall.deadlines.bands_note"),
        html.Div(
            [
                html.Div(
                    [
                        span(
                            "" if count is None else fmt.overdue_count(count),
                            ids.band(place, "v"),
                            classes("band-figure", not count and "zero"),
                        ),
                        html.Span(
                            id=ids.band(place, "b"),
                            className="band-bar",
                            style={"--share": f"{(count or 0) / top:.1%}"},
                        ),
                        html.Span(text(f"wall.deadlines.band_{place}"), className="band-name"),
                    ],
                    className="age-band",
                )
                for place, count in enumerate(counts)
            ],
            className="age-bands",
        ),
    )
