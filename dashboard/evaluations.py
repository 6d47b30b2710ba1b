"""Evaluations for commands and pages: reads schemes and what people entered, asks, explains, freezes."""

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from dashboard.auditing import note
from dashboard.auth.secret import secret_key
from dashboard.evaluation_counts import Counted, Counting, EvaluationRefused, Wanted, refusing
from dashboard.scheme_shelf import shelf_of
from dashboard.services import Services
from data_access.domain.auditing import AuditAction
from data_access.domain.evaluation.intervals import DRAWS
from data_access.domain.evaluation.revisions import Revision, revisions
from data_access.domain.evaluation.scheme import ObjectKind, Scheme
from data_access.domain.facts import Facts
from data_access.domain.period import Period, city_time
from data_access.queries.evaluation import Evaluation, counts_of
from data_access.queries.evaluation_answer import evaluation_answer
from data_access.queries.evaluation_history import MONTHS, RankHistory
from data_access.queries.evaluation_versus import versus_answer
from data_access.queries.evaluation_why import why_answer
from data_access.store.freezes import BadSignature, Freezes

__all__ = ["EvaluationRefused", "Evaluations", "Wanted"]


class Evaluations:
    """Answers from the table of one process, freezes in its store."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._counting = Counting(services)

    def answer(self, wanted: Wanted, draws: int = DRAWS) -> dict[str, Any]:
        """The evaluation as JSON, with the clock it was made at. Raises EvaluationRefused."""
        with refusing(), self._counting.counted(wanted) as (counted, scheme):
            return self._dressed(counted.evaluation(wanted.month, scheme, draws), counted, wanted)

    def evaluated(self, wanted: Wanted, draws: int = DRAWS) -> tuple[Evaluation, Counted]:
        """The evaluation itself, for pages. Raises EvaluationRefused.

        The rows behind it are those of this moment: only the counts may be kept.
        """
        with refusing(), self._counting.counted(wanted) as (counted, scheme):
            return counted.evaluation(wanted.month, scheme, draws), counted

    def why(self, wanted: Wanted, code: str, cause: str | None = None) -> dict[str, Any]:
        """Why one object changed since the month before (`queries.evaluation_why`).

        `cause` names the indicator to part into groups. Raises EvaluationRefused.
        """
        city = replace(self._services.city, language=wanted.language or self._services.city.language)
        with refusing(), self._counting.counted(wanted) as (counted, scheme):
            found = counted.evaluation(wanted.month, scheme)
            codes = [subject.code for subject in found.subjects]
            if code not in codes:
                raise EvaluationRefused(f"nobody of code {code!r} is evaluated in {wanted.month}")
            names = [criterion.name for criterion in found.rules.criteria]
            if cause is not None and cause not in names:
                raise EvaluationRefused(f"the scheme {scheme.version} has no indicator {cause!r}")
            kept = [label.code for label in counted.subjects.labels]
            member = counted.subjects.members[kept.index(code)]
            everything = np.arange(counted.facts.size, dtype=np.intp)
            own = counted.subjects.groups.of(counted.facts, None, everything) == member
            as_of = int(counted.as_of)
            facts = Facts(counted.facts.columns, city, as_of, own)
            place = city.tree.find(code) if counted.kind is ObjectKind.TOWN else None
            chosen = [kept.index(each) for each in codes]
            former = counts_of(counted.before, chosen)
            return why_answer(
                found, codes.index(code), facts, city, counted.names, counted.kind,
                before=former, level=place[0] if place else None, entered=counted.entered, cause=cause,
            )  # fmt: skip

    def history(self, wanted: Wanted, months: int = MONTHS) -> RankHistory | None:
        """Ranks of some months up to the one wanted; None where they take too long to read.

        Raises EvaluationRefused.
        """
        with refusing():
            return self._counting.history(wanted, months)

    def signed_ranks(self, wanted: Wanted, months: Sequence[str], code: str) -> dict[str, int | None]:
        """The ranks of an object in those of some months that are frozen. Raises EvaluationRefused."""
        found: dict[str, int | None] = {}
        for month in months:
            if (frozen := self.frozen(replace(wanted, month=month))) is not None:
                ranks = {one["code"]: one["rank"] for one in frozen["objects"]}
                found[month] = ranks.get(code)
        return found

    def versus(self, wanted: Wanted, other: Path | str) -> dict[str, Any]:
        """The month under the scheme wanted against another one. Raises EvaluationRefused."""
        with refusing():
            found, counted = self.evaluated(wanted, draws=0)
            against = replace(wanted, scheme=other, trial="", as_of=city_time(int(counted.as_of), self._zone))
            opposite, _ = self.evaluated(against, draws=0)
            return versus_answer(found, opposite)

    def freeze(self, wanted: Wanted, by: str = "") -> dict[str, Any]:
        """Keep a month that is over, signed, and return it. Raises EvaluationRefused."""
        if wanted.trial:
            raise EvaluationRefused("a trial is nothing to freeze: save it as a scheme first")
        answer = self.answer(replace(wanted, within=(), language=None))
        if answer["running"]:
            raise EvaluationRefused(f"{wanted.month} is not over yet: only whole months are frozen")
        answer["frozen_at"] = city_time(int(time.time()), self._zone)
        answer["frozen_by"] = by
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
        return revisions(frozen, self.answer(replace(wanted, within=(), language=None, trial="")))

    def schemes(self) -> Sequence[Scheme]:
        """Every scheme that there is, those saved since the process was started included."""
        with refusing():
            return self._counting.schemes()

    def scheme(self, wanted: Wanted) -> Scheme:
        """The scheme that a question names, with its trial. Raises EvaluationRefused."""
        with refusing():
            return self._counting.scheme(wanted)

    def save_scheme(self, wanted: Wanted, version: str, since: str, *, by: str, name: str = "") -> Path:
        """Save what `scheme` gives under a new version, in force from the month `since` on.

        Raises EvaluationRefused, SchemeRefused, OSError.
        """
        scheme, services = self.scheme(wanted), self._services
        taken = [one.version for one in self.schemes()]
        shelf = shelf_of(services.settings, services.city.id)
        path = shelf.save(scheme, version=version, since=since, by=by, taken=taken, name=name)
        note(services, AuditAction.SCHEME, f"{version} since {since}: {wanted.trial}", who=by)
        return path

    @property
    def _zone(self) -> ZoneInfo:
        return self._services.city.zone

    def _freezes(self) -> Freezes:
        services = self._services
        return Freezes(services.connection.redis, services.keys, secret_key(services.settings))

    def _dressed(self, found: Evaluation, counted: Counted, wanted: Wanted) -> dict[str, Any]:
        """The answer with its clock and what people entered: all of it goes under a freeze's signature."""
        city = self._services.city
        rules = found.rules.criteria
        external = {criterion.name for criterion in rules if criterion.formula.external}
        codes = {subject.code for subject in found.subjects}
        return {
            "as_of": city_time(int(counted.as_of), city.zone),
            "running": Period.month(wanted.month, city.zone).end > counted.as_of,
            **evaluation_answer(found, counted.kind, wanted.language or city.language),
            "external": [
                {"code": code, "indicator": name, "numerator": counts[0], "denominator": counts[1]}
                for (month, code, name), counts in sorted(counted.entered.values(counted.kind).items())
                if month == wanted.month and name in external and code in codes
            ],
        }
