"""The desk of a request: what a page of the review surface may ask, bound to who asks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from layouts.review.dataage import DataAge
from layouts.review.view import ReviewView

if TYPE_CHECKING:
    import pandas as pd

Options = Mapping[str, str | None]


class BadFilter(ValueError):
    """A question that cannot be answered as the address asks it; the message is for the one who asked."""

    def __init__(self, option: str, message: str) -> None:
        super().__init__(message)
        self.option = option


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything a page is made from. Answers hold only what the viewer may see: the desk sees to that."""

    view: ReviewView
    now: float
    """Unix seconds at which the page was asked for."""
    ask: Callable[[str, Options], Any]
    """The answer of a question of `zhiwang query` as plain JSON. Raises BadFilter; redis.RedisError or
    TableBehind, which become the band about a missing answer."""
    frame: Callable[[str, Options], "pd.DataFrame"]
    """The same as a DataFrame."""
    age: Callable[[], DataAge]
    """How old the data are."""
    csrf: Callable[[], str]
    """The token that a form of this session must send."""


class Desks(Protocol):
    """Makes the desk of the running request; `search` is the query string of the page, "" without any."""

    def __call__(self, search: str | None) -> Desk:
        """The desk for the person who is logged in."""
        ...
