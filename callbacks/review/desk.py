"""The desk of a request: what a page of the review surface may ask, bound to who asks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol

from data_access.domain.coordination import MarkState
from data_access.domain.drawn import Outline
from data_access.domain.screens import ScreenEntry
from layouts.review.dataage import DataAge
from layouts.review.view import ReviewView

if TYPE_CHECKING:
    import pandas as pd

    from callbacks.review.evaluation_desk import EvaluationDesk
    from callbacks.review.events_desk import EventsDesk
    from callbacks.review.people import PeopleDesk

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
    mark: Callable[[str, MarkState, str, int], Any]
    """Adds an entry to the mark of a case: id, state, note, entries that were shown. Raises BadMark,
    PermissionError."""
    case: Callable[[str, bool], Any]
    """One case by its id, with description and reporter when asked for; None when there is none of that id
    that the viewer may see."""
    age: Callable[[], DataAge]
    """How old the data are."""
    evaluate: Callable[[str], Mapping[str, Any] | None]
    """The evaluation of the towns of a month such as 2026-10; None for a viewer who does not see them all."""
    csrf: Callable[[], str]
    """The token that a form of this session must send."""
    outline: Callable[[str], Outline] = lambda code: ()
    """Border of an area by its code, which is no secret; empty where the city pack has none."""
    screens: Callable[[], list[ScreenEntry]] = list
    """Every screen of the city, those that need somebody first. Raises redis.RedisError."""
    events: "EventsDesk | None" = None
    """What charts mark besides the cases."""
    evaluation: "EvaluationDesk | None" = None
    """Evaluations of months: their figures, and what may be done about them."""
    people: "PeopleDesk | None" = None
    """The viewer's own logins and password, and the audit log."""

    @property
    def today(self) -> date:
        """The day in the city at which the page was asked for."""
        return datetime.fromtimestamp(self.now, self.view.city.zone).date()


class Desks(Protocol):
    """Makes the desk of the running request; `search` is the query string of the page, "" without any."""

    def __call__(self, search: str | None) -> Desk:
        """The desk for the person who is logged in."""
        ...
