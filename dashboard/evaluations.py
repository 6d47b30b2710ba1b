"""Evaluations for commands and pages: reads schemes and external values, asks, freezes, compares."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboard.auditing import note
from dashboard.auth.secret import secret_key
from dashboard.options import BadQuestion
from dashboard.services import Services
from data_access.cities.schemes import load_scheme
from data_access.domain.areas import AreaLevel
from data_access.domain.auditing import AuditAction
from data_access.domain.evaluation.revisions import Revision, revisions
from data_access.domain.evaluation.scheme import ObjectKind, Scheme
from data_access.domain.evaluation.scheme_reader import BadScheme
from data_access.domain.facts import Facts
from data_access.domain.period import BadPeriod, Period, city_time, parse_time
from data_access.domain.scope import Scope
from data_access.ingest.external_values import BadValues, Values, read_external
from data_access.queries.evaluated import Subjects, areas, named
from data_access.queries.evaluation import Evaluation, evaluate, months_until
from data_access.queries.evaluation_answer import evaluation_answer
from data_access.store.freezes import BadSignature, Freezes
from data_access.store.seats import read_seats


class EvaluationRefused(ValueError):
    """An evaluation that cannot be made as asked; the message is for the one who asked."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be evaluated; texts as they were given."""

    month: str
    kind: str = "town"
    area: str | None = None
    scheme: Path | None = None
    external: Path | None = None
    as_of: str | None = None

    @property
    def name(self) -> str:
        """Name of a freeze."""
        return f"{self.kind}:{self.month}" + (f":{self.area}" if self.area else "")


class Evaluations:
    """Answers from the table of one process, freezes in its store."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def answer(self, wanted: Wanted) -> dict[str, Any]:
        """The evaluation as JSON, with the clock it was made at. Raises EvaluationRefused."""
        try:
            return self._answer(wanted)
        except (BadScheme, BadPeriod, BadValues, BadQuestion) as error:
            raise EvaluationRefused(str(error)) from error

    def freeze(self, wanted: Wanted) -> dict[str, Any]:
        """Keep a month that is over, signed, and return it. Raises EvaluationRefused."""
        answer = self.answer(wanted)
        if answer["running"]:
            raise EvaluationRefused(f"{wanted.month} is not over yet: only whole months are frozen")
        answer["frozen_at"] = city_time(int(time.time()), self._services.city.zone)
        if not self._freezes().put(wanted.name, answer):
            raise EvaluationRefused(f"{wanted.name} is frozen already; --compare shows what changed since")
        note(self._services, AuditAction.FREEZE, wanted.name)
        return answer

    def frozen(self, wanted: Wanted) -> dict[str, Any] | None:
        """The frozen month, None when it is not. Raises EvaluationRefused when its signature is wrong."""
        try:
            return self._freezes().get(wanted.name)
        except BadSignature as error:
            raise EvaluationRefused(str(error)) from error

    def compare(self, wanted: Wanted) -> list[Revision]:
        """What has changed since the month was frozen. Raises EvaluationRefused when it never was."""
        frozen = self.frozen(wanted)
        if frozen is None:
            raise EvaluationRefused(f"{wanted.name} was never frozen")
        return revisions(frozen, self.answer(wanted))

    def _freezes(self) -> Freezes:
        services = self._services
        return Freezes(services.connection.redis, services.keys, secret_key(services.settings))

    def _answer(self, wanted: Wanted) -> dict[str, Any]:
        city = self._services.city
        if wanted.kind not in tuple(ObjectKind):
            raise EvaluationRefused(f"kind must be one of {', '.join(ObjectKind)}, not {wanted.kind!r}")
        kind = ObjectKind(wanted.kind)
        scheme: Scheme | None = load_scheme(wanted.scheme) if wanted.scheme else None
        if scheme is not None and kind not in scheme.kinds:
            raise EvaluationRefused(f"the scheme {scheme.version} says nothing about kind {kind.value}")
        values: Values = read_external(wanted.external) if wanted.external else {}
        as_of = time.time() if wanted.as_of is None else parse_time(wanted.as_of, city.zone)
        area = self._area(wanted, kind)
        scope = Scope(areas=() if area is None else (area,))
        if kind is ObjectKind.SEAT:
            found = self._seats(wanted, int(as_of), scheme, values)
            return self._dressed(found, kind, wanted, as_of)
        with self._services.answers.held() as held:
            facts = Facts(held.columns, city, int(as_of), scope.mask(held.columns))
            subjects: Subjects = areas(city, scope) if kind is ObjectKind.TOWN else named(kind, held.names)
            found = evaluate(
                facts, city, wanted.month, subjects, scheme=scheme, external=values.get(kind, {})
            )
        return self._dressed(found, kind, wanted, as_of)

    def _seats(self, wanted: Wanted, as_of: int, scheme: Scheme | None, values: Values) -> Evaluation:
        """Seats, from the actions of the month and the one before: reads the records, so it takes a while."""
        services, kind = self._services, ObjectKind.SEAT
        month = Period.month(wanted.month, services.city.zone)
        before = Period.month(months_until(wanted.month, 2, services.city)[0], services.city.zone)
        table = read_seats(services.connection.redis, services.city, services.keys, before.start, month.end)
        facts = Facts(table.columns, services.city, as_of)
        return evaluate(
            facts, services.city, wanted.month, named(kind, table),
            scheme=scheme, external=values.get(kind, {}),
        )  # fmt: skip

    def _dressed(self, found: Evaluation, kind: ObjectKind, wanted: Wanted, as_of: float) -> dict[str, Any]:
        city = self._services.city
        return {
            "as_of": city_time(int(as_of), city.zone),
            "running": Period.month(wanted.month, city.zone).end > as_of,
            **evaluation_answer(found, kind, city.language),
        }

    def _area(self, wanted: Wanted, kind: ObjectKind) -> tuple[AreaLevel, int] | None:
        if wanted.area is None:
            return None
        found = self._services.city.tree.find(wanted.area)
        if found is None:
            raise EvaluationRefused(f"the city {self._services.city.id} has no area {wanted.area!r}")
        if kind is not ObjectKind.TOWN:
            raise EvaluationRefused("an area is for villages only: departments and teams are the city's")
        return found
