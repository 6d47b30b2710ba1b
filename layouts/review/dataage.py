"""How old the data are that a page was made from: a sign, a word and a time."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from layouts import format as fmt
from layouts.review.ids import Ids
from layouts.review.parts import attributes
from layouts.text import Text

BROKEN_SECONDS = 60.0
"""Age of the data from which they count as cut off."""


@dataclass(frozen=True, slots=True)
class DataAge:
    """Of the feed that lags most; Unix seconds."""

    now: float
    """When the figures of the page were asked for."""
    complete_until: float | None
    """Until when the feed has delivered everything; None when none has ever said so."""
    expected_seconds: float = 2.0
    """Longest usual pause between two words of the feed."""

    @property
    def seconds(self) -> float | None:
        """How far the data lie back."""
        return None if self.complete_until is None else max(0.0, self.now - self.complete_until)

    @property
    def state(self) -> str:
        """`waiting`, `live`, `delayed` or `broken`, by the rule that the wall has."""
        if self.seconds is None:
            return "waiting"
        if self.seconds <= 2 * self.expected_seconds:
            return "live"
        return "delayed" if self.seconds <= max(BROKEN_SECONDS, 2 * self.expected_seconds) else "broken"


def data_age(age: DataAge, text: Text, zone: ZoneInfo) -> Component:
    """The mark in the header; what changes with every answer is inside it."""
    return html.Span(data_age_words(age, text, zone), id=Ids.DATA_AGE, className="data-age")


def data_age_words(age: DataAge, text: Text, zone: ZoneInfo) -> list[Component]:
    """Content of the mark: of when the figures are, and how late the data were then."""
    words = text(f"review.age.{age.state}", age=_age(text, age.seconds or 0.0))
    at = text("review.age.as_of", time=fmt.clock(age.now, zone))
    return [
        html.I(className=f"dot {age.state}", **attributes(aria_hidden="true")),
        # With the day, for pictures that leave the page.
        html.Span(at, className="at", title=text("review.age.as_of", time=_moment(age.now, zone))),
        html.Span(words, className=f"state {age.state}"),
    ]


def _moment(at: float, zone: ZoneInfo) -> str:
    return f"{datetime.fromtimestamp(at, zone):%Y-%m-%d %H:%M:%S}"


def _age(text: Text, seconds: float) -> str:
    return text("review.age.seconds", seconds=int(seconds)) if seconds < 60 else fmt.age(text, seconds)
