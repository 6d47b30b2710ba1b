"""What each action did to its case: the fold of the actions up to it beside that up to the one before."""

from dataclasses import dataclass

from data_access.domain.actions import KINDS, RANK_BITS, RANK_MASK, ActionKind, ActionSet, Fields, variants
from data_access.domain.lifecycle import CaseState, DueOf, first_report, fold

STATE_FIELDS = (
    "stage",
    "accepted_at",
    "filed_at",
    "first_dispatched_at",
    "due_at",
    "disposed_at",
    "verified_at",
    "ended_at",
    "rated_at",
    "score",
    "department",
    "level",
    "confirmed",
    "suspended_at",
)
"""What of a state an action can change, besides counts."""
_OWN_TIME = {
    ActionKind.ACCEPT: "accepted_at",
    ActionKind.FILE: "filed_at",
    ActionKind.DISPATCH: "first_dispatched_at",
    ActionKind.DISPOSE: "disposed_at",
    ActionKind.VERIFY: "verified_at",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One action in fold order and the states around it."""

    at_us: int
    kind: ActionKind
    fields: Fields
    effective: bool
    """False for an anomaly: an action that makes no sense where it falls and changes nothing."""
    before: CaseState
    after: CaseState

    @property
    def changed(self) -> tuple[str, ...]:
        """Fields of the state that it changed."""
        return tuple(name for name in STATE_FIELDS if getattr(self.before, name) != getattr(self.after, name))

    @property
    def implied(self) -> tuple[str, ...]:
        """Stages that it implied: times that became its own, though no action of theirs had come."""
        times = _OWN_TIME.values()
        own = _OWN_TIME.get(self.kind)
        return tuple(
            name
            for name in self.changed
            if name in times and name != own and getattr(self.after, name) == self.at_us
        )


def timeline(actions: ActionSet, due_of: DueOf) -> list[Step]:
    """Every action of a case in fold order with its effect.

    The fold of a longer and longer set is compared with itself, so there is no second account of the life
    cycle; the report, whose attributes hold from the beginning, is in every one of the sets.
    """
    ordered = sorted(actions)
    report = first_report(actions, ordered)
    so_far: ActionSet = {} if report is None else {report[0]: report[1]}
    before = fold(so_far, due_of)
    steps: list[Step] = []
    for order in ordered:
        told: list[Fields] = []
        for fields in variants(actions[order]):
            told.append(fields)
            so_far[order] = list(told) if len(told) > 1 else fields or None
            after = fold(so_far, due_of)
            kind = KINDS[(order & RANK_MASK) - 1]
            effective = after.anomalies == before.anomalies
            steps.append(Step(order >> RANK_BITS, kind, fields, effective, before, after))
            before = after
    return steps
