"""The coordination board a second time, in plain Python from raw actions: reasons, severity, waits."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from fractions import Fraction
from math import floor

from tests.reference.answers import World
from tests.reference.case import Case
from tests.reference.little_city import metres_to_town
from tests.reference.measured import overdue

STEPS: tuple[tuple[str, Callable[[Case], datetime | None], Callable[[Case], datetime | None]], ...] = (
    ("accept", lambda case: case.reported_at, lambda case: case.accepted_at),
    ("file", lambda case: case.accepted_at, lambda case: case.filed_at),
    ("dispatch", lambda case: case.filed_at, lambda case: case.first_dispatched_at),
    ("dispose", lambda case: case.first_dispatched_at, lambda case: case.disposed_at),
    ("verify", lambda case: case.disposed_at, lambda case: case.verified_at),
    ("close", lambda case: case.verified_at, lambda case: case.closed_at),
)


def whole(time: datetime) -> int:
    """Unix seconds without their fraction."""
    return floor(time.astimezone(UTC).timestamp())


def step_of(case: Case) -> int:
    """The step that an open case is in: the last one that has begun."""
    return max(index for index, (_, start, _) in enumerate(STEPS) if start(case) is not None)


def waited(case: Case, as_of: datetime) -> int:
    """Seconds since the step began that the case is in."""
    start = STEPS[step_of(case)][1](case)
    assert start is not None
    return max(0, whole(as_of) - whole(start))


def durations(cases: Iterable[Case], step: int, as_of: datetime, days: int) -> list[int]:
    """How long the step took in the cases that finished it in the last days."""
    _, start_of, end_of = STEPS[step]
    found = []
    for case in cases:
        start, end = start_of(case), end_of(case)
        if start is None or end is None:
            continue
        if whole(as_of) - days * 86_400 <= whole(end) < whole(as_of):
            found.append(max(0, whole(end) - whole(start)))
    return found


def quantile(values: list[int], share: Fraction) -> Fraction:
    """Linear interpolation between ranks."""
    ordered = sorted(values)
    rank = (len(ordered) - 1) * share
    below = floor(rank)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (rank - below)


def usual(world: World, case: Case, as_of: datetime) -> Fraction | None:
    """The 90th percentile of the step among past cases of the subclass, None when too few are known."""
    rules = world.city.rules
    kind = case.attribute("subclass")
    if kind is None or case.suspended or not case.open:
        return None
    alike = [other for other in world.cases if other.attribute("subclass") == kind]
    past = durations(alike, step_of(case), as_of, rules.past_days)
    return quantile(past, Fraction(9, 10)) if len(past) >= rules.least_durations else None


def ping_pong(case: Case) -> bool:
    """Whether somebody got the case back that somebody else had in between."""
    held: list[str] = []
    for name in case.holders:
        if name is None or (held and held[-1] == name):
            continue
        if name in held:
            return True
        held.append(name)
    return False


def nobodys(case: Case, as_of: datetime) -> bool:
    """Whether nobody has had the open case for more than a quarter of an hour."""
    since = None
    if case.stage == "FILED":
        given_back = [at for action, at in case.effective if action == "return"]
        since = given_back[0] if given_back else case.filed_at
    elif case.stage == "DISPATCHED" and case.department is None:
        since = case.first_dispatched_at
    return since is not None and whole(as_of) - whole(since) > 15 * 60


def neighbours(world: World, case: Case) -> list[str]:
    """Codes of the other towns near an open case that lies in a town."""
    place, city = world.places[case.case_id], world.city
    if not case.open or place.lon is None or place.lat is None or place.town is None:
        return []
    return [
        town.code
        for index, town in enumerate(city.tree.towns)
        if town.code != place.town and metres_to_town(place.lon, place.lat, index) <= city.rules.boundary_m
    ]


def reasons(world: World, case: Case, as_of: datetime, marked: bool) -> set[str]:
    """Why a case is on the board."""
    limit = usual(world, case, as_of)
    holds = {
        "returned": case.return_count >= 2,
        "ping_pong": ping_pong(case),
        "no_department": case.open and nobodys(case, as_of),
        "stuck": limit is not None and waited(case, as_of) > limit,
        "boundary": bool(neighbours(world, case)),
        "marked": marked,
    }
    return {name for name, so in holds.items() if so}


def severity(world: World, case: Case, as_of: datetime, why: set[str]) -> int:
    """Points of the reasons, of further returns, of urgency and of being overdue."""
    points = {"returned": 2, "ping_pong": 3, "no_department": 3, "stuck": 2, "boundary": 1, "marked": 4}
    total = sum(points[name] for name in why) + max(0, min(case.return_count - 2, 5))
    late = overdue(case, world.asked([case], as_of, as_of, as_of, 0))
    return total + 2 * ("urgent" in case.flag) + 2 * late


def board(
    world: World,
    chosen: list[Case],
    as_of: datetime,
    *,
    period: tuple[datetime, datetime] | None,
    every: bool,
    marked: set[str],
) -> dict[str, tuple[set[str], int]]:
    """Reasons and severity of every case on the board, by id."""
    found = {}
    for case in chosen:
        looked = (every or case.open) and (
            period is None
            or (case.reported_at is not None and period[0] <= case.reported_at < min(period[1], as_of))
        )
        if looked or case.case_id in marked:
            why = reasons(world, case, as_of, case.case_id in marked)
            if why:
                found[case.case_id] = why, severity(world, case, as_of, why)
    return found
