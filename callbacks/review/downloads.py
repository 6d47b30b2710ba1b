"""Figures of the overview's cards to take away: the frames of the answers, every indicator with its parts."""

from typing import TYPE_CHECKING

from callbacks.review.board_files import BOARD_FILES
from callbacks.review.desk import Desk
from callbacks.review.overview_choice import read_choice
from layouts.review.overview.choice import BYS, GRAINS

if TYPE_CHECKING:
    import pandas as pd

_CATEGORIES = {"towns": "town", **{by: by for by in BYS}}
_TRENDS = {f"trend-{grain}": grain for grain in GRAINS}


def frame_of(desk: Desk, name: str, search: str) -> "pd.DataFrame | None":
    """The table of a name for the filters of a query string, with everything that is told in columns.

    None for an unknown name. Raises BadFilter.
    """
    if name in BOARD_FILES:
        return BOARD_FILES[name](desk, search)
    filters = read_choice(desk, search).filters
    options = {**filters.options(without="area" if name == "towns" else ""), **filters.compared()}
    if name in _CATEGORIES:
        return desk.frame("categories", {**options, "by": _CATEGORIES[name]}).reset_index()
    if name in _TRENDS:
        return desk.frame("trend", {**options, "bucket": _TRENDS[name]}).reset_index()
    if name == "rhythm":
        return desk.frame("rhythm", filters.options()).reset_index()
    return None
