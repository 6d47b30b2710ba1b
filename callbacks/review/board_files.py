"""The coordination board and the quality of collection as CSV."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from callbacks.review import coordination, quality
from callbacks.review.desk import Desk


def _board(desk: Desk, search: str) -> str:
    """The whole list, page after page of one moment."""
    import pandas as pd

    options = coordination.read_choice(desk, search).options(coordination.today(desk))
    frames: list[pd.DataFrame] = []
    cursor: str | None = None
    while not frames or cursor is not None:
        page = {**options, "limit": "500", "cursor": cursor}
        frames.append(desk.frame("coordination", page))
        cursor = desk.ask("coordination", page)["next"]
    return str(pd.concat([frame for frame in frames if len(frame)] or frames[:1]).to_csv())


def _waits(part: str) -> Callable[[Desk, str], str]:
    def csv(desk: Desk, search: str) -> str:
        import pandas as pd

        options = coordination.read_choice(desk, search).options(coordination.today(desk))
        answer: Mapping[str, Any] = desk.ask("coordination", {**options, "limit": "1"})
        return str(pd.DataFrame(answer[part]).to_csv(index=False))

    return csv


def _quality(desk: Desk, search: str) -> str:
    choice = quality.read_choice(desk, search)
    return str(desk.frame("quality", {**choice.filters.options(), "by": choice.by}).to_csv())


BOARD_FILES: Mapping[str, Callable[[Desk, str], str]] = MappingProxyType(
    {
        "board": _board,
        "board-legs": _waits("legs"),
        "board-departments": _waits("departments"),
        "quality": _quality,
    }
)
"""What makes each file."""


def board_csv(desk: Desk, name: str, search: str) -> str:
    """The file of a name in BOARD_FILES for the filters of a query string. Raises BadFilter."""
    return BOARD_FILES[name](desk, search)
