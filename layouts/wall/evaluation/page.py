"""The wall's evaluation scene as one tree: the month's list at the left, what it says at the right."""

from datetime import datetime

from dash import html

from layouts import format as fmt
from layouts.wall.evaluation.ids import EvaluationIds as E
from layouts.wall.evaluation.rows import table
from layouts.wall.evaluation.side import side
from layouts.wall.header import Titles, banner, headers
from layouts.wall.ids import Ids
from layouts.wall.parts import classes, span
from layouts.wall.view import Snapshot, WallView, section

TITLES = Titles(
    one="wall.evaluation.title",
    left="wall.evaluation.title",
    middle="wall.evaluation.lost",
    right="wall.evaluation.reading",
)


def evaluation_page(snapshot: Snapshot, view: WallView) -> html.Div:
    """The whole scene of a month; an empty snapshot gives the scene before the first data."""
    return html.Div(
        [
            *banner(view),
            *headers(snapshot, view, TITLES, said=_state(snapshot, view)),
            table(snapshot, view),
            side(snapshot, view),
        ],
        id=Ids.PAGE,
        className="wall scene-evaluation",
        lang=view.text.language,
    )


def _state(snapshot: Snapshot, view: WallView) -> html.Span:
    """Which month, by which rules, and whether it is final."""
    text, scheme, frozen = view.text, section(snapshot, "scheme"), section(snapshot, "frozen")
    if not scheme:
        return html.Span([span("", E.TITLE), span("", E.STATE), span("", E.LOCK, "off")], className="rule")
    year = str(snapshot["month"])[:4]
    month = text("wall.evaluation.month", year=year, month=fmt.month(text, str(snapshot["month"])))
    words = [text("wall.evaluation.rules", version=scheme["version"])]
    if not scheme.get("confirmed"):
        words.append(text("wall.evaluation.example"))
    if frozen:
        day = datetime.fromisoformat(str(frozen["frozen_at"])).date()
        words = [text("wall.evaluation.frozen_on", day=fmt.short_day(text, day)), *words]
        words.append(text("wall.evaluation.revisions", count=frozen.get("revisions", 0)))
    key = "frozen" if frozen else "running" if snapshot.get("running") else "open"
    return html.Span(
        [
            span(month, E.TITLE, "month"),
            span(" · ".join(words), E.STATE),
            span(text(f"wall.evaluation.{key}"), E.LOCK, classes("lock", f"lock-{key}")),
        ],
        className="rule",
    )
