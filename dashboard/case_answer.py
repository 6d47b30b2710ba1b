"""The answer about one case: what its actions and its rows say, for who may see it."""

from typing import Any

from dashboard.options import Held, scope_of
from data_access.domain.lifecycle import DueOf
from data_access.domain.period import Period
from data_access.queries.case import case_page
from data_access.store.cases import StoredCase
from data_access.store.stored_rows import StoredRows


def case_answer(
    held: Held, stored: StoredCase, due_of: DueOf, as_of: int, period: Period | None, *, private: bool
) -> dict[str, Any] | None:
    """The page of a case that was read before the rows; None when it lies outside what the asker may see."""
    assert isinstance(held.rows, StoredRows)
    assert stored.actions is not None, "read_case raises when they cannot be read"
    positions = held.rows.positions(stored)
    own = {name: column[positions[:1]] for name, column in held.columns.items()}
    allowed = scope_of(held, {}).mask(own)
    if allowed is not None and not allowed[0]:
        return None
    return case_page(
        held.columns,
        held.city,
        held.names,
        stored.case_id,
        stored.actions,
        due_of,
        positions,
        as_of=as_of,
        period=period,
        private=private,
    )
