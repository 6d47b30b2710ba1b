"""Figures of the overview's cards as CSV: the frames of the answers, every indicator with its parts."""

from callbacks.review.board_files import BOARD_FILES, board_csv
from callbacks.review.desk import Desk
from callbacks.review.overview import read_choice
from layouts.review.overview.choice import BYS, GRAINS

_CATEGORIES = {"towns": "town", **{by: by for by in BYS}}
_TRENDS = {f"trend-{grain}": grain for grain in GRAINS}


def csv_of(desk: Desk, name: str, search: str) -> str | None:
    """The file of a name for the filters of a query string; None for an unknown name. Raises BadFilter."""
    if name in BOARD_FILES:
        return board_csv(desk, name, search)
    filters = read_choice(desk, search).filters
    options = {**filters.options(without="area" if name == "towns" else ""), **filters.compared()}
    if name in _CATEGORIES:
        frame = desk.frame("categories", {**options, "by": _CATEGORIES[name]})
    elif name in _TRENDS:
        frame = desk.frame("trend", {**options, "bucket": _TRENDS[name]})
    elif name == "rhythm":
        frame = desk.frame("rhythm", filters.options())
    else:
        return None
    return str(frame.to_csv())
