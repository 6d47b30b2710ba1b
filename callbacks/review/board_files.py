"""The coordination board and the quality of collection as tables to take away."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from callbacks.review import coordination, quality
from callbacks.review.desk import Desk

if TYPE_CHECKING:
    import pandas as pd


def _board(desk: Desk, search: str) -> "pd.DataFrame":
    """The whole list, page after page of one moment."""
    import pandas as pd

    options = coordination.read_choice(desk, search).options(desk.today)
    frames: list[pd.DataFrame] = []
    cursor: str | None = None
    while not frames or cursor is not None:
        page = {**options, "limit": "500", "cursor": cursor}
        frames.append(desk.frame("coordination", page))
        cursor = desk.ask("coordination", page)["next"]
    return pd.concat([frame for frame in frames if len(frame)] or frames[:1]).reset_index()


def _waits(part: str) -> Callable[[Desk, str], "pd.DataFrame"]:
    def table(desk: Desk, search: str) -> "pd.DataFrame":
        import pandas as pd

        options = coordination.read_choice(desk, search).options(desk.today)
        answer: Mapping[str, Any] = desk.ask("coordination", {**options, "limit": "1"})
        return pd.DataFrame(answer[part])

    return table


def _quality(desk: Desk, search: str) -> "pd.DataFrame":
    choice = quality.read_choice(desk, search)
    return desk.frame("quality", {**choice.filters.options(), "by": choice.by}).reset_index()


BOARD_FILES: Mapping[str, Callable[[Desk, str], "pd.DataFrame"]] = MappingProxyType(
    {
        "board": _board,
        "board-legs": _waits("legs"),
        "board-departments": _waits("departments"),
        "quality": _quality,
    }
)
"""What makes the table of each file; all raise BadFilter."""
