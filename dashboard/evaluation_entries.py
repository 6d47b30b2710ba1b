"""What people enter beside the counts: external values, appeals, notes. One door for commands and pages."""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dashboard.auditing import note as note_down
from dashboard.evaluation_counts import EvaluationRefused
from dashboard.services import Services
from data_access.domain.auditing import AuditAction
from data_access.domain.evaluation.appeals import (
    LONGEST_REASON,
    Appeal,
    AppealState,
    AppealStep,
    Step,
    after,
    appeals,
)
from data_access.domain.evaluation.entries import (
    LONGEST_NOTE,
    BadEntry,
    ExternalEntry,
    check_counts,
    histories,
)
from data_access.domain.evaluation.notes import LONGEST_NOTE as LONGEST_TEXT
from data_access.domain.evaluation.notes import Note
from data_access.domain.evaluation.scheme import ObjectKind, Scheme
from data_access.domain.scope import Place
from data_access.ingest.external_values import BadValues, read_external
from data_access.queries.evaluation import scheme_of
from data_access.store.evaluation_log import EvaluationLog

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a table of external values."""

    new: int
    changed: int
    same: int
    """Values that held already: nothing is kept of them."""


class EvaluationEntries:
    """Entries of one city in its store; `by` is always the person who acts."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._log = EvaluationLog(services.connection.redis, services.keys)

    # --- external values

    def external(self, month: str, kind: ObjectKind) -> dict[tuple[str, str], list[ExternalEntry]]:
        """Entries of a month by object and indicator, oldest first; the last one holds."""
        return {
            (code, indicator): history
            for (own, at, code, indicator), history in histories(self._log.external.all()).items()
            if own is kind and at == month
        }

    def enter(
        self, month: str, kind: ObjectKind, code: str, indicator: str, counts: tuple[int, int] | None, *,
        by: str, note: str = "", origin: str = "form",
    ) -> ExternalEntry:  # fmt: skip
        """Keep a value, or take it back (`counts` None). Raises EvaluationRefused."""
        _check_month(month)
        self._check_indicator(month, kind, indicator)
        self._check_code(kind, code)
        if len(note) > LONGEST_NOTE:
            raise EvaluationRefused(f"a note has at most {LONGEST_NOTE} characters")
        try:
            if counts is not None:
                check_counts(*counts)
        except BadEntry as error:
            raise EvaluationRefused(str(error)) from error
        numerator, denominator = counts or (None, None)
        entry = ExternalEntry(
            month, kind, code, indicator, numerator, denominator, by, int(time.time()), origin, note.strip()
        )
        self._log.external.append([entry])
        what = "taken back" if counts is None else f"{counts[0]}/{counts[1]}"
        note_down(
            self._services, AuditAction.SCHEME, f"{indicator} of {kind.value}:{month}:{code}: {what}", who=by
        )
        return entry

    def import_file(self, path: Path, *, by: str) -> Imported:
        """Keep the values of a table, all or none; what holds already is left. Raises EvaluationRefused."""
        try:
            values = read_external(path)
        except BadValues as error:
            raise EvaluationRefused(str(error)) from error
        standing = histories(self._log.external.all())
        at, fresh, new, same = int(time.time()), [], 0, 0
        for kind, own in values.items():
            for (month, code, indicator), (numerator, denominator) in own.items():
                self._check_indicator(month, kind, indicator)
                self._check_code(kind, code)
                history = standing.get((kind, month, code, indicator))
                held = history[-1].counts if history else None
                if held == (numerator, denominator):
                    same += 1
                    continue
                new += held is None
                fresh.append(
                    ExternalEntry(month, kind, code, indicator, numerator, denominator, by, at, path.name)
                )
        self._log.external.append(fresh)
        if fresh:
            note_down(self._services, AuditAction.SCHEME, f"{len(fresh)} values of {path.name}", who=by)
        return Imported(new, len(fresh) - new, same)

    # --- appeals

    def appeals(self, month: str, within: tuple[Place, ...] = ()) -> list[Appeal]:
        """Appeals of a month, the latest first; only about cases that the asker may see."""
        found = [each for each in appeals(self._log.appeals.all()).values() if each.month == month]
        found.sort(key=lambda appeal: -appeal.steps[-1].at)
        return [each for each in found if not within or self._sees(each.case_id, within)]

    def step(
        self, month: str, case_id: str, step: Step, *, by: str, reason: str, within: tuple[Place, ...] = ()
    ) -> Appeal:
        """Raise an appeal about a case, decide it, or take either back. Raises EvaluationRefused."""
        _check_month(month)
        reason = " ".join(reason.split())
        if not reason or len(reason) > LONGEST_REASON:
            raise EvaluationRefused(f"a reason is needed, of at most {LONGEST_REASON} characters")
        if not self._sees(case_id, within):
            raise EvaluationRefused(f"there is no case {case_id!r}")
        appeal = appeals(self._log.appeals.all()).get((month, case_id))
        if after(appeal.state if appeal else None, step) is None:
            state = appeal.state.value if appeal else "not appealed against"
            raise EvaluationRefused(f"the case {case_id} is {state} in {month}: cannot {step.value}")
        self._log.appeals.append([AppealStep(month, case_id, step, by, int(time.time()), reason)])
        what = f"appeal {step.value} {case_id} in {month}: {reason}"
        note_down(self._services, AuditAction.SCHEME, what, who=by)
        # Read again: somebody else may have decided a moment before, and the first decision counts.
        return appeals(self._log.appeals.all())[month, case_id]

    def open_count(self, month: str, within: tuple[Place, ...] = ()) -> int:
        """Appeals of a month that wait for a decision."""
        return sum(each.state is AppealState.OPEN for each in self.appeals(month, within))

    # --- notes

    def notes(self, month: str, kind: ObjectKind, code: str) -> list[Note]:
        """Notes beside an object of a month, the latest first."""
        own = (month, kind.value, code)
        return [each for each in self._log.notes.all() if (each.month, each.kind, each.code) == own][::-1]

    def add_note(self, month: str, kind: ObjectKind, code: str, text: str, *, by: str) -> Note:
        """Keep a note. Raises EvaluationRefused."""
        _check_month(month)
        self._check_code(kind, code)
        text = text.strip()
        if not text or len(text) > LONGEST_TEXT:
            raise EvaluationRefused(f"a note has 1 to {LONGEST_TEXT} characters")
        note = Note(month, kind.value, code, text, by, int(time.time()))
        self._log.notes.append([note])
        return note

    def indicators(self, month: str, kind: ObjectKind) -> Sequence[str]:
        """Names of the external values that the scheme in force asks for."""
        rules = self._scheme(month).kinds.get(kind)
        return [c.name for c in rules.criteria if c.formula.external] if rules else []

    def _scheme(self, month: str) -> Scheme:
        return scheme_of(self._services.city, month)

    def _check_indicator(self, month: str, kind: ObjectKind, indicator: str) -> None:
        known = self.indicators(month, kind)
        if indicator not in known:
            raise EvaluationRefused(
                f"the scheme in force for {month} asks for no external value {indicator!r} of kind "
                f"{kind.value}; it asks for {', '.join(known) or 'none'}"
            )

    def _check_code(self, kind: ObjectKind, code: str) -> None:
        if kind is ObjectKind.TOWN and self._services.city.tree.find(code) is None:
            raise EvaluationRefused(f"the city {self._services.city.id} has no area {code!r}")
        if not code or not code.isprintable() or len(code) > 128:
            raise EvaluationRefused(f"{code!r} is no code of a {kind.value}")

    def _sees(self, case_id: str, within: tuple[Place, ...]) -> bool:
        return self._services.answers.case(case_id, {}, within=within) is not None


def _check_month(month: str) -> None:
    if not _MONTH.fullmatch(month):
        raise EvaluationRefused(f"{month!r} is not a month like 2019-02")
