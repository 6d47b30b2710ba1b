"""Counts what an evaluation is made of: which scheme, which objects, which rows, what people entered."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from dashboard.options import BadQuestion
from dashboard.scheme_shelf import shelf_of
from dashboard.services import Services
from data_access.cities.schemes import load_scheme
from data_access.domain.evaluation.entered import Entered
from data_access.domain.evaluation.intervals import DRAWS
from data_access.domain.evaluation.scheme import ObjectKind, Scheme
from data_access.domain.evaluation.scheme_reader import BadScheme
from data_access.domain.evaluation.scores import Counts
from data_access.domain.evaluation.whatif import BadTrial, Trial, tried
from data_access.domain.facts import Facts
from data_access.domain.period import BadPeriod, Period, parse_time
from data_access.domain.scope import Place, Scope
from data_access.ingest.external_values import BadValues, read_external
from data_access.queries.evaluated import Subjects, areas, named
from data_access.queries.evaluation import (
    Evaluation,
    evaluation_of,
    left_out,
    month_counts,
    months_until,
    scheme_of,
)
from data_access.queries.evaluation_history import RankHistory, rank_history
from data_access.queries.groups import NameLists
from data_access.store.evaluation_log import EvaluationLog, log_version
from data_access.store.left_out import left_out_cases, values_entered
from data_access.store.seats import SeatTable, read_seats

SEATS_SECONDS = 600
"""How long rows of seats are kept by a process: reading them takes seconds, and months change slowly."""


class EvaluationRefused(ValueError):
    """An evaluation that cannot be made as asked; the message is for the one who asked."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be evaluated; texts as they were given."""

    month: str
    kind: str = "town"
    area: str | None = None
    scheme: Path | str | None = None
    """A file, or the version of a scheme that the installation has; None is the one in force."""
    external: Path | None = None
    as_of: str | None = None
    trial: str = ""
    """Other weights and marks, as `whatif.Trial.read` takes them."""
    within: tuple[Place, ...] = ()
    """The areas that the asker may see; empty is all."""
    language: str | None = None
    """Of names; the city's when it is not given."""

    @property
    def name(self) -> str:
        """Name of a freeze."""
        return f"{self.kind}:{self.month}" + (f":{self.area}" if self.area else "")


@dataclass(frozen=True)
class Counted:
    """What scores are made of: counts of two months. Other weights need nothing else."""

    kind: ObjectKind
    subjects: Subjects
    before: Counts
    now: Counts
    left_out: tuple[int, ...]
    facts: Facts
    names: NameLists
    entered: Entered
    as_of: float

    def evaluation(self, month: str, scheme: Scheme, draws: int = DRAWS) -> Evaluation:
        """The evaluation by a scheme that asks for the same indicators in the same order."""
        return evaluation_of(month, scheme, self.subjects, self.before, self.now, draws, self.left_out)


@contextmanager
def refusing() -> Iterator[None]:
    """Turn what was asked wrongly into an EvaluationRefused."""
    try:
        yield
    except (BadScheme, BadPeriod, BadValues, BadQuestion, BadTrial) as error:
        raise EvaluationRefused(str(error)) from error


