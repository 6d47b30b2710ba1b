"""Who had a case, one after the other: departments in the order of its effective dispatches."""

from dataclasses import dataclass

from data_access.domain.actions import RANK_BITS, RANK_MASK, RANKS, ActionSet, Field, variants
from data_access.domain.lifecycle import CaseState, DueOf, fold

_DISPATCH = RANKS["dispatch"]


@dataclass(frozen=True, slots=True)
class Stint:
    """The time that one department had a case; microseconds since 1970 UTC."""

    department: str | None
    """None for a dispatch that names none, as long as no earlier one did."""
    start_us: int
    end_us: int | None
    """Given back, disposed or ended; None while it still lies there."""


def stints(actions: ActionSet, due_of: DueOf) -> list[Stint]:
    """The stints of a case in their order; a rework belongs to the department that had it."""
    state = fold(actions, due_of)
    effective = set(state.dispatches)
    names: dict[int, str | None] = {}
    held: str | None = None
    for order in sorted(actions):
        at = order >> RANK_BITS
        if order & RANK_MASK == _DISPATCH and at in effective:
            # Of several of one moment the first one dispatched the case; the others found it dispatched.
            held = variants(actions[order])[0].get(Field.DEPARTMENT, held)
            names[at] = held
    return [Stint(names[at], at, _end(state, at)) for at in state.dispatches]


def _end(state: CaseState, at: int) -> int | None:
    # Only a return makes way for another dispatch; at one moment dispatches come first.
    given_back = next((time for time in state.returns if time >= at), None)
    if given_back is not None:
        return given_back
    return state.disposed_at if state.disposed_at is not None else state.ended_at


def ping_pong(passed: list[Stint]) -> bool:
    """Whether a department got a case back that another one had meanwhile."""
    names = [stint.department for stint in passed if stint.department is not None]
    order = [name for index, name in enumerate(names) if index == 0 or name != names[index - 1]]
    return len(set(order)) < len(order)
