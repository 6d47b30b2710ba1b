"""Quality of work, the public and duplicates: one plain function a row of the table of indicators."""

import math
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import islice

from tests.reference.asked import DAY, MINUTE, Asked, Ratio, on_time
from tests.reference.case import Case
from tests.reference.counts import (
    dispatched_count,
    disposed_count,
    return_count,
    rework_count,
)
from tests.reference.places import Place

EARTH_RADIUS_M = 6_371_008.8

# --- quality of work


def rework_rate(asked: Asked) -> Ratio:
    return rework_count(asked), disposed_count(asked)


def return_rate(asked: Asked) -> Ratio:
    return return_count(asked), dispatched_count(asked)


def dispatch_accuracy_rate(asked: Asked) -> Ratio:
    return dispatched_count(asked) - return_count(asked), dispatched_count(asked)


def on_time_accept_rate(asked: Asked) -> Ratio:
    cases = [case for case in asked.cases if asked.holds(case.accepted_at)]
    return sum(on_time(case.reported_at, case.accepted_at, 15 * MINUTE) for case in cases), len(cases)


def on_time_dispatch_rate(asked: Asked) -> Ratio:
    cases = [case for case in asked.cases if asked.holds(case.first_dispatched_at)]
    return sum(on_time(case.filed_at, case.first_dispatched_at, 15 * MINUTE) for case in cases), len(cases)


def on_time_verify_rate(asked: Asked) -> Ratio:
    cases = [case for case in asked.cases if asked.holds(case.verified_at)]
    return sum(on_time(case.disposed_at, case.verified_at, 30 * MINUTE) for case in cases), len(cases)


def valid_report_rate(asked: Asked) -> Ratio:
    decided = [
        case
        for case in asked.cases
        if case.from_collector and (asked.holds(case.filed_at) or asked.holds(case.rejected_at))
    ]
    return sum(case.filed and case.stage != "VOID" for case in decided), len(decided)


def missed_report_rate(asked: Asked) -> Ratio:
    filed = [case for case in asked.cases if asked.holds(case.filed_at)]
    missed = [case for case in filed if case.from_public and case.confirmed and patrolled(case)]
    return len(missed), len(filed)


def patrolled(case: Case) -> bool:
    """Whether collectors patrol for the class of the case."""
    index = case.city.taxonomy.class_index(str(case.attribute("class")))
    return index is not None and case.city.taxonomy.classes[index].by_collectors


def self_handled_rate(asked: Asked) -> Ratio:
    cases = [case for case in asked.cases if case.from_collector and asked.holds(case.reported_at)]
    return sum("self_handled" in case.flag for case in cases), len(cases)


# --- the public


def answered_at(case: Case) -> datetime | None:
    """When the case was accepted or rejected, whichever came first."""
    times = [time for time in (case.accepted_at, case.rejected_at) if time is not None]
    return min(times, default=None)


def response_24h_rate(asked: Asked) -> Ratio:
    cases = [case for case in asked.cases if case.from_public and asked.holds(case.reported_at)]
    counted = [case for case in cases if answered_at(case) is not None or older_than_a_day(case, asked.as_of)]
    return sum(on_time(case.reported_at, answered_at(case), DAY) for case in counted), len(counted)


def older_than_a_day(case: Case, as_of: datetime) -> bool:
    return case.reported_at is not None and as_of - case.reported_at > DAY


def satisfaction_mean(asked: Asked) -> Ratio:
    scores = [case.score for case in asked.cases if asked.holds(case.rated_at) and case.score is not None]
    return sum(scores), len(scores)


def satisfied_rate(asked: Asked) -> Ratio:
    scores = [case.score for case in asked.cases if asked.holds(case.rated_at) and case.score is not None]
    return sum(score >= 4 for score in scores), len(scores)


# --- duplicates


def duplicate_rate(asked: Asked) -> Ratio:
    reported = [case for case in asked.cases if asked.holds(case.reported_at)]
    repeated = [case for case in reported if case.case_id in asked.repeating]
    return len(repeated), len(reported)


def repeating(cases: Iterable[Case], places: dict[str, Place]) -> frozenset[str]:
    """Ids of the cases that repeat an earlier one; each is compared with all of the 24 hours before it."""
    same: dict[object, list[tuple[datetime, Case]]] = {}
    for case in cases:
        if case.reported_at is not None:
            same.setdefault(case.attribute("subclass"), []).append((case.reported_at, case))
    found = set()
    for of_one_subclass in same.values():
        of_one_subclass.sort(key=lambda one: one[0])
        first = 0
        for at, case in of_one_subclass:
            while at - of_one_subclass[first][0] > DAY:
                first += 1
            for other_at, other in islice(of_one_subclass, first, None):
                if other_at >= at:
                    break
                if repeats(case, other, places):
                    found.add(case.case_id)
                    break
    return frozenset(found)


def repeats(case: Case, other: Case, places: dict[str, Place]) -> bool:
    """Whether `other` is an earlier case of the same matter that was still open when `case` was reported."""
    if other is case or case.reported_at is None or other.reported_at is None:
        return False
    if not timedelta(0) < case.reported_at - other.reported_at <= DAY:
        return False
    if case.attribute("subclass") is None or case.attribute("subclass") != other.attribute("subclass"):
        return False
    if other.ended_at is not None and other.ended_at <= case.reported_at:
        return False
    distance = metres(places[case.case_id], places[other.case_id])
    return distance is not None and distance <= 50


def metres(one: Place, two: Place) -> float | None:
    """Great-circle distance, None without both positions."""
    if one.lon is None or one.lat is None or two.lon is None or two.lat is None:
        return None
    lat_1, lat_2 = math.radians(one.lat), math.radians(two.lat)
    half = (
        math.sin((lat_2 - lat_1) / 2) ** 2
        + math.cos(lat_1) * math.cos(lat_2) * math.sin(math.radians(two.lon - one.lon) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(half))
