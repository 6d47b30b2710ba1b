"""Rows of what each seat operator did: a case's row for each seat, with the times of its own steps alone.

Rows of the table know who reported a case; who accepted, filed, dispatched and verified it is in the actions.
The same measures count over these rows, with the seat in the column `team`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec
import numpy as np
import numpy.typing as npt

from data_access.domain.actions import RANKS, ActionSet, Field, order_of, variants
from data_access.domain.lifecycle import CaseState
from data_access.domain.row_builder import RowBuilder
from data_access.domain.rows import NEVER, RowFlag

_BY = int(Field.BY)
_ACCEPT, _FILE, _DISPATCH, _VERIFY = (RANKS[name] for name in ("accept", "file", "dispatch", "verify"))


@dataclass(slots=True)
class SeatWork:
    """What one seat did in one case; times in µs."""

    accepted: bool = False
    filed: bool = False
    verified: bool = False
    dispatches: list[int] = field(default_factory=list)
    returns: list[int] = field(default_factory=list)
    """Returns of what this seat had dispatched last."""


def seat_work(actions: ActionSet, state: CaseState) -> dict[str, SeatWork]:
    """The effective steps of a case by the seat that took them; steps without `by` belong to nobody."""
    work: dict[str, SeatWork] = {}

    def of(at: int | None, rank: int) -> SeatWork | None:
        order = None if at is None else order_of(at, rank)
        if order is None or order not in actions:
            return None  # Implied by a later step.
        seat = variants(actions[order])[0].get(_BY)
        return None if seat is None else work.setdefault(seat, SeatWork())

    if (accepter := of(state.accepted_at, _ACCEPT)) is not None:
        accepter.accepted = True
    if (filer := of(state.filed_at, _FILE)) is not None:
        filer.filed = True
    if (verifier := of(state.verified_at, _VERIFY)) is not None:
        verifier.verified = True
    for at in state.dispatches:
        if (dispatcher := of(at, _DISPATCH)) is not None:
            dispatcher.dispatches.append(at)
    for at in state.returns:
        last = max((dispatch for dispatch in state.dispatches if dispatch <= at), default=None)
        if (dispatcher := of(last, _DISPATCH)) is not None:
            dispatcher.returns.append(at)
    return work


def seat_rows(items: Sequence[tuple[CaseState, str, SeatWork]], builder: RowBuilder) -> npt.NDArray[np.void]:
    """Rows of complete cases, one or more for each pair of case and seat, whose work comes with it.

    The builder's `teams` must have a number for each seat.
    """
    rows, counts = builder.build([_own(*item) for item in items])
    first = np.cumsum([0, *counts])[:-1].astype(np.intp)
    works = [work for _, _, work in items]
    accepted, filed, verified, began = (
        np.array(flags, dtype=np.bool_)
        for flags in (
            [work.accepted for work in works],
            [work.filed for work in works],
            [work.verified for work in works],
            [state.first_dispatched_at in work.dispatches for state, _, work in items],
        )
    )
    everywhere = np.ones(len(items), dtype=np.bool_)
    # Who files a case answers for what becomes of it.
    for names, hidden in (
        (("rated",), everywhere),
        (("accepted", "reported"), ~accepted),
        (("filed", "due", "disposed", "ended"), ~filed),
        (("verified",), ~verified),
        (("first_dispatched",), ~began),
    ):
        for name in names:
            rows[name][first[hidden]] = NEVER
    rows["flags"][first[~filed]] &= ~np.uint32(RowFlag.FALLS_DUE)
    return rows


def _own(state: CaseState, seat: str, work: SeatWork) -> CaseState:
    """The case as if this seat had reported it, with its own recurring actions alone."""
    assert state.report is not None
    return msgspec.structs.replace(
        state, report={**state.report, _BY: seat}, dispatches=work.dispatches, returns=work.returns,
        reworks=[], extensions=[], suspensions=[],
    )  # fmt: skip
