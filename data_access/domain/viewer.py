"""Who looks at the review surface: a person's duty, and the areas whose cases that person may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from data_access.domain.areas import AreaLevel, AreaTree
from data_access.domain.scope import Place, outermost


class Duty(StrEnum):
    """What a person is there for; each may do all that those before may."""

    VIEWER = "viewer"
    """Looks at figures and cases, and takes them away."""
    EVALUATOR = "evaluator"
    """Enters external marks, decides appeals, signs months."""
    STEWARD = "steward"
    """Answers for the data: quarantine, marks for coordination, screens."""
    ADMINISTRATOR = "administrator"
    """Answers for the installation: accounts, tokens, the audit log."""

    def covers(self, needed: "Duty") -> bool:
        """Whether this duty may do what another one may."""
        order = list(Duty)
        return order.index(self) >= order.index(needed)


@dataclass(frozen=True, slots=True)
class Viewer:
    """A logged-in person."""

    name: str
    duty: Duty
    within: tuple[Place, ...] = ()
    """Areas outside which nothing may be seen; empty is the whole city. Goes into every question."""


def places_of(tree: AreaTree, codes: Iterable[str]) -> tuple[Place, ...] | None:
    """The places that area codes limit somebody to: empty for the whole city, which no codes mean.

    None when there are codes and the city knows none of them: then nothing may be seen. Codes that an
    earlier version of the city pack had open nothing.
    """
    given = tuple(codes)
    found = outermost(tree, [place for code in given if (place := tree.find(code)) is not None])
    if given and not found:
        return None
    return () if any(level == AreaLevel.CITY for level, _ in found) else found
