"""The question `coordination`: its options, and how they become reasons and a page of the board."""

from collections.abc import Mapping
from typing import Any

from dashboard.case_list import LIMIT, list_name, page_after, page_limit
from dashboard.options import Held, Option, choices, period_of, scope_of
from data_access.domain.coordination import Reason
from data_access.queries.coordination import Standing, coordination

BOARD_OPTIONS = (
    Option(
        "reason",
        "only cases with one of these reasons; several with commas",
        choices(Reason),
        several=True,
    ),
    Option("state", "open cases, or all", choices(Standing), Standing.OPEN.value),
    *LIMIT,
)


def ask_coordination(held: Held, given: Mapping[str, str], as_of: int) -> dict[str, Any]:
    """A page of the coordination board. Raises BadQuestion."""
    if held.sources is None:
        raise ValueError("the board needs the way from rows to actions and marks")
    name = list_name(given)
    after = page_after(given, name)
    if after is not None:
        # All pages tell of the moment of the first one.
        as_of = after.as_of
    period = period_of(given, held.city, as_of) if "from" in given or "to" in given else None
    return coordination(
        held.columns,
        held.city,
        held.names,
        held.sources(),
        as_of=as_of,
        scope=scope_of(held, given),
        period=period,
        standing=Standing(given["state"]),
        reasons=tuple(Reason(one) for one in given["reason"].split(",")) if "reason" in given else (),
        limit=page_limit(given["limit"]),
        question=name,
        after=after,
    )
