"""Figures of the overview's cards to take away: the frames of the answers, every indicator with its parts."""

from typing import TYPE_CHECKING

from callbacks.review.board_files import BOARD_FILES
from callbacks.review.desk import Desk, Options
from callbacks.review.overview import happened
from callbacks.review.overview_choice import read_choice
from layouts.eventwords import event_words
from layouts.review.events.marks import marks_of, told
from layouts.review.overview.choice import BYS, GRAINS, Choice
from layouts.review.overview.ground import ground_of

if TYPE_CHECKING:
    import pandas as pd

_PARTS = {"towns": "town", "villages": "village", "grids": "grid"}
_CATEGORIES = {by: by for by in BYS}
_TRENDS = {f"trend-{grain}": grain for grain in GRAINS}


def frame_of(desk: Desk, name: str, search: str) -> "pd.DataFrame | None":
    """The table of a name for the filters of a query string, with everything that is told in columns.

    None for an unknown name. Raises BadFilter.
    """
    if name in BOARD_FILES:
        return BOARD_FILES[name](desk, search)
    choice = read_choice(desk, search)
    filters = choice.filters
    options = {**filters.options(), **filters.compared()}
    if name in _PARTS:
        ground = ground_of(desk.view.city, filters)
        # A list of parts has all that lie beside the one that is filtered, as the ranking does.
        parts = ground.parts if ground.level.value == _PARTS[name] else {"area": None, "by": _PARTS[name]}
        return desk.frame("categories", {**options, **parts}).reset_index()
    if name in _CATEGORIES:
        return desk.frame("categories", {**options, "by": _CATEGORIES[name]}).reset_index()
    if name in _TRENDS:
        return _trend(desk, choice, {**options, "bucket": _TRENDS[name]})
    if name == "rhythm":
        return desk.frame("rhythm", filters.options()).reset_index()
    return None


def _trend(desk: Desk, choice: Choice, options: Options) -> "pd.DataFrame":
    """Buckets with what happened in each, as the chart marks it."""
    frame = desk.frame("trend", options).reset_index()
    text, tree, areas = desk.view.text, desk.view.city.tree, choice.filters.parts.get("area", ())
    starts = [start.date() for start in frame["start"]]
    marks = marks_of(
        happened(desk, choice, options),
        starts,
        str(options["bucket"]),
        lambda event: event_words(text, tree, event, areas),
    )
    frame["events"] = ["; ".join(mark.words for mark in told(marks, place)) for place in range(len(starts))]
    return frame
