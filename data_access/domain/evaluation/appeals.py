"""Appeals against the counting of single cases: the fold of their steps, as a case is that of its actions."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

LONGEST_REASON = 400


class Step(StrEnum):
    """What can be done about the counting of a case in a month."""

    RAISE = "raise"
    """Somebody asks to leave the case out."""
    WITHDRAW = "withdraw"
    """The appeal is taken back before it is decided."""
    ACCEPT = "accept"
    """The case is left out of the month's evaluation."""
    REFUSE = "refuse"
    UNDO = "undo"
    """The decision is taken back: the appeal is open again."""


class AppealState(StrEnum):
    """How an appeal stands."""

    OPEN = "open"
    WITHDRAWN = "withdrawn"
    ACCEPTED = "accepted"
    REFUSED = "refused"


_AFTER: dict[tuple[AppealState | None, Step], AppealState] = {
    (None, Step.RAISE): AppealState.OPEN,
    (AppealState.WITHDRAWN, Step.RAISE): AppealState.OPEN,
    (AppealState.REFUSED, Step.RAISE): AppealState.OPEN,
    (AppealState.OPEN, Step.WITHDRAW): AppealState.WITHDRAWN,
    (AppealState.OPEN, Step.ACCEPT): AppealState.ACCEPTED,
    (AppealState.OPEN, Step.REFUSE): AppealState.REFUSED,
    (AppealState.ACCEPTED, Step.UNDO): AppealState.OPEN,
    (AppealState.REFUSED, Step.UNDO): AppealState.OPEN,
}
"""State after a step that makes sense; all else has no effect. Of two decisions the first one counts."""


@dataclass(frozen=True, slots=True)
class AppealStep:
    """One step; all of them are kept for good."""

    month: str
    case_id: str
    step: Step
    by: str
    at: int
    """Unix seconds."""
    reason: str


@dataclass(slots=True)
class Appeal:
    """How the counting of one case in one month stands, and how it came to that."""

    month: str
    case_id: str
    state: AppealState
    steps: list[AppealStep] = field(default_factory=list)
    """The steps that had an effect, oldest first."""

    @property
    def left_out(self) -> bool:
        """Whether the case is left out of the evaluation of the month."""
        return self.state is AppealState.ACCEPTED

    @property
    def raised(self) -> AppealStep:
        """The step that opened it last."""
        return next(step for step in reversed(self.steps) if step.step is Step.RAISE)

    @property
    def decided(self) -> AppealStep | None:
        """The decision that holds."""
        return self.steps[-1] if self.state in (AppealState.ACCEPTED, AppealState.REFUSED) else None


def after(state: AppealState | None, step: Step) -> AppealState | None:
    """The state after a step; None when the step makes no sense there."""
    return _AFTER.get((state, step))


def possible(state: AppealState | None) -> tuple[Step, ...]:
    """The steps that make sense in a state."""
    return tuple(step for step in Step if (state, step) in _AFTER)


def appeals(steps: Iterable[AppealStep]) -> dict[tuple[str, str], Appeal]:
    """Appeals by month and case, from the steps in the order in which they were kept."""
    found: dict[tuple[str, str], Appeal] = {}
    for step in steps:
        key = step.month, step.case_id
        appeal = found.get(key)
        state = after(appeal.state if appeal else None, step.step)
        if state is None:
            continue
        if appeal is None:
            appeal = found[key] = Appeal(step.month, step.case_id, state)
        appeal.state = state
        appeal.steps.append(step)
    return found
