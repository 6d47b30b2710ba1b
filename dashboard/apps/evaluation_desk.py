"""Evaluations for one viewer, whose rights and areas are enforced here, whatever a page asks."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

from callbacks.review.evaluation_desk import Json, Refused
from dashboard.apps.evaluation_rules import levels_json, rules_json
from dashboard.evaluation_counts import EvaluationRefused, Wanted
from dashboard.evaluation_entries import EvaluationEntries
from dashboard.evaluations import Evaluations
from dashboard.scheme_shelf import SchemeRefused
from dashboard.services import Services
from data_access.domain.evaluation.appeals import Step, possible
from data_access.domain.evaluation.scheme import ObjectKind
from data_access.domain.period import city_time
from data_access.domain.rights import Right, may
from data_access.domain.viewer import Viewer
from data_access.queries.evaluation_table import evaluation_table, mean_score
from data_access.queries.evaluation_versus import versus_answer
from layouts.review.evaluation.choice import Choice

_FIRST_YEAR = 2000
_OF_ANYBODY = (Step.RAISE, Step.WITHDRAW)
"""Steps of those who are evaluated; the others are decisions."""


class ViewersEvaluations:
    """What `callbacks.review.evaluation_desk` promises."""

    def __init__(
        self,
        services: Services,
        evaluations: Evaluations,
        viewer: Viewer,
        language: str,
        ask: Callable[..., Any],
    ) -> None:
        self._services = services
        self._viewer = viewer
        self._language = language
        self._ask = ask
        self._evaluations = evaluations
        self._entries = EvaluationEntries(services)

    def months(self) -> Sequence[str]:
        """Months with cases, the latest first."""
        today = date.fromisoformat(city_time(int(time.time()), self._services.city.zone)[:10])
        buckets = self._ask(
            "trend",
            {"bucket": "month", "from": f"{_FIRST_YEAR}-01-01", "to": f"{today.year + 1}-01-01",
             "indicators": "should_dispose_count"},
        )  # fmt: skip
        return [one["start"][:7] for one in buckets if one["should_dispose_count"]][::-1]

    def schemes(self) -> Sequence[Json]:
        """Every scheme, those saved a moment ago included."""
        packed = {scheme.version for scheme in self._services.city.schemes}
        with _refusing():
            return [
                {
                    "version": s.version,
                    "zh": s.zh,
                    "en": s.en,
                    "since": s.since,
                    "saved": s.version not in packed,
                }
                for s in self._evaluations.schemes()
            ]

    def titles(self, choice: Choice) -> Mapping[str, Json]:
        """Names of every indicator of the kind, by name."""
        kind = ObjectKind(choice.kind)
        with _refusing():
            return {
                c.name: {"zh": c.formula.zh, "en": c.formula.en}
                for scheme in self._evaluations.schemes()
                if kind in scheme.kinds
                for c in scheme.kinds[kind].criteria
            }

    def table(self, choice: Choice) -> Json:
        """The table of the month, and what the tabs tell."""
        wanted = self._wanted(choice)
        with _refusing():
            found, counted = self._evaluations.evaluated(wanted)
            frozen = self._evaluations.frozen(wanted) if not self._viewer.within else None
        labels = {s.code: {"name": s.name, "short": s.short} for s in found.subjects}
        table = evaluation_table(found)
        for row in table["rows"]:
            row |= labels[row["code"]]
        scheme = found.scheme
        return {
            **table,
            "month": found.month,
            "mean": mean_score(found.scores),
            "then_mean": mean_score(found.then),
            "running": self._running(choice.month, counted.as_of),
            "labels": labels,
            "scheme": {"version": scheme.version, "confirmed": scheme.confirmed, "since": scheme.since},
            "frozen": None
            if frozen is None
            else {"at": frozen["frozen_at"], "by": frozen.get("frozen_by", ""),
                  "scheme": frozen["scheme"]["version"]},
            "revisions": 0 if frozen is None else len(self._evaluations.compare(wanted)),
            "open_appeals": self._entries.open_count(choice.month, self._viewer.within),
        }  # fmt: skip

    def answer(self, choice: Choice) -> Json:
        """The whole evaluation."""
        with _refusing():
            return self._evaluations.answer(self._wanted(choice))

    def why(self, choice: Choice) -> Json:
        """Why the object in focus changed."""
        with _refusing():
            return self._evaluations.why(self._wanted(choice), choice.focus, choice.cause or None)

    def history(self, choice: Choice) -> Json | None:
        """Ranks of twelve months."""
        with _refusing():
            found = self._evaluations.history(self._wanted(choice))
        if found is None:
            return None
        return {"months": found.months, "schemes": found.schemes, "ranks": found.ranks,
                "changes": found.changes, "lowest": found.lowest}  # fmt: skip

    def signed_ranks(self, choice: Choice, months: Sequence[str]) -> Mapping[str, int | None]:
        """Ranks of the object in focus as they were signed: those of all objects are the whole city's."""
        if self._viewer.within:
            return {}
        with _refusing():
            return self._evaluations.signed_ranks(self._wanted(choice), months, choice.focus)

    def trial(self, choice: Choice) -> Json:
        """The month under the tried rules, over the same counts."""
        wanted = self._wanted(choice)
        kind = ObjectKind(choice.kind)
        with _refusing():
            found, counted = self._evaluations.evaluated(wanted, draws=0)
            tried = self._evaluations.scheme(replace(wanted, trial=choice.trial))
            other = counted.evaluation(choice.month, tried, draws=0)
        return {
            **versus_answer(other, found),
            "rules": rules_json(tried, kind),
            "base": rules_json(found.scheme, kind),
            "items": [{"code": i.code, "zh": i.zh, "en": i.en} for i in tried.items],
            "levels": levels_json(tried),
        }

    def versus(self, choice: Choice) -> Json:
        """The month under two schemes."""
        with _refusing():
            return {
                **self._evaluations.versus(self._wanted(choice), choice.against),
                "levels": levels_json(self._evaluations.scheme(self._wanted(choice))),
            }

    def revisions(self, choice: Choice) -> Sequence[Json]:
        """What has changed since the freeze."""
        self._need(Right.REVISIONS)
        with _refusing():
            return [
                {"code": r.code, "figure": r.figure, "frozen": r.frozen, "now": r.now}
                for r in self._evaluations.compare(self._wanted(choice))
            ]

    def external(self, choice: Choice) -> Json:
        """External values with their histories."""
        kind = ObjectKind(choice.kind)
        titles = self.titles(choice)
        zone = self._services.city.zone
        return {
            "indicators": [
                {"name": name, **titles.get(name, {"zh": name, "en": name})}
                for name in self._entries.indicators(choice.month, kind)
            ],
            "values": [
                {
                    "code": code,
                    "indicator": indicator,
                    "history": [
                        {"counts": e.counts, "by": e.by, "at": city_time(e.at, zone), "origin": e.origin,
                         "note": e.note}
                        for e in reversed(history)
                    ],
                }
                for (code, indicator), history in sorted(self._entries.external(choice.month, kind).items())
            ],
        }  # fmt: skip

    def appeals(self, choice: Choice) -> Sequence[Json]:
        """Appeals about cases that the viewer may see."""
        zone, evaluator = self._services.city.zone, self.may_evaluate
        return [
            {
                "case": appeal.case_id,
                "state": appeal.state.value,
                "possible": [s.value for s in possible(appeal.state) if evaluator or s in _OF_ANYBODY],
                "steps": [
                    {"step": s.step.value, "by": s.by, "at": city_time(s.at, zone), "reason": s.reason}
                    for s in reversed(appeal.steps)
                ],
            }
            for appeal in self._entries.appeals(choice.month, self._viewer.within)
        ]

    def notes(self, choice: Choice) -> Sequence[Json]:
        """Notes beside the object in focus."""
        zone = self._services.city.zone
        return [
            {"text": note.text, "by": note.by, "at": city_time(note.at, zone)}
            for note in self._entries.notes(choice.month, ObjectKind(choice.kind), choice.focus)
        ]

    @property
    def may_evaluate(self) -> bool:
        """Whether the viewer enters values, decides and signs: an evaluator who sees the whole city."""
        return may(self._viewer, Right.FREEZE)

    def enter(
        self, choice: Choice, code: str, indicator: str, counts: tuple[int, int] | None, note: str
    ) -> None:
        """Keep an external value, or take it back: evaluators."""
        self._need(Right.EXTERNAL)
        with _refusing():
            self._entries.enter(
                choice.month,
                ObjectKind(choice.kind),
                code,
                indicator,
                counts,
                by=self._viewer.name,
                note=note,
            )

    def step(self, choice: Choice, case_id: str, step: str, reason: str) -> None:
        """Take a step of an appeal; deciding is for evaluators."""
        if step not in tuple(Step):
            raise Refused(f"there is no step {step!r}")
        if Step(step) not in _OF_ANYBODY:
            self._need(Right.APPEAL)
        with _refusing():
            self._entries.step(
                choice.month, case_id.strip(), Step(step), by=self._viewer.name, reason=reason,
                within=self._viewer.within,
            )  # fmt: skip

    def note(self, choice: Choice, text: str) -> None:
        """Keep a note beside an object that the viewer may see."""
        if choice.focus not in {row["code"] for row in self.table(choice)["rows"]}:
            raise Refused("nobody is in focus")
        with _refusing():
            self._entries.add_note(
                choice.month, ObjectKind(choice.kind), choice.focus, text, by=self._viewer.name
            )

    def freeze(self, choice: Choice) -> None:
        """Sign the month: evaluators."""
        self._need(Right.FREEZE)
        with _refusing():
            self._evaluations.freeze(self._wanted(choice), by=self._viewer.name)

    def save(self, choice: Choice, version: str, since: str) -> str:
        """Save the tried scheme: evaluators."""
        self._need(Right.SCHEME)
        wanted = replace(self._wanted(choice), trial=choice.trial)
        with _refusing():
            return self._evaluations.save_scheme(wanted, version, since, by=self._viewer.name).name

    def _wanted(self, choice: Choice) -> Wanted:
        return Wanted(
            choice.month,
            choice.kind,
            choice.area or None,
            choice.scheme or None,
            within=self._viewer.within,
            language=self._language,
        )

    def _running(self, month: str, as_of: float) -> bool:
        return city_time(int(as_of), self._services.city.zone)[:7] <= month

    def _need(self, right: Right) -> None:
        if not may(self._viewer, right):
            raise Refused("this account may not do that")


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except (EvaluationRefused, SchemeRefused) as error:
        raise Refused(str(error)) from error
