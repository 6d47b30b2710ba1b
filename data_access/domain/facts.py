"""Evaluates measures over the rows: which rows does a measure count, at one clock and in one period."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from data_access.domain.city import City
from data_access.domain.duplicates import duplicates
from data_access.domain.measures import ACTION_TIMES, Fact, Measure, TimeColumn
from data_access.domain.period import Period, to_row_time
from data_access.domain.rows import NEVER, NO_POSITION, Columns, RowFlag, Stage
from data_access.domain.taxonomy import PUBLIC_SOURCES, SOURCE_INDEX, Source

DUE_SOON_SECONDS = 2 * 3600
ANSWER_SECONDS = 24 * 3600
SATISFIED_FROM = 4
OPEN_BELOW = int(Stage.CLOSED)
"""Stages below are open: CLOSED, REJECTED and VOID come last."""

REPEATS = "repeats"
"""Optional column: rows that repeat an earlier case (kept by `queries.repeats`)."""
PART_ROWS = 1 << 16
_FEW = 4
"""Rows are taken out of a piece when the scope holds fewer than one in four of them."""
_REMEMBERED_FROM = 31 * 86_400
"""Seconds of a period from which remembering beats finding out."""

Mask = npt.NDArray[np.bool_]
Times = npt.NDArray[np.int32]


def earlier(one: Times, other: Times) -> Times:
    """The earlier of two times of each row; NEVER is later than all, and stays when there is neither."""
    # One less than NEVER wraps around to the largest int32: a plain minimum then is right.
    step = np.int32(1)
    least: Times = np.minimum(one - step, other - step)
    least += step
    return least


class _Taken(dict[str, npt.NDArray[np.generic]]):
    """Columns of some rows, each taken when it is first asked for."""

    def __init__(self, columns: Columns, rows: npt.NDArray[np.intp]) -> None:
        super().__init__()
        self._columns = columns
        self._rows = rows

    def __missing__(self, name: str) -> npt.NDArray[np.generic]:
        self[name] = self._columns[name].take(self._rows)
        return self[name]

    def part(self, place: slice) -> "_Taken":
        """Columns of a part of these rows."""
        return _Taken(self._columns, self._rows[place])


def _part(columns: Columns, place: slice) -> Columns:
    if isinstance(columns, _Taken):
        return columns.part(place)
    return {name: column[place] for name, column in columns.items()}


class Facts:
    """Rows seen at one clock: masks of facts, kept once computed. Shared by all periods of a question.

    `within` is the scope's mask, None for all rows; `as_of` is in Unix seconds.
    """

    def __init__(self, columns: Columns, city: City, as_of: int, within: Mask | None = None) -> None:
        self.columns = columns
        self.city = city
        self.as_of = to_row_time(as_of)
        self.size = len(columns["flags"])
        self._flags = columns["flags"].astype(np.uint32, copy=False)
        self._stage = columns["stage"].astype(np.uint8, copy=False)
        self._source = columns["source"].astype(np.uint8, copy=False)
        self._within = within
        self._cases: Mask | None = None
        self._facts: dict[Fact, Mask] = {}
        self._times: dict[TimeColumn, Times] = {}

    def flag(self, flag: RowFlag) -> Mask:
        """Rows with a flag."""
        mask: Mask = (self._flags & np.uint32(flag)) != 0
        return mask

    def column(self, name: str) -> Times:
        """A time column as it stands in the rows."""
        return self.columns[name].astype(np.int32, copy=False)

    @property
    def cases(self) -> Mask:
        """Complete cases inside the scope."""
        if self._cases is None:
            cases = self.flag(RowFlag.COMPLETE)
            self._cases = cases if self._within is None else cases & self._within
        return self._cases

    def stage(self, *stages: Stage) -> Mask:
        """Cases of the scope in one of the stages."""
        wanted = np.zeros(256, dtype=np.bool_)
        wanted[list(stages)] = True
        return wanted.take(self._stage) & self.cases

    def time(self, name: TimeColumn) -> Times:
        """A time of every row, NEVER where there is none; shape (rows,)."""
        if name not in self._times:
            if name == TimeColumn.SETTLE:
                self._times[name] = self._settle()
            elif name == TimeColumn.DECIDED:
                rejected = self._stage == Stage.REJECTED
                self._times[name] = np.where(rejected, self.column("ended"), self.column("filed"))
            else:
                self._times[name] = self.column(name.value)
        return self._times[name]

    def _settle(self) -> Times:
        settle = earlier(self.column("due"), self.column("disposed"))
        settle[~self.flag(RowFlag.FALLS_DUE)] = NEVER
        return settle

    def counted(self, time: TimeColumn | None) -> Mask | None:
        """Rows that may count under a time: cases, and for actions continuation rows too; None for all."""
        return self._within if time in ACTION_TIMES else self.cases

    def between(self, time: TimeColumn, period: Period) -> Mask:
        """Rows of the scope with a time in a period, which is cut at as_of."""
        start, end = period.row_bounds()
        # Without a sign one comparison does for both ends: a time before the start, and NEVER, which is the
        # smallest, are beyond the last.
        since = (self.time(time) - np.int32(start)).view(np.uint32)
        mask: Mask = since < np.uint32(max(0, min(end, self.as_of) - start))
        counted = self.counted(time)
        if counted is not None:
            mask &= counted
        return mask

    def holds(self, fact: Fact) -> Mask:
        """Rows for which a fact holds; only meaningful inside `counted`. Not for DUPLICATE."""
        if fact not in self._facts:
            self._facts[fact] = _EVALUATIONS[fact](self)
        return self._facts[fact]

    def repeats(self, period: Period) -> Mask:
        """Rows reported in a period that repeat an earlier case, whatever the scope."""
        start, end = period.row_bounds()
        end = min(end, self.as_of)
        if end - start > _REMEMBERED_FROM:
            try:
                return self.columns[REPEATS].astype(np.bool_, copy=False)
            except KeyError:
                pass  # Nobody remembers them: found below, only slower.
        return duplicates(self.columns, start, end)

    def live(self, measure: Measure) -> Mask:
        """Rows that a live measure counts."""
        mask = self.cases
        for fact in measure.facts:
            mask = mask & self.holds(fact)
        return mask

    def narrowed(self, rows: npt.NDArray[np.intp]) -> "Facts":
        """The facts of some rows alone, without a scope; cheaper when they are few."""
        return self._with(_Taken(self.columns, rows))

    def beside(self, name: str, values: npt.NDArray[np.generic]) -> "Facts":
        """The same facts with one more column; shape (rows,)."""
        return self._with({**self.columns, name: values}, self._within)

    def parts(self) -> Iterator[tuple["Facts", slice, npt.NDArray[np.intp] | None]]:
        """The rows of the scope in pieces, so small that all about one stays in the processor's cache.

        Each comes with its place among all rows and, where only some rows of the place belong to the scope,
        their positions inside it. Use one up before asking for the next. Few rows are one piece, these facts
        themselves, so that whatever is found out about them stays for the next question.
        """
        if self.size <= PART_ROWS and (self._within is None or not self._is_thin(self._within)):
            yield self, slice(0, self.size), None
            return
        for start in range(0, self.size, PART_ROWS):
            place = slice(start, min(start + PART_ROWS, self.size))
            columns = _part(self.columns, place)
            if self._within is None:
                yield self._with(columns), place, None
                continue
            within = self._within[place]
            if self._is_thin(within):
                rows = np.flatnonzero(within)
                if len(rows):
                    yield self._with(_Taken(columns, rows)), place, rows
            else:
                yield self._with(columns, within), place, None

    @staticmethod
    def _is_thin(within: Mask) -> bool:
        return int(np.count_nonzero(within)) * _FEW < len(within)

    def _with(self, columns: Columns, within: Mask | None = None) -> "Facts":
        facts = Facts(columns, self.city, 0, within)
        facts.as_of = self.as_of
        return facts

    # --- one line a fact

    def _stage_is(self, stage: Stage) -> Mask:
        mask: Mask = self._stage == stage
        return mask

    def _open(self) -> Mask:
        mask: Mask = self._stage < OPEN_BELOW
        return mask

    def _has(self, name: str) -> Mask:
        mask: Mask = self.column(name) != NEVER
        return mask

    def _waiting(self) -> Mask:
        return self._open() & self._has("filed") & ~self._has("disposed")

    def _clock_runs(self) -> Mask:
        return self._waiting() & ~self.flag(RowFlag.SUSPENDED) & self._has("due")

    def _due_soon(self) -> Mask:
        due, last = self.column("due"), self.as_of + DUE_SOON_SECONDS
        # Rows cut due times down to whole seconds: in the last second a fraction lies beyond.
        beyond: Mask = (due == last) & self.flag(RowFlag.DUE_FRACTION)
        soon: Mask = self._clock_runs() & (due >= self.as_of) & (due <= last) & ~beyond
        return soon

    def _public(self) -> Mask:
        public = np.zeros(256, dtype=np.bool_)
        public[[SOURCE_INDEX[source] for source in PUBLIC_SOURCES]] = True
        return public.take(self._source)

    def _missed(self) -> Mask:
        patrolled = np.zeros(256, dtype=np.bool_)
        classes = self.city.taxonomy.classes
        patrolled[: len(classes)] = [case_class.by_collectors for case_class in classes]
        case_class = self.columns["class"].astype(np.uint8, copy=False)
        return self.flag(RowFlag.CONFIRMED) & self.holds(Fact.PUBLIC) & patrolled.take(case_class)

    def _answerable(self) -> Mask:
        old = self.column("reported") < self.as_of - ANSWER_SECONDS
        return old | self._has("accepted") | self._stage_is(Stage.REJECTED)


_EVALUATIONS: Mapping[Fact, Callable[[Facts], Mask]] = MappingProxyType(
    {
        Fact.OPEN: Facts._open,
        Fact.BEFORE_FILING: lambda f: f._open() & ~f._has("filed"),
        Fact.WAITING_DISPOSAL: Facts._waiting,
        Fact.OVERDUE: lambda f: f._clock_runs() & (f.column("due") < f.as_of),
        Fact.DUE_SOON: Facts._due_soon,
        Fact.REJECTED: lambda f: f._stage_is(Stage.REJECTED),
        Fact.VOID: lambda f: f._stage_is(Stage.VOID),
        Fact.CLOSED: lambda f: f._stage_is(Stage.CLOSED),
        Fact.DISPOSED: lambda f: f._has("disposed"),
        Fact.ON_TIME_DISPOSAL: lambda f: f.flag(RowFlag.ON_TIME_DISPOSAL),
        Fact.ON_TIME_ACCEPT: lambda f: f.flag(RowFlag.ON_TIME_ACCEPT),
        Fact.ON_TIME_DISPATCH: lambda f: f.flag(RowFlag.ON_TIME_DISPATCH),
        Fact.ON_TIME_VERIFY: lambda f: f.flag(RowFlag.ON_TIME_VERIFY),
        Fact.COLLECTOR: lambda f: f._source == SOURCE_INDEX[Source.COLLECTOR],
        Fact.PUBLIC: Facts._public,
        Fact.VALID: lambda f: f._has("filed") & ~f._stage_is(Stage.VOID),
        Fact.MISSED: Facts._missed,
        Fact.ANSWERABLE: Facts._answerable,
        Fact.ANSWERED_24H: lambda f: f.flag(RowFlag.RESPONDED_24H),
        Fact.SELF_HANDLED: lambda f: f.flag(RowFlag.SELF_HANDLED),
        Fact.SATISFIED: lambda f: f.columns["score"].astype(np.uint8, copy=False) >= SATISFIED_FROM,
        Fact.LOCATED: lambda f: f.columns["lon"].astype(np.int32, copy=False) != NO_POSITION,
        Fact.CLASSIFIED: lambda f: (
            f.columns["subclass"].astype(np.uint16, copy=False) < len(f.city.taxonomy.subclasses)
        ),
    }
)
