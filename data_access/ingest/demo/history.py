"""The history of the demo city, in the order in which it is loaded: the newest days first."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from data_access.ingest.demo.demo_city import DemoCity, days_between
from data_access.ingest.demo.state import DemoState

FIRST_DAYS = 3
"""Days that make the first picture, a chunk each."""
RECENT_DAYS = 40
HISTORY_MONTHS = 13
_CHUNK_DAYS = 3


@dataclass(frozen=True)
class Chunk:
    """Some days of history that are loaded, and remembered as loaded, together."""

    key: str
    """First and last day."""
    days: tuple[dt.date, ...]
    """Newest first."""
    expected_actions: int
    """About how many lines it has, for a progress bar."""
    first_picture: bool
    """Whether the wall should wait for it."""
    city: DemoCity
    until: int
    """Unix seconds: later actions of these cases are the live feed's."""

    def batches(self) -> Iterator[list[bytes]]:
        """The lines of one day after the other; whole cases stay together."""
        for day in self.days:
            yield self.city.day(day, self.until)

    def lines(self) -> Iterator[bytes]:
        """All lines."""
        for batch in self.batches():
            yield from batch


class History:
    """Plans the loading of the past and remembers what is done."""

    def __init__(self, city: DemoCity, state: DemoState) -> None:
        self._city = city
        self._state = state

    def plan(self) -> list[Chunk]:
        """Chunks not loaded yet: the last days one by one, back to 40 days, to 13 months, then the months
        of the study. The past ends with the first start of the demo; what follows is the live feed's, so
        the plan of a later start is the rest of the first one."""
        done = self._state.done()
        return [chunk for chunk in self.all_chunks() if chunk.key not in done]

    def mark_done(self, chunk: Chunk) -> None:
        """Remember that every line of a chunk is in the store."""
        self._state.mark_done(chunk.key)

    def all_chunks(self) -> list[Chunk]:
        """All chunks in their order, loaded or not."""
        today = dt.datetime.fromtimestamp(self._state.started_at, self._city.city.zone).date()
        first = _months_before(today, HISTORY_MONTHS)
        days = list(days_between(first, today))[::-1]
        groups = [[day] for day in days[:FIRST_DAYS]]
        for part in (days[FIRST_DAYS:RECENT_DAYS], days[RECENT_DAYS:]):
            groups += [part[i : i + _CHUNK_DAYS] for i in range(0, len(part), _CHUNK_DAYS)]
        chunks = [self._chunk(group, n < FIRST_DAYS) for n, group in enumerate(groups)]
        study = [day for day in self._city.study.days() if day < first]
        for month in (2, 8):
            of_month = [day for day in study if day.month == month][::-1]
            chunks += [
                self._chunk(of_month[i : i + _CHUNK_DAYS], False)
                for i in range(0, len(of_month), _CHUNK_DAYS)
            ]
        return chunks

    def _chunk(self, days: list[dt.date], first_picture: bool) -> Chunk:
        return Chunk(
            key=f"{days[-1].isoformat()}..{days[0].isoformat()}",
            days=tuple(days),
            expected_actions=sum(map(self._city.expected_actions, days)),
            first_picture=first_picture,
            city=self._city,
            until=self._state.started_at,
        )


def _months_before(day: dt.date, months: int) -> dt.date:
    """The first day of the month that many months before."""
    number = day.year * 12 + day.month - 1 - months
    return dt.date(number // 12, number % 12 + 1, 1)
