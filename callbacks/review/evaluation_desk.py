"""What the evaluation page may ask and do, bound to who asks; `dashboard.apps.evaluation_desk` does it."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from layouts.review.evaluation.choice import Choice

Json = Mapping[str, Any]


class Refused(ValueError):
    """Something that cannot be done as asked, or not by this person; the message is for that person."""


class EvaluationDesk(Protocol):
    """Figures and deeds of evaluations for one viewer: nothing leaves or enters beyond that viewer's areas.

    Every method raises Refused; deeds are kept under the viewer's name.
    """

    @property
    def may_evaluate(self) -> bool:
        """Whether the viewer enters values, decides appeals, signs months and saves schemes."""
        ...

    def titles(self, choice: Choice) -> Mapping[str, Json]:
        """Names `zh` and `en` of every indicator of the kind, of all schemes, by name."""
        ...

    def months(self) -> Sequence[str]:
        """Months with cases, the latest first."""
        ...

    def schemes(self) -> Sequence[Json]:
        """`version`, `zh`, `en`, `since` and `saved` of every scheme."""
        ...

    def table(self, choice: Choice) -> Json:
        """The table of `queries.evaluation_table` with `scheme`, `running`, `frozen` and counts for tabs."""
        ...

    def answer(self, choice: Choice) -> Json:
        """The whole evaluation, as `zhiwang evaluate` has it."""
        ...

    def why(self, choice: Choice) -> Json:
        """Why the object in focus changed (`queries.evaluation_why`)."""
        ...

    def history(self, choice: Choice) -> Json | None:
        """`months`, `schemes`, `changes`, `lowest` and `ranks` by code; None where there is none."""
        ...

    def signed_ranks(self, choice: Choice, months: Sequence[str]) -> Mapping[str, int | None]:
        """Ranks of the object in focus in the frozen ones of some months."""
        ...

    def trial(self, choice: Choice) -> Json:
        """The month under the tried scheme against the chosen one, with the rules that were tried."""
        ...

    def versus(self, choice: Choice) -> Json:
        """The month under the chosen scheme against another one."""
        ...

    def revisions(self, choice: Choice) -> Sequence[Json]:
        """What has changed since the month was frozen."""
        ...

    def external(self, choice: Choice) -> Json:
        """`indicators`, `objects` and `values` with their histories."""
        ...

    def appeals(self, choice: Choice) -> Sequence[Json]:
        """Appeals of the month, each with its steps and what may be done."""
        ...

    def notes(self, choice: Choice) -> Sequence[Json]:
        """Notes beside the object in focus."""
        ...

    def enter(
        self, choice: Choice, code: str, indicator: str, counts: tuple[int, int] | None, note: str
    ) -> None:
        """Keep an external value, or take it back."""
        ...

    def step(self, choice: Choice, case_id: str, step: str, reason: str) -> None:
        """Raise, withdraw, accept, refuse or undo an appeal."""
        ...

    def note(self, choice: Choice, text: str) -> None:
        """Keep a note beside the object in focus."""
        ...

    def freeze(self, choice: Choice) -> None:
        """Sign the month."""
        ...

    def save(self, choice: Choice, version: str, since: str) -> str:
        """Save the tried scheme; the name of its file."""
        ...
