"""What the row of a reference case must say, field by field; whole seconds where the row keeps seconds."""

import math
from datetime import datetime, timedelta
from typing import Any

from data_access.domain.rows import EPOCH_2020, NEVER, RowFlag, Stage
from data_access.domain.taxonomy import SOURCE_INDEX
from tests.reference.asked import DAY, MINUTE, disposed_on_time, on_time
from tests.reference.case import Case
from tests.reference.places import Place
from tests.reference.quality import answered_at
from tests.reference.wire import microseconds

RECURRING = {
    "dispatch_action": "dispatch",
    "return_action": "return",
    "rework_action": "rework",
    "extend_action": "extend",
    "suspend_action": "suspend",
}


def seconds_of(time: datetime | None) -> int:
    """Row time of an instant."""
    return NEVER if time is None else microseconds(time) // 1_000_000 - EPOCH_2020


def fraction_of(time: datetime | None) -> int:
    """Microseconds beyond the whole second."""
    return 0 if time is None else time.microsecond


def expected_flags(case: Case) -> RowFlag:
    """The flags of a complete case (position and subclass aside)."""
    flags = RowFlag.COMPLETE | RowFlag(case.level * int(RowFlag.ESCALATED_1))
    for flag, holds in (
        (RowFlag.COMPONENT, case.attribute("kind") == "component"),
        (RowFlag.URGENT, "urgent" in case.flag),
        (RowFlag.SELF_HANDLED, "self_handled" in case.flag),
        (RowFlag.CONFIRMED, case.confirmed),
        (RowFlag.SUSPENDED, case.suspended),
        (RowFlag.ON_TIME_DISPOSAL, disposed_on_time(case)),
        (RowFlag.ON_TIME_ACCEPT, on_time(case.reported_at, case.accepted_at, 15 * MINUTE)),
        (RowFlag.ON_TIME_DISPATCH, on_time(case.filed_at, case.first_dispatched_at, 15 * MINUTE)),
        (RowFlag.ON_TIME_VERIFY, on_time(case.disposed_at, case.verified_at, 30 * MINUTE)),
        (RowFlag.RESPONDED_24H, on_time(case.reported_at, answered_at(case), DAY)),
        (RowFlag.FALLS_DUE, case.falls_due),
        (RowFlag.DUE_FRACTION, fraction_of(case.due_at) > 0),
    ):
        if holds:
            flags |= flag
    return flags


COMPARED_FLAGS = RowFlag(
    RowFlag.COMPLETE
    | RowFlag.COMPONENT
    | RowFlag.URGENT
    | RowFlag.CONFIRMED
    | RowFlag.SELF_HANDLED
    | RowFlag.SUSPENDED
    | RowFlag.ON_TIME_DISPOSAL
    | RowFlag.ON_TIME_ACCEPT
    | RowFlag.ON_TIME_DISPATCH
    | RowFlag.ON_TIME_VERIFY
    | RowFlag.RESPONDED_24H
    | RowFlag.ESCALATED_1
    | RowFlag.ESCALATED_2
    | RowFlag.FALLS_DUE
    | RowFlag.DUE_FRACTION
)


def expected(case: Case, place: Place) -> dict[str, Any]:
    """Fields of the first row of a complete case."""
    city = case.city
    indexes = [
        65535 if code is None else (city.tree.find(code) or ("", -1))[1]
        for code in (place.town, place.village, place.grid)
    ]
    limit_time: float = math.nan
    if case.disposed_at is not None and case.filed_at is not None:
        limit_time = (case.disposed_at - case.filed_at - case.suspended_time) / timedelta(seconds=1)
    return {
        "town": indexes[0],
        "village": indexes[1],
        "grid": indexes[2],
        "class": city.taxonomy.class_index(str(case.attribute("class"))),
        "source": SOURCE_INDEX[case.source],
        "stage": int(Stage[case.stage]),
        "score": case.score or 0,
        "return_count": case.return_count,
        "rework_count": case.rework_count,
        "extension_count": case.extension_count,
        "anomaly_count": case.anomaly_count,
        "cell": 0xFFFFFFFF if place.cell is None else place.cell,
        "reported": seconds_of(case.reported_at),
        "accepted": seconds_of(case.accepted_at),
        "filed": seconds_of(case.filed_at),
        "first_dispatched": seconds_of(case.first_dispatched_at),
        "due": seconds_of(case.due_at),
        "disposed": seconds_of(case.disposed_at),
        "verified": seconds_of(case.verified_at),
        "ended": seconds_of(case.ended_at),
        "reported_us": fraction_of(case.reported_at),
        "ended_us": fraction_of(case.ended_at),
        "rated": seconds_of(case.rated_at),
        "disposal_seconds": limit_time,
    }


def expected_actions(case: Case) -> dict[str, list[int]]:
    """Row times of the effective actions that can recur, by column, in order."""
    return {
        column: [seconds_of(at) for action, at in case.effective if action == name]
        for column, name in RECURRING.items()
    }