class Counting:
    """Counts from the table of one process."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._seats_read: dict[object, tuple[float, SeatTable, Entered]] = {}

    def schemes(self) -> Sequence[Scheme]:
        """Every scheme that there is, those saved since the process was started included."""
        known = {scheme.version: scheme for scheme in self._services.city.schemes}
        for scheme in shelf_of(self._services.settings, self._services.city.id).schemes():
            known.setdefault(scheme.version, scheme)
        return tuple(known.values())

    def scheme(self, wanted: Wanted) -> Scheme:
        """The scheme that a question names, with its trial. Raises what `refusing` turns."""
        return self._scheme(wanted, _kind(wanted))

    @contextmanager
    def counted(self, wanted: Wanted) -> Iterator[tuple[Counted, Scheme]]:
        """The counts, while the rows behind them stay as they are. Raises what `refusing` turns."""
        city, kind = self._services.city, _kind(wanted)
        scheme = self._scheme(wanted, kind)
        as_of = time.time() if wanted.as_of is None else parse_time(wanted.as_of, city.zone)
        area = self._area(wanted, kind)
        scope = Scope(areas=() if area is None else (area,), within=wanted.within)
        months = months_until(wanted.month, 2, city)
        if kind is ObjectKind.SEAT:
            as_of, table, entered = self._seats_lately(months, as_of, now=wanted.as_of is None)
            facts = Facts(table.columns, city, int(as_of), scope.mask(table.columns))
            entered = with_file(entered, wanted.external)
            yield self._count(named(kind, table), facts, table, entered, scheme, months, as_of), scheme
            return
        with self._services.answers.held() as held:
            facts = Facts(held.columns, city, int(as_of), scope.mask(held.columns))
            in_towns = kind is ObjectKind.TOWN
            subjects = areas(city, scope, wanted.language) if in_towns else named(kind, held.names)
            entered = with_file(held.entered(), wanted.external)
            yield self._count(subjects, facts, held.names, entered, scheme, months, as_of), scheme

    def history(self, wanted: Wanted, months: int) -> RankHistory | None:
        """Ranks of so many months up to the evaluated one; None of seats, whose months take seconds each to
        read. Raises what `refusing` turns."""
        city, kind = self._services.city, _kind(wanted)
        if kind is ObjectKind.SEAT:
            return None
        as_of = time.time() if wanted.as_of is None else parse_time(wanted.as_of, city.zone)
        area = self._area(wanted, kind)
        scope = Scope(areas=() if area is None else (area,), within=wanted.within)
        span = months_until(wanted.month, months, city)
        with self._services.answers.held() as held:
            facts = Facts(held.columns, city, int(as_of), scope.mask(held.columns))
            in_towns = kind is ObjectKind.TOWN
            subjects = areas(city, scope, wanted.language) if in_towns else named(kind, held.names)
            entered = with_file(held.entered(), wanted.external)
            return rank_history(
                facts, city, span, subjects,
                lambda month: self._scheme(replace(wanted, month=month), kind, strict=False), entered,
            )  # fmt: skip

    def _scheme(self, wanted: Wanted, kind: ObjectKind, *, strict: bool = True) -> Scheme:
        if wanted.scheme is None:
            scheme = scheme_of(self._services.city, wanted.month)
        elif isinstance(wanted.scheme, Path):
            scheme = load_scheme(wanted.scheme)
        else:
            known = {one.version: one for one in self.schemes()}
            if wanted.scheme not in known:
                raise EvaluationRefused(
                    f"there is no scheme {wanted.scheme!r}; there are {', '.join(known) or 'none'}"
                )
            scheme = known[wanted.scheme]
        if kind not in scheme.kinds:
            if not strict:
                return scheme
            raise EvaluationRefused(f"the scheme {scheme.version} says nothing about kind {kind.value}")
        return tried(scheme, kind, Trial.read(wanted.trial)) if wanted.trial else scheme

    def _count(
        self, subjects: Subjects, facts: Facts, names: NameLists, entered: Entered,
        scheme: Scheme, months: list[str], as_of: float,
    ) -> Counted:  # fmt: skip
        rules = scheme.kinds[subjects.kind]
        before, now = month_counts(facts, self._services.city, months, subjects, rules, entered)
        without = left_out(facts, months[-1], subjects, entered)
        return Counted(subjects.kind, subjects, before, now, without, facts, names, entered, as_of)

    def _seats_lately(
        self, months: list[str], as_of: float, *, now: bool
    ) -> tuple[float, SeatTable, Entered]:
        """Seats, with the clock that they are seen at: as they were read some minutes ago, or read now.

        A clock that was asked for by name is never answered from what was read before.
        """
        if not now:
            return as_of, *self._seats(months)
        services = self._services
        key = tuple(months), log_version(services.connection.redis, services.keys)
        known = self._seats_read.get(key)
        if known is None or as_of - known[0] > SEATS_SECONDS:
            self._seats_read = {key: (as_of, *self._seats(months))}
        return self._seats_read[key]

    def _seats(self, months: list[str]) -> tuple[SeatTable, Entered]:
        """Seats, from the actions of both months: reads the records, so it takes a while."""
        services = self._services
        periods = [Period.month(month, services.city.zone) for month in months]
        log = EvaluationLog(services.connection.redis, services.keys)
        cases = left_out_cases(log)
        apart = {case_id for month in months for case_id in cases.get(month, ())}
        table = read_seats(
            services.connection.redis, services.city, services.keys, periods[0].start, periods[-1].end,
            apart=apart,
        )  # fmt: skip
        rows = {month: table.rows(cases.get(month, ())) for month in months}
        return table, Entered(values_entered(log), rows)

    def _area(self, wanted: Wanted, kind: ObjectKind) -> Place | None:
        if wanted.area is None:
            return None
        found = self._services.city.tree.find(wanted.area)
        if found is None:
            raise EvaluationRefused(f"the city {self._services.city.id} has no area {wanted.area!r}")
        if kind is not ObjectKind.TOWN:
            raise EvaluationRefused("an area is for villages only: departments and teams are the city's")
        return found


def _kind(wanted: Wanted) -> ObjectKind:
    if wanted.kind not in tuple(ObjectKind):
        raise EvaluationRefused(f"kind must be one of {', '.join(ObjectKind)}, not {wanted.kind!r}")
    return ObjectKind(wanted.kind)


def with_file(entered: Entered, path: Path | None) -> Entered:
    """What was entered, with the values of a file in the place of those kept. Raises BadValues."""
    if path is None:
        return entered
    values = {kind: {**entered.values(kind), **own} for kind, own in read_external(path).items()}
    return Entered(values, entered.left_out)
